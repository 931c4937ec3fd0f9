"""Where an item stands in the queue: one pure function of what every stage knows."""

from datetime import datetime, timedelta

from shared.domain.deadlines import answer_due, raised_priority
from shared.domain.interaction import (
    AnswerState,
    Channel,
    IntentLabel,
    Priority,
    QueueState,
    ReplyMark,
    Sender,
    Source,
    Status,
    View,
    Work,
)
from shared.domain.reply import IN_FLIGHT, ReplyState
from shared.domain.settings import SellerSettings

HOT_BEFORE = timedelta(minutes=30)
# WB's state of a question that the seller has rejected, so that buyers no longer see it.
_TURNED_DOWN = "none"


def has_content(source: Source) -> bool:
    """Rating-only reviews hold nothing to answer; tags alone do."""
    return bool(
        source.text.strip()
        or source.pros.strip()
        or source.cons.strip()
        or source.tags
        or source.photos
        or source.has_video
    )


def waiting_since(channel: Channel, source: Source) -> datetime | None:
    """When the words that still want an answer were written; None when nothing does."""
    if channel is Channel.CHAT:
        return source.chat.waiting_since if source.chat else None
    answered = source.answer is not None and source.answer.state is not AnswerState.REJECTED
    turned_down = channel is Channel.QUESTION and source.wb_state == _TURNED_DOWN
    return None if answered or turned_down or not has_content(source) else source.created_at


def holds_item(reply: ReplyMark, settings: SellerSettings, now: datetime) -> bool:
    """A reply on its way keeps its item out of the queue until the pending window is over."""
    state = ReplyState(reply.state)
    if state in (ReplyState.APPROVED, ReplyState.SENDING):
        return True
    if state in (ReplyState.SENT, ReplyState.UNKNOWN):
        return now < reply.at + settings.reply_pending
    return False


def queue_state(
    channel: Channel,
    source: Source,
    intent: IntentLabel,
    work: Work,
    settings: SellerSettings,
    now: datetime,
) -> QueueState:
    """Decide view, status, priority and deadline from everything the stages wrote."""
    since = waiting_since(channel, source)
    auto = bool(work.reply and work.reply.by_system)
    if since is None or work.closed or _answered_by_us(work, channel, since):
        return _settled(channel, source, work, auto=auto)
    deadline = answer_due(channel, intent.label, source.rating, since, settings.deadlines)
    priority = raised_priority(deadline, since, now)
    if work.reply and holds_item(work.reply, settings, now):
        return QueueState(
            needs_response=False,
            status=Status.RESPONDED,
            priority=Priority.LOW,
            view=View.DONE,
            auto=auto,
            sort_at=work.reply.at,
        )
    if _was_rejected(work):
        priority = Priority.URGENT
    return QueueState(
        needs_response=True,
        status=Status.OPEN,
        priority=priority,
        view=_open_view(work, now),
        auto=auto,
        deadline=deadline,
        sort_at=deadline.target_at,
    )


def _answered_by_us(work: Work, channel: Channel, since: datetime) -> bool:
    """A proven answer counts before the next read of the item shows it."""
    reply = work.reply
    if reply is None or _was_rejected(work):
        return False
    settled = reply.state in (ReplyState.CONFIRMED, ReplyState.ANSWERED_ELSEWHERE)
    return settled and (channel is not Channel.CHAT or reply.at >= since)


def _was_rejected(work: Work) -> bool:
    return bool(work.reply and work.reply.wb_state == "rejected")


def _open_view(work: Work, now: datetime) -> View:
    if work.reply and work.reply.state in (
        ReplyState.FAILED,
        ReplyState.ATTENTION,
        ReplyState.BLOCKED,
    ):
        return View.FAILED
    if work.snoozed_until and work.snoozed_until > now:
        return View.SNOOZED
    return View.ATTENTION


def _settled(channel: Channel, source: Source, work: Work, *, auto: bool) -> QueueState:
    answered = (
        source.answer is not None
        or (source.chat is not None and source.chat.last_sender is Sender.SELLER)
        or bool(work.reply and work.reply.state == ReplyState.CONFIRMED)
    )
    waits = channel is Channel.CHAT and answered and not work.closed
    status = Status.CLOSED if work.closed else Status.RESPONDED if answered else Status.OPEN
    return QueueState(
        needs_response=False,
        status=status,
        priority=Priority.LOW,
        view=View.WAITING if waits else View.DONE,
        auto=auto,
        sort_at=_last_moment(source),
    )


def _last_moment(source: Source) -> datetime:
    if source.chat and source.chat.last_at:
        return source.chat.last_at
    return source.created_at


def is_in_flight(work: Work) -> bool:
    """While a reply is not final, neither a draft nor another reply may start."""
    return bool(work.reply and ReplyState(work.reply.state) in IN_FLIGHT)
