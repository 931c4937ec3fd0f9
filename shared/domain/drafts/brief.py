"""What a writer of drafts is told beside the item itself."""

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.claim import Published
from shared.domain.drafts.tone import Tone


@dataclass(frozen=True, slots=True)
class Example:
    """An answer that the seller gave or accepted to like words."""

    words: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How to answer: `recent` are the newest answers and drafts on the same card, newest first.

    `earlier` are the seller's own answers to the likest words; `wish` is what the seller asked
    for with this one draft, and `before` the draft that it is about. No writer reads `published`:
    what is written is held against it.
    """

    tone: Tone = Tone.FRIENDLY
    recent: tuple[str, ...] = ()
    earlier: tuple[Example, ...] = ()
    wish: str = ""
    before: str = ""
    published: tuple[Published, ...] = ()


PLAIN_BRIEF = Brief()
