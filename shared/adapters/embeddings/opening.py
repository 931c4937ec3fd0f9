"""Opens the embedder that the settings name, and the judge, whose vectors are always the same."""

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.adapters.embeddings.endpoint import EndpointEmbedder
from shared.domain.guard.judging import Judge
from shared.ports import Embedder


def open_embedder(url: str | None, key: str, model: str | None) -> Embedder:
    """The bundled model unless an address and a model are given; nothing is loaded yet."""
    if url is None or model is None:
        return BundledEmbedder()
    return EndpointEmbedder(url, key, model)


def open_judge() -> Judge:
    """By the model that its examples were read by; it is loaded when a sentence needs it."""
    return Judge(BundledEmbedder().embed)
