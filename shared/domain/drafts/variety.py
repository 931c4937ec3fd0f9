"""Whether one more text would look copied beside those that buyers read already."""

import re
from collections.abc import Sequence

from shared.domain.language.lemmas import is_given_name
from shared.domain.language.letters import fold_text

WALL = 10
_GRAM = 3
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+")

Grams = frozenset[tuple[str, ...]]


def opening_of(text: str) -> tuple[str, ...]:
    """The first three words, in lower case and without names."""
    words = [one for one in _WORD.findall(text) if not _is_name(one)]
    return tuple(fold_text(one) for one in words[:_GRAM])


def grams_of(text: str) -> Grams:
    """All runs of three words."""
    words = _WORD.findall(fold_text(text))
    return frozenset(tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))


def overlap_of(one: Grams, other: Grams) -> float:
    """The part of the runs of two texts that both have."""
    united = one | other
    return len(one & other) / len(united) if united else 0.0


def overlaps_with(text: str, before: Sequence[str]) -> list[float]:
    """How much a text has in common with each of the ten before it."""
    own = grams_of(text)
    return [overlap_of(own, grams_of(other)) for other in before[:WALL]]


def _is_name(word: str) -> bool:
    return bool(_NAME.fullmatch(word)) and is_given_name(fold_text(word))
