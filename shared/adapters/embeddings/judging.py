"""Opens the judge of answers, whose vectors are those that its examples were read by."""

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.guard.judging import Judge


def open_judge() -> Judge:
    """One for a process; the model is loaded when the first sentence needs it."""
    return Judge(BundledEmbedder().embed)
