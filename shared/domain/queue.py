"""Where an item stands in the queue: one pure function of what every stage knows."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.deadlines.table import WB_CLOCK, answer_due, raised_priority, urgent_at
from shared.domain.ids import hash_text
from shared.domain.interaction import (
    AnswerState,
    Channel,
    ClosedBy,
    Priority,
    QueueState,
    ReplyMark,
    Sender,
    Source,
    Status,
    View,
    Work,
)
from shared.domain.replies.states import IN_FLIGHT, ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Understanding

HOT_BEFORE = timedelta(minutes=30)
# A chat that the seller has answered and the buyer has left alone for so long is over.
SILENCE_CLOSES = timedelta(days=10)
# WB's state of a question that the seller has rejected, so that buyers no longer see it.
_TURNED_DOWN = "none"
_UNPROVEN = (ReplyState.SENT, ReplyState.UNKNOWN)
_TROUBLES = (ReplyState.FAILED, ReplyState.ATTENTION, ReplyState.BLOCKED)


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


def archived_at(channel: Channel, source: Source) -> datetime | None:
    """When WB archives a review that nobody has answered; its buyers wait no more."""
    if channel is not Channel.REVIEW or source.answer is not None:
        return None
    return source.created_at + WB_CLOCK[channel]


def pending_until(
    reply: ReplyMark, settings: SellerSettings, window: timedelta | None = None
) -> datetime | None:
    """The end of an unproven reply's window; `window` outweighs the seller's own."""
    if reply.state not in _UNPROVEN:
        return None
    return reply.at + (settings.reply_pending if window is None else window)


def holds_item(
    reply: ReplyMark, settings: SellerSettings, now: datetime, window: timedelta | None = None
) -> bool:
    """A reply on its way keeps its item out of the queue until the pending window is over."""
    if reply.state in (ReplyState.APPROVED, ReplyState.SENDING):
        return True
    ends = pending_until(reply, settings, window)
    return ends is not None and now < ends


def is_overdue(work: Work, queue: QueueState) -> bool:
    """Whether an item is back because WB has not shown the reply within the window."""
    return queue.needs_response and work.reply is not None and work.reply.state in _UNPROVEN


def was_rejected(source: Source, work: Work) -> bool:
    """Whether WB refuses the answer that counts, whoever saw that first."""
    answer, mark = source.answer, work.reply
    shown = answer is not None and answer.state is AnswerState.REJECTED
    if answer is not None and mark and shown and hash_text(answer.text) == mark.text_hash:
        return True
    gone = source.answer_gone_at
    if mark and mark.state == ReplyState.CONFIRMED:
        return mark.wb_state == AnswerState.REJECTED or (gone is not None and gone > mark.at)
    return shown or gone is not None or bool(mark and mark.wb_state == AnswerState.REJECTED)


def queue_state(
    channel: Channel,
    source: Source,
    ai: Understanding,
    work: Work,
    settings: SellerSettings,
    now: datetime,
) -> QueueState:
    """Decide view, status, priority and deadline from everything the stages wrote."""
    since = waiting_since(channel, source)
    auto = bool(work.reply and work.reply.by_system)
    over = is_closed(source, work) or source.gone_at is not None
    if since is None or over or _answered_by_us(source, work, channel, since):
        return _settled(channel, source, work, now, auto=auto)
    asked_again = work.reply is not None and _has_asked_again(source, work.reply)
    if work.reply and holds_item(work.reply, settings, now) and not asked_again:
        return _held(work.reply, settings, auto=auto)
    archive_at = archived_at(channel, source)
    if archive_at is not None and archive_at <= now and not _in_trouble(work):
        closed = _settled(channel, source, work, now, auto=auto)
        return replace(closed, status=Status.CLOSED, closed_by=ClosedBy.WB, closed_at=archive_at)
    deadline = answer_due(
        channel, source, ai.intent.label, since, settings.deadlines, settings.hours
    )
    first = was_rejected(source, work) or bool(ai.escalations)
    priority = Priority.URGENT if first else raised_priority(deadline, now)
    rises_at = None if priority is Priority.URGENT else urgent_at(deadline)
    return QueueState(
        needs_response=True,
        status=Status.OPEN,
        priority=priority,
        view=_open_view(source, work, now),
        auto=auto,
        deadline=deadline,
        turns_at=_next_turn(now, work.snoozed_until, archive_at, rises_at),
        sort_at=deadline.target_at,
    )


def is_closed(source: Source, work: Work) -> bool:
    """Whether a person has ended an item, and its buyer has said nothing since."""
    return work.closed and not spoke_anew(source, work)


def spoke_anew(source: Source, work: Work) -> bool:
    """Whether a chat's buyer has written since a person last closed it or put it off."""
    asked_at = source.chat.asked_at if source.chat else None
    return asked_at is not None and (work.known_until is None or asked_at > work.known_until)


def is_in_flight(work: Work) -> bool:
    """While a reply is not final, neither a draft nor another reply may start."""
    return bool(work.reply and ReplyState(work.reply.state) in IN_FLIGHT)


def _has_asked_again(source: Source, reply: ReplyMark) -> bool:
    """A reply that waits for its moment may no longer fit what the buyer has said since."""
    newest = max(source.chat.pending.values(), default=None) if source.chat else None
    return reply.state == ReplyState.APPROVED and newest is not None and newest > reply.at


def _answered_by_us(source: Source, work: Work, channel: Channel, since: datetime) -> bool:
    """A proven answer counts before the next read of the item shows it."""
    reply = work.reply
    if reply is None or was_rejected(source, work):
        return False
    settled = reply.state in (ReplyState.CONFIRMED, ReplyState.ANSWERED_ELSEWHERE)
    return settled and (channel is not Channel.CHAT or reply.at >= since)


def _held(reply: ReplyMark, settings: SellerSettings, *, auto: bool) -> QueueState:
    return QueueState(
        needs_response=False,
        status=Status.RESPONDED,
        priority=Priority.LOW,
        view=View.DONE,
        auto=auto,
        turns_at=pending_until(reply, settings),
        sort_at=reply.at,
    )


def _open_view(source: Source, work: Work, now: datetime) -> View:
    if _in_trouble(work):
        return View.FAILED
    sleeps = work.snoozed_until is not None and work.snoozed_until > now
    return View.SNOOZED if sleeps and not spoke_anew(source, work) else View.ATTENTION


def _in_trouble(work: Work) -> bool:
    return bool(work.reply and work.reply.state in _TROUBLES)


def _settled(
    channel: Channel, source: Source, work: Work, now: datetime, *, auto: bool
) -> QueueState:
    """Nobody waits for an answer; a chat is over when its buyer has been silent for long."""
    closed_by, closed_at = _closing(source, work)
    over = closed_at is not None and closed_at <= now
    waits = channel is Channel.CHAT and _has_answered(source, work) and not over
    return QueueState(
        needs_response=False,
        status=Status.CLOSED if over else Status.RESPONDED,
        priority=Priority.LOW,
        view=_settled_view(source, work, waits=waits),
        auto=auto,
        closed_by=closed_by if over else None,
        closed_at=closed_at if over else None,
        turns_at=_next_turn(now, closed_at),
        sort_at=_last_moment(source),
    )


def _settled_view(source: Source, work: Work, *, waits: bool) -> View:
    """An answered item is done; an edit that came to nothing is shown until somebody closes it."""
    if work.reply and work.reply.is_edit and _in_trouble(work) and not is_closed(source, work):
        return View.FAILED
    return View.WAITING if waits else View.DONE


def _closing(source: Source, work: Work) -> tuple[ClosedBy | None, datetime | None]:
    if is_closed(source, work):
        return ClosedBy.SELLER, work.closed_at or source.observed_at
    if source.gone_at is not None:
        return ClosedBy.GONE, source.gone_at
    tail = source.chat
    if tail is None or tail.last_at is None or tail.pending:
        return None, None
    return ClosedBy.SILENCE, max(tail.last_at, work.reopened_at or tail.last_at) + SILENCE_CLOSES


def _has_answered(source: Source, work: Work) -> bool:
    tail = source.chat
    answered = tail is not None and bool(tail.answered_at or tail.last_sender is Sender.SELLER)
    return answered or bool(work.reply and work.reply.state == ReplyState.CONFIRMED)


def _next_turn(now: datetime, *moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None and at > now), default=None)


def _last_moment(source: Source) -> datetime:
    if source.chat:
        return source.chat.last_at or source.chat.preview_at or source.created_at
    return source.created_at
