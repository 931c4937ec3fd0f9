"""What a search asks for, as values: the words, where they must stand, and what narrows them."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.understanding import Intent


class Field(StrEnum):
    """Which part of an item a word must stand in."""

    ANY = "any"
    PRODUCT = "product"
    ARTICLE = "article"
    BUYER = "buyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word in all its forms; `folded` is how it was typed, `stem` the stem of that."""

    folded: str
    stem: str
    stems: frozenset[str]
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that must follow each other exactly as they were typed."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A part of the query that was understood as more than words, and what it means."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A part of the query that was not understood, and what is meant by it instead, in Russian."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Everything that must hold of an item; absent parts narrow nothing.

    Of `without` and `without_phrases` none may occur. An empty set of ratings, channels or topics
    narrows nothing; of `tags` every one is borne. `nothing` is set where two parts exclude each
    other.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Word, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()
    nm_ids: frozenset[int] = frozenset()
    ratings: frozenset[int] = frozenset()
    channels: frozenset[Channel] = frozenset()
    topics: frozenset[Intent] = frozenset()
    tags: frozenset[str] = frozenset()
    is_unanswered: bool = False
    is_urgent: bool = False
    has_photo: bool = False
    since: datetime | None = None
    until: datetime | None = None
    nothing: bool = False
    operators: tuple[Operator, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        blank = Search(operators=self.operators, hints=self.hints)
        return self != blank

    def plain_words(self) -> Iterator[str]:
        """The words that may stand anywhere, as typed."""
        yield from (word.folded for word in self.words if word.field is Field.ANY)
        for phrase in self.phrases:
            yield from phrase.words
