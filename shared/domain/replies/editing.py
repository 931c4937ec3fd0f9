"""The one change of a published answer that WB allows, and whether it is still to be had."""

from collections.abc import Sequence
from datetime import datetime

from shared.domain.connectors import capabilities_of
from shared.domain.dataclass import dataclass
from shared.domain.ids import ReplyId
from shared.domain.interaction import Interaction
from shared.domain.queue import is_in_flight
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.reply import Reply
from shared.domain.replies.sameness import same_text
from shared.domain.replies.states import ReplyKind, ReplyState

_NEVER_SENT = (ReplyState.FAILED, ReplyState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBudget:
    """Why the edit is not to be had, or None; `until` where it is known when the answer came.

    `reply` names the reply that stands in the way.
    """

    refusal: RefusalCode | None = None
    until: datetime | None = None
    reply: ReplyId | None = None


def edit_budget(item: Interaction, replies: Sequence[Reply], now: datetime) -> EditBudget:
    """Judge by what WB shows and by the item's own replies, the newest first."""
    can = capabilities_of(item.channel)
    if not can.edits:
        return EditBudget(refusal=RefusalCode.NO_EDIT)
    if is_in_flight(item.work):
        mark = item.work.reply
        return EditBudget(refusal=RefusalCode.IN_FLIGHT, reply=ReplyId(mark.id) if mark else None)
    answer = item.source.answer
    if answer is None:
        return EditBudget(refusal=RefusalCode.NO_ANSWER)
    spent = _spent_on(replies)
    if spent is not None:
        return EditBudget(refusal=RefusalCode.EDIT_SPENT, reply=spent.id)
    answered_at = answer.created_at or _answered_at(answer.text, replies)
    until = answered_at + can.edit_within if answered_at else None
    if not answer.editable:
        return EditBudget(refusal=RefusalCode.EDIT_CLOSED, until=until)
    late = until is not None and now > until
    return EditBudget(refusal=RefusalCode.EDIT_LATE if late else None, until=until)


def _spent_on(replies: Sequence[Reply]) -> Reply | None:
    """An edit that may have reached WB counts, until a new answer begins anew."""
    for reply in replies:
        if reply.state in _NEVER_SENT:
            continue
        return reply if reply.kind is ReplyKind.EDIT else None
    return None


def _answered_at(text: str, replies: Sequence[Reply]) -> datetime | None:
    """WB says of reviews not when they were answered; our own reply may know."""
    for reply in replies:
        if reply.state is ReplyState.CONFIRMED and same_text(text, reply.text):
            return reply.sent_at or reply.claimed_at
    return None
