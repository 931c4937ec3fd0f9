"""An answer sentence by sentence, each with its place in the whole."""

import re
from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.language.tokens import Word, read_words

_NEXT = re.compile(r" ?\S?")
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
    """All sentences; a full stop after a short unit ends none where no capital follows."""
    return tuple(_statement(words, start) for words, start in _split(text))


def _split(text: str) -> Iterator[tuple[str, int]]:
    held, begin = "", 0
    for found in re.finditer(r"[^.!?…\n]*(?:[.!?…\n]+|$)", text):
        if not held:
            begin = found.start()
        held += found[0]
        following = _next_sign(text, found.end())
        ends = not following.strip() or following.strip().isupper() or held.endswith("\n")
        numbered = held.endswith(".") and following.isdigit()
        if numbered or (_SHORTENED.search(held.rstrip()) and not ends):
            continue
        if held.strip():
            yield held, begin
        held = ""
    if held.strip():
        yield held, begin


def _next_sign(text: str, at: int) -> str:
    """The next letter or sign with the blank before it, if there is one."""
    found = _NEXT.match(text, at)
    return found[0] if found else ""


def _statement(words: str, start: int) -> Statement:
    read = tuple(read_words(words))
    return Statement(words, start, read, frozenset(one for word in read for one in word.lemmas))
