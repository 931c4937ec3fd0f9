"""The notation of phrases, read once into small trees that `phrases.py` walks.

A phrase is words in order, and each word stands for all forms of itself:

    не работать            neighbours; small words such as «же», «ли», «уже» may stand between
    прислать .. другой     up to three words between; `...` up to ten
    размер & рост          both in one sentence, in any order, at most ten words apart
    (куртка|пальто)        either; alternatives may be phrases themselves
    очень? тонкий          the word before `?` may be missing
    не !только             no «только» among the next two words; leading, none before the phrase
    =мой                   exactly this form; `аллерг*`: any word whose dictionary form begins so
    <num>                  a number; any part of speech of pymorphy, `<latin>` or `<sign>`
    @colour                any word of the class that the book was given under this name
    порваться/past         of the forms only those of this part of speech, tense or mood
"""

import re
from collections.abc import Mapping

from shared.domain.dataclass import dataclass
from shared.domain.language.lemmas import forms_of

GAPS = {"..": 3, "...": 10}

_PIECE = re.compile(r"\.{2,3}|[()|?!&]|<\w+>|@\w+(?:/\w+)?|=?:?[\w-]+\*?(?:/\w+)?")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word that answers to any of the names."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """So many words of any kind, or fewer."""

    most: int


@dataclass(frozen=True, slots=True)
class Absent:
    """What must not come among the next two words."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Maybe:
    """What may be missing."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Row:
    """One after the other."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    nodes: tuple["Node", ...]


Node = OneOf | Gap | Absent | Maybe | Row | Either


def read_phrase(phrase: str, classes: Mapping[str, str]) -> tuple[Node, ...]:
    """The parts of a phrase that may stand in any order; mostly there is one."""
    pieces = _PIECE.findall(phrase)
    if "".join(pieces) != "".join(phrase.split()):
        raise ValueError(f"not a phrase: {phrase}")
    reader = _Reader(pieces, classes)
    parts = [reader.read_either()]
    while reader.take("&"):
        parts.append(reader.read_either())
    if reader.left():
        raise ValueError(f"not a phrase: {phrase}")
    return tuple(parts)


class _Reader:
    """Reads pieces from left to right."""

    def __init__(self, pieces: list[str], classes: Mapping[str, str]) -> None:
        self._pieces, self._classes, self._at = pieces, classes, 0

    def left(self) -> bool:
        return self._at < len(self._pieces)

    def take(self, piece: str) -> bool:
        if self.left() and self._pieces[self._at] == piece:
            self._at += 1
            return True
        return False

    def read_either(self) -> Node:
        rows = [self._read_row()]
        while self.take("|"):
            rows.append(self._read_row())
        if all(isinstance(row, OneOf) for row in rows):
            return OneOf(frozenset().union(*(row.names for row in rows if isinstance(row, OneOf))))
        return rows[0] if len(rows) == 1 else Either(tuple(rows))

    def _read_row(self) -> Node:
        nodes = []
        while self.left() and self._pieces[self._at] not in {"|", ")", "&"}:
            nodes.append(self._read_one())
        if not nodes:
            raise ValueError("a phrase without words")
        return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))

    def _read_one(self) -> Node:
        piece = self._pieces[self._at]
        self._at += 1
        if piece == "!":
            return Absent(self._read_one())
        if piece in GAPS:
            return Gap(GAPS[piece])
        if piece == "(":
            node = self.read_either()
            if not self.take(")"):
                raise ValueError("a bracket stays open")
        else:
            node = OneOf(_names_of(piece, self._classes))
        return Maybe(node) if self.take("?") else node


def _names_of(piece: str, classes: Mapping[str, str]) -> frozenset[str]:
    piece, _, kind = piece.partition("/")
    if kind:
        return frozenset(f"{name}/{kind.upper()}" for name in _names_of(piece, classes))
    if piece.startswith("@"):
        words = classes[piece[1:]].split()
        return frozenset().union(*(_names_of(word, classes) for word in words))
    if piece.startswith("<"):
        return frozenset({piece[:-1].upper()})
    if piece.startswith("=") or piece.endswith("*"):
        return frozenset({piece})
    return frozenset(_lemmas_of(piece))


def _lemmas_of(word: str) -> frozenset[str]:
    """A word that is a dictionary form of its own stands for that one alone."""
    lemmas = forms_of(word).lemmas
    return frozenset({word}) if word in lemmas else lemmas
