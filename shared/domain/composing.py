"""A seller's half-written words about one item, as every browser of theirs shows them."""

from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId

KEEP_WORDS = timedelta(days=30)
# More than any channel takes, so that a text that still has to be cut is kept whole.
MOST_LETTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposerWords:
    """One document per item; `revision` grows even over words that were taken away meanwhile."""

    id: InteractionId
    text: str
    revision: int
    device: str
    saved_at: datetime
    expires_at: datetime


def next_words(
    known: ComposerWords | None, item: InteractionId, text: str, device: str, now: datetime
) -> ComposerWords:
    """What is stored after another save; the clock numbers words that nothing precedes."""
    by_clock = int(now.timestamp() * 1000)
    return ComposerWords(
        id=item,
        text=text,
        revision=max(by_clock, known.revision + 1 if known else 0),
        device=device,
        saved_at=now,
        expires_at=now + KEEP_WORDS,
    )
