"""A judge for tests: it reads meaning as the product's does, with vectors made from letters."""

from collections.abc import Sequence

from shared.domain.guard.judging import Judge, Vector


def sure_judge() -> Judge:
    """Knows meanings of nothing, so that words alone decide."""
    return Judge(_embed)


def _embed(texts: Sequence[str]) -> Sequence[Vector]:
    return [(1.0,) + (0.0,) * 127 for _ in texts]
