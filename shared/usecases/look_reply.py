"""Read back whether WB has a reply; nothing here writes to WB."""

from datetime import datetime, timedelta

from shared.domain.errors import (
    AccessDenied,
    Malformed,
    RateLimited,
    Unavailable,
)
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.replies.dispatch import Move, next_move, settle_denial, settle_look
from shared.domain.replies.evidence import (
    UNREADABLE,
    Seen,
    Sight,
    absence_proven,
    find_echo,
    is_shown_twice,
    read_sight,
    read_stored,
    since_sending,
)
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.sync.budget import Purpose
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Order, Query, Where
from shared.usecases.crash_points import CrashPoint
from shared.usecases.dispatch_desk import Denied, Desk
from shared.usecases.newest_replies import newest_replies
from shared.usecases.send_reply import read_answer

MOST_MESSAGES = 100
LOOK_WITHIN = timedelta(seconds=6)
# What sync has read lies in the store a little later than its word that all was read.
INGESTED_AFTER = timedelta(minutes=2)


def look_reply(desk: Desk, reply: Reply) -> Reply:
    """Look once and write what it means; a failed look is looked again, and less often."""
    seen = _stored_sight(desk, reply) or _fresh_sight(desk, reply)
    if seen is None:
        return reply
    desk.reach(CrashPoint.LOOK_AFTER, reply.id)
    settled = _settle(desk, reply, seen)
    desk.reach(CrashPoint.SETTLE_AFTER, reply.id)
    return settled


def _settle(desk: Desk, reply: Reply, seen: Sight | Denied) -> Reply:
    now = desk.clock.now()

    def decide(current: Reply) -> Reply | None:
        if next_move(current, now) is not Move.LOOK or current.attempt != reply.attempt:
            return None
        if isinstance(seen, Denied):
            return settle_denial(current, seen.denial, now)
        return settle_look(current, seen, now, desk.quiet)

    if isinstance(seen, Denied):
        return desk.settle_denied(reply, seen.connected_at, decide)
    return desk.settle(reply, decide)


def _stored_sight(desk: Desk, reply: Reply) -> Sight | None:
    """What the sync has read since the sending costs no call."""
    if reply.channel is Channel.CHAT or reply.claimed_at is None:
        return None
    stored = desk.store.get(Interaction, reply.interaction)
    source = stored.value.source if stored else None
    if source is None or source.answer is None or source.observed_at <= reply.claimed_at:
        return None
    sight = read_sight(reply, read_stored(source))
    known = reply.state is ReplyState.CONFIRMED and sight.wb_state == reply.wb_state
    # That nothing has changed yet has to be seen afresh: a stored reading only grows older.
    unsure = sight.seen in (Seen.TOO_EARLY, Seen.UNCHANGED)
    return None if known or unsure else sight


def _fresh_sight(desk: Desk, reply: Reply) -> Sight | Denied | None:
    return _chat_sight(desk, reply) if reply.channel is Channel.CHAT else _wb_sight(desk, reply)


def _wb_sight(desk: Desk, reply: Reply) -> Sight | Denied | None:
    """Ask WB for the item; None when no call is free and the look was put off."""
    connected_at = desk.connected_at()
    try:
        cabinet = desk.open_cabinet()
        grant = desk.reserve(reply, cabinet.kind, 1, 1, LOOK_WITHIN, Purpose.LOOK)
    except AccessDenied as denied:
        return Denied(denied.denial, connected_at)
    except RateLimited as busy:
        desk.come_back(reply, timedelta(seconds=busy.retry_after))
        return None
    if not grant.calls:
        desk.come_back(reply, grant.wait)
        return None
    try:
        return read_sight(reply, read_answer(desk, reply, cabinet))
    except AccessDenied as denied:
        return Denied(denied.denial, connected_at)
    except RateLimited as limited:
        desk.come_back(reply, desk.note_limit(reply, cabinet.kind, limited.retry_after))
        return None
    except (Unavailable, Malformed):
        return UNREADABLE


def _chat_sight(desk: Desk, reply: Reply) -> Sight:
    """A chat shows our message among its events, which the sync stores."""
    said, others = _messages_since(desk, reply), _others(desk, reply)
    if is_shown_twice(reply, said, others):
        desk.report_double(reply.id)
    # A message that proves another reply proves nothing for this one.
    taken = {one.wb_add_time for one in others if one.wb_add_time}
    echo = find_echo(reply, said, taken)
    if echo is not None:
        return Sight(seen=Seen.OURS, add_time=echo)
    if absence_proven(reply, _heard_until(desk), desk.quiet):
        return Sight(seen=Seen.NOTHING)
    # One sync for each look, so that the next look can know more.
    desk.ask_chats(reply, str(reply.checks))
    return UNREADABLE


def _messages_since(desk: Desk, reply: Reply) -> list[Message]:
    query = Query(
        kind=Message,
        within=(reply.interaction,),
        where=(Where("sent_at", ">=", since_sending(reply)),),
        order=(Order("sent_at"),),
        limit=MOST_MESSAGES,
    )
    return [stored.value for stored in desk.store.find(query)]


def _others(desk: Desk, reply: Reply) -> list[Reply]:
    return [one for one in newest_replies(desk.store, reply.interaction) if one.id != reply.id]


def _heard_until(desk: Desk) -> datetime | None:
    """Until when the events of this seller's chats have certainly been read and stored."""
    stored = desk.store.get(SyncState, Category.CHAT.value)
    channel = stored.value.channels.get(Channel.CHAT.value) if stored else None
    if channel is None or channel.last_success_at is None:
        return None
    return channel.last_success_at - INGESTED_AFTER
