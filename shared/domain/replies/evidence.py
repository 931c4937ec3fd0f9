"""What proves that WB has a reply: its own words, read back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import AnswerState, Channel, Message, Sender, Source
from shared.domain.raw_items import ReadBack
from shared.domain.replies.doubles import CLOCK_SKEW, OUR_SOURCE
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.sameness import fold_hash, same_text
from shared.domain.replies.states import ReplyKind

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
    for added in _times_shown(reply, messages):
        if added not in taken and reply.wb_add_time in (None, added):
            return added
    return None


def is_shown_twice(reply: Reply, messages: Iterable[Message], others: Iterable[Reply]) -> bool:
    """Whether a chat shows a reply more often than once.

    Equal words of `others` are theirs: each has its time, or may still be any one of them.
    """
    equal = [one for one in others if same_text(one.text, reply.text)]
    unproven = sum(one.attempt != "" and one.wb_add_time is None for one in equal)
    shown = set(_times_shown(reply, messages)) - {one.wb_add_time for one in equal}
    return len(shown) > 1 + unproven


def _times_shown(reply: Reply, messages: Iterable[Message]) -> list[int]:
    """When the chat shows our words, by WB's time, since the reply may have been sent."""
    earliest = since_sending(reply)
    return [
        round(one.sent_at.timestamp() * 1000)
        for one in messages
        if one.sender is Sender.SELLER
        and one.source == OUR_SOURCE
        and one.sent_at >= earliest
        and same_text(one.text, reply.text)
    ]


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


def _foreign(reply: Reply, found: str) -> Seen:
    is_old = reply.kind is ReplyKind.EDIT and fold_hash(found) == reply.replaces
    return Seen.UNCHANGED if is_old else Seen.OTHERS
