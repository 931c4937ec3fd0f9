"""Where a reply names its product as the card does: a name is no statement about the product."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from shared.domain.language.tokens import Word, read_words

INSTEAD = "продукт"
_MOST_KEPT = 500
_SMALL = frozenset({"PREP", "CONJ"})


def find_titles(words: Sequence[Word], titles: Iterable[str]) -> list[range]:
    """The runs of words that repeat a title from its first word on, as far as they do.

    A title of shops lists effects and uses after the thing's name; words that are taken out of
    the middle of it say something, and are left.
    """
    named = [title for title in map(_read_title, titles) if title]
    runs: list[range] = []
    at = 0
    while at < len(words):
        size = max((_count_common(words[at:], title) for title in named), default=0)
        if size:
            runs.append(range(at, at + size))
        at += size or 1
    return runs


def mask_titles(text: str, words: Sequence[Word], runs: Iterable[range]) -> str:
    """The text with a plain word for each run; `words` are those of the text."""
    return "".join(_replace(text, words, runs))


def _replace(text: str, words: Sequence[Word], runs: Iterable[range]) -> Iterator[str]:
    at = 0
    for run in runs:
        yield text[at : words[run[0]].start]
        yield INSTEAD
        at = words[run[-1]].end
    yield text[at:]


def _count_common(words: Sequence[Word], title: Sequence[Word]) -> int:
    size = 0
    for said, called in zip(words, title, strict=False):
        if said.lemmas.isdisjoint(called.lemmas):
            break
        size += 1
    while size and not _SMALL.isdisjoint(words[size - 1].kinds):
        size -= 1
    return size if size > 1 or (size and _stands_alone(title)) else 0


def _stands_alone(title: Sequence[Word]) -> bool:
    """One word names a thing when it is a noun, or all that the title has."""
    return len(title) == 1 or "NOUN" in title[0].kinds


@lru_cache(maxsize=_MOST_KEPT)
def _read_title(title: str) -> tuple[Word, ...]:
    return read_words(title)
