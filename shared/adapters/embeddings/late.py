"""Opens the bundled model and the judge that hears by it; nothing of either is loaded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.ports.late import open_late

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge
    from shared.ports import Embedder


def late_embedder() -> Embedder:
    """The model of this process."""

    def make() -> Embedder:
        from shared.adapters.embeddings.bundled import BundledEmbedder

        return BundledEmbedder()

    return open_late(make)


def late_judge() -> Judge:
    """The judge, with its rules."""

    def make() -> Judge:
        from shared.domain.guard.judging import Judge

        return Judge(late_embedder().embed)

    return open_late(make)
