"""Take an approval back while that is still certain."""

from datetime import datetime

from shared.domain.events import EventKind
from shared.domain.ids import ReplyId, SellerId
from shared.domain.replies.dispatch import can_cancel
from shared.domain.replies.dispatch import cancel_reply as cancelled
from shared.domain.replies.events import reply_event
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.ports import Clock, Put, Stores, Write
from shared.usecases.settle_reply import settle_reply


def cancel_reply(
    seller: SellerId,
    reply: ReplyId,
    *,
    stores: Stores,
    clock: Clock,
) -> Reply:
    """Cancel, or raise ReplyRefused once somebody may be sending; a repetition changes nothing."""
    now = clock.now()
    return settle_reply(
        stores.of_seller(seller),
        reply,
        lambda current: _cancelled(current, now),
        clock=clock,
        extra=lambda after: _event(after, now),
    )


def _cancelled(reply: Reply, now: datetime) -> Reply | None:
    if reply.state is ReplyState.CANCELLED:
        return None
    if not can_cancel(reply):
        raise ReplyRefused(RefusalCode.TOO_LATE, reply.id)
    return cancelled(reply, now)


def _event(reply: Reply, now: datetime) -> list[Write]:
    return [Put(reply_event(reply, EventKind.REPLY_CANCELLED, now))]
