"""The dictionary forms of a text and pairs of them: what is said, whatever its endings or order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from zlib import crc32

from shared.domain.language.tokens import Sentence, Word

Grams = frozenset[int]
# Words farther apart in a sentence tell no more together than each alone.
REACH = 6


def collect_grams(sentences: Iterable[Sentence]) -> Grams:
    """Every form and every pair of neighbours once, each by its hash; no pair crosses a stop."""
    return frozenset(crc32(gram.encode()) for one in sentences for gram in _name_grams(one.words))


def collect_pairs(sentences: Iterable[Sentence]) -> Grams:
    """Every two forms near each other in a sentence once, whatever their order, by their hash."""
    return frozenset(crc32(pair.encode()) for one in sentences for pair in _name_pairs(one.words))


def weigh_grams(count: int) -> float:
    """How much each of so many grams counts, so that they make a row of length one together."""
    return 1 / sqrt(count) if count else 0.0


def _name_grams(words: Sequence[Word]) -> Iterator[str]:
    forms = _list_forms(words)
    yield from forms
    for first, second in pairwise(forms):
        yield f"{first}_{second}"


def _name_pairs(words: Sequence[Word]) -> Iterator[str]:
    forms = _list_forms(words)
    for at, form in enumerate(forms):
        for other in forms[at + 1 : at + 1 + REACH]:
            if other != form:
                yield "&".join(sorted((form, other)))


def _list_forms(words: Sequence[Word]) -> list[str]:
    return [min(word.lemmas, default=word.text) for word in words]
