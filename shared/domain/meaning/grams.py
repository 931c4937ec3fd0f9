"""The dictionary forms of a text and pairs of them: what is said, whatever its endings."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from zlib import crc32

from shared.domain.language.tokens import Sentence, Word

Grams = frozenset[int]


def collect_grams(sentences: Iterable[Sentence]) -> Grams:
    """Every form and every pair of neighbours once, each by its hash; no pair crosses a stop."""
    return frozenset(crc32(gram.encode()) for one in sentences for gram in _name_grams(one.words))


def weigh_grams(count: int) -> float:
    """How much each of so many grams counts, so that they make a row of length one together."""
    return 1 / sqrt(count) if count else 0.0


def _name_grams(words: Sequence[Word]) -> Iterator[str]:
    forms = [min(word.lemmas, default=word.text) for word in words]
    yield from forms
    for first, second in pairwise(forms):
        yield f"{first}_{second}"
