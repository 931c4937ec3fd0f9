"""The texts of an item read as one, and the way back from a place to the part it is in."""

from collections.abc import Iterable

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Source
from shared.domain.understanding import Part, Quote


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an item; `start` is where it begins in the whole."""

    part: Part
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Pieces with a line break between them, so that no sentence runs over two."""

    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str) -> "Parts":
        """A text without other parts."""
        return cls.join([(Part.TEXT, text)])

    @classmethod
    def join(cls, named: Iterable[tuple[Part, str]]) -> "Parts":
        """Lay the parts that hold anything one after the other."""
        pieces, start = [], 0
        for part, text in named:
            if text:
                pieces.append(Piece(part, text, start))
                start += len(text) + 1
        return cls(tuple(pieces))

    @property
    def text(self) -> str:
        """The whole."""
        return "\n".join(piece.text for piece in self.pieces)

    def quote(self, start: int, end: int) -> Quote:
        """The words at a place of the whole, as they stand in their part."""
        piece = self.piece_at(start)
        first, last = start - piece.start, end - piece.start
        return Quote(text=piece.text[first:last], part=piece.part, start=first)

    def piece_at(self, start: int) -> Piece:
        """The part that a place of the whole lies in."""
        return next(one for one in reversed(self.pieces) if one.start <= start)


def parts_of(channel: Channel, source: Source) -> Parts:
    """Of a chat its last words; of a review also what it names as good, bad and by tags."""
    if channel is Channel.CHAT and source.chat is not None:
        return Parts.of(source.chat.last_text or source.text)
    tags = [(Part.TAGS, tag) for tag in source.tags]
    return Parts.join(
        [(Part.TEXT, source.text), (Part.CONS, source.cons), (Part.PROS, source.pros), *tags]
    )
