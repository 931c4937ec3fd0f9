"""How alike two texts are by the stems of their words."""

from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from shared.domain.search.words import is_empty, read_stems, stem_of

# Two thanks are no likeness: what nearly everybody writes says nothing of who wrote it.
_POLITE = "здравствуйте привет добрый день вечер утро спасибо пожалуйста товар"
_SHORTEST = 3
# A word or two in common is chance.
LEAST_STEMS = 3


@lru_cache(maxsize=4_000)
def telling_stems(text: str) -> frozenset[str]:
    """Stems of the words that tell something, whatever their form."""
    return frozenset(
        stem
        for stem in read_stems(text)
        if len(stem) >= _SHORTEST and stem not in _polite_stems() and not is_empty(stem)
    )


@cache
def _polite_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _POLITE.split()))


def overlap_of(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """The part of all stems that both have; none where either text is too short to tell."""
    if min(len(one), len(other)) < LEAST_STEMS:
        return 0.0
    return len(one & other) / len(one | other)
