"""What proves that WB has a reply: its own words, read back."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.ids import hash_text
from shared.domain.interaction import AnswerState, Channel, Message, Sender, Source
from shared.domain.marketplace import ReadBack
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply, ReplyKind

OUR_SOURCE = "seller-public-api"
CLOCK_SKEW = timedelta(minutes=2)

_REVIEW_EVIDENCE = frozenset(AnswerState) - {AnswerState.NONE}


class Seen(StrEnum):
    """What a read-back showed; TOO_EARLY also stands for a read that failed.

    UNCHANGED is the answer that an edit was to replace.
    """

    OURS = "ours"
    UNCHANGED = "unchanged"
    OTHERS = "others"
    NOTHING = "nothing"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Evidence of one look; an item may be gone itself, with whatever answered it."""

    seen: Seen
    exists: bool = True
    wb_state: str = ""
    add_time: int | None = None


UNREADABLE = Sight(seen=Seen.TOO_EARLY)


def read_sight(reply: Reply, answer: ReadBack) -> Sight:
    """Only the answer's own words are evidence; WB's flags are not."""
    if answer.found is None:
        return Sight(seen=Seen.NOTHING, exists=answer.exists)
    if not same_text(answer.found, reply.text):
        return Sight(seen=_foreign(reply, answer.found), wb_state=answer.wb_state)
    if reply.channel is Channel.REVIEW and answer.wb_state not in _REVIEW_EVIDENCE:
        return UNREADABLE
    return Sight(seen=Seen.OURS, wb_state=answer.wb_state)


def read_stored(source: Source) -> ReadBack:
    """What the sync has read, as if WB had just been asked."""
    if source.answer is None:
        return ReadBack(exists=True, wb_state=source.wb_state)
    return ReadBack(
        exists=True,
        found=source.answer.text,
        wb_state=source.answer.state.value if source.answer.state else source.wb_state,
        editable=source.answer.editable,
    )


def is_answered_since(reply: Reply, source: Source) -> bool:
    """Whether the sync shows that somebody else was faster.

    An edit is judged by a fresh look alone. In a chat, only words that surely came after the
    approval are somebody else's: our own come one at a time, and WB's clock is not ours.
    """
    if reply.kind is ReplyKind.EDIT:
        return False
    if source.chat is None:
        return source.answer is not None
    answered_at = source.chat.answered_at
    return answered_at is not None and answered_at > reply.approved_at + CLOCK_SKEW


def find_echo(reply: Reply, messages: Iterable[Message], taken: Collection[int]) -> int | None:
    """Our own message as the chat shows it, by WB's time; `taken` belongs to other replies."""
    earliest = since_sending(reply)
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


def since_sending(reply: Reply) -> datetime:
    """From when on our message may lie in a chat; another store may have sent it at any time."""
    if reply.restored_at is not None:
        return reply.approved_at - CLOCK_SKEW
    return (reply.claimed_at or reply.approved_at) - CLOCK_SKEW


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


def fold_hash(text: str) -> str:
    """Fingerprint of a text as `same_text` compares it."""
    return hash_text(_folded(text))


def _foreign(reply: Reply, found: str) -> Seen:
    is_old = reply.kind is ReplyKind.EDIT and fold_hash(found) == reply.replaces
    return Seen.UNCHANGED if is_old else Seen.OTHERS


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
