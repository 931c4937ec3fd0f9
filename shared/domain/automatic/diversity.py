"""Whether one more answer would make the wall that buyers see look like a machine's."""

import re
from collections.abc import Sequence

from shared.domain.language.letters import fold_text

WALL = 10
MOST_ALIKE = 0.5
_OPENING = 3
_WORD = re.compile(r"\w+")

Grams = frozenset[tuple[str, ...]]


def is_too_alike(text: str, wall: Sequence[str]) -> bool:
    """Compare with the newest answers on one card, the newest first.

    Two neighbours may not begin alike, and none of the ten may be said again in other order.
    """
    if not wall:
        return False
    if _words(text)[:_OPENING] == _words(wall[0])[:_OPENING]:
        return True
    return any(likeness_of(text, other) > MOST_ALIKE for other in wall[:WALL])


def likeness_of(one: str, other: str) -> float:
    """The share of word triples that two texts have in common."""
    left, right = _grams(one), _grams(other)
    united = left | right
    return len(left & right) / len(united) if united else 0.0


def _grams(text: str) -> Grams:
    words = _words(text)
    size = min(_OPENING, max(len(words), 1))
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_text(text))
