"""An answer sentence by sentence, each with its place in the whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.language.tokens import Word, read_words

_SHORTENED = re.compile(r"(?:\b(?:шт|руб|р|г|см|мм|кг|мл|л|м|об|кв|гр|мес|тыс)\.)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence; `start` is where it begins in the answer."""

    text: str
    start: int
    words: tuple[Word, ...]
    lemmas: frozenset[str]

    def place(self, word: Word) -> tuple[int, int]:
        """Where a word stands in the answer."""
        return self.start + word.start, self.start + word.end

    def quote(self, start: int, end: int) -> str:
        """Words of the sentence by their place in the answer."""
        return self.text[start - self.start : end - self.start]


def read_statements(text: str) -> tuple[Statement, ...]:
    """All sentences; a full stop after a short unit ends none."""
    return tuple(_statement(words, start) for words, start in _split(text))


def _split(text: str) -> Iterator[tuple[str, int]]:
    held, begin = "", 0
    for found in re.finditer(r"[^.!?…\n]*(?:[.!?…\n]+|$)", text):
        if not held:
            begin = found.start()
        held += found[0]
        following = text[found.end() : found.end() + 1]
        joined = _SHORTENED.search(held.rstrip()) or (held.endswith(".") and following.isdigit())
        if joined and following and not held.endswith("\n"):
            continue
        if held.strip():
            yield held, begin
        held = ""
    if held.strip():
        yield held, begin


def _statement(words: str, start: int) -> Statement:
    read = tuple(read_words(words))
    return Statement(words, start, read, frozenset(one for word in read for one in word.lemmas))
