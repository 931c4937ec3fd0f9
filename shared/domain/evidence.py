"""What proves that WB has a reply: its own words, read back."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.interaction import AnswerState, Channel, Message, Sender
from shared.domain.marketplace import ReadBack
from shared.domain.reply import QUIET_PERIOD, Reply

OUR_SOURCE = "seller-public-api"
CLOCK_SKEW = timedelta(minutes=2)

_REVIEW_EVIDENCE = frozenset(AnswerState) - {AnswerState.NONE}


class Seen(StrEnum):
    """What a read-back showed; TOO_EARLY also stands for a read that failed."""

    OURS = "ours"
    OTHERS = "others"
    NOTHING = "nothing"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Evidence of one look."""

    seen: Seen
    wb_state: str = ""
    add_time: int | None = None


UNREADABLE = Sight(seen=Seen.TOO_EARLY)


def read_sight(reply: Reply, answer: ReadBack) -> Sight:
    """Only the answer's own words are evidence; WB's flags are not."""
    if answer.found is None:
        return Sight(seen=Seen.NOTHING)
    if not same_text(answer.found, reply.text):
        return Sight(seen=Seen.OTHERS, wb_state=answer.wb_state)
    if reply.channel is Channel.REVIEW and answer.wb_state not in _REVIEW_EVIDENCE:
        return UNREADABLE
    return Sight(seen=Seen.OURS, wb_state=answer.wb_state)


def find_echo(reply: Reply, messages: Iterable[Message], taken: Collection[int]) -> int | None:
    """Our own message as the chat shows it, by WB's time; `taken` belongs to other replies."""
    earliest = (reply.claimed_at or reply.approved_at) - CLOCK_SKEW
    for message in messages:
        added = round(message.sent_at.timestamp() * 1000)
        if message.sender is not Sender.SELLER or message.source != OUR_SOURCE:
            continue
        if reply.wb_add_time is not None and added != reply.wb_add_time:
            continue
        fits = message.sent_at >= earliest and same_text(message.text, reply.text)
        if fits and added not in taken:
            return added
    return None


def absence_proven(
    reply: Reply, heard_until: datetime | None, quiet: timedelta = QUIET_PERIOD
) -> bool:
    """Silence of a chat counts only once its events were read past the quiet period."""
    if reply.claimed_at is None or heard_until is None:
        return False
    return heard_until >= reply.claimed_at + quiet


def same_text(shown: str, sent: str) -> bool:
    """Equal after Unicode normalisation and folding of blanks."""
    return _folded(shown) == _folded(sent)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
