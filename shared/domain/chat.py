"""What the messages of a chat mean for its place in the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.interaction import ChatTail, Message, Sender

PREVIEW_LENGTH = 200


def extend_tail(tail: ChatTail, messages: Sequence[Message]) -> ChatTail:
    """Add messages that the tail has not counted yet.

    Only the seller's own words answer the buyer; what WB says by itself changes neither side's
    turn. A message older than the tail cannot take back what was said after it.
    """
    for message in sorted(messages, key=lambda one: (one.sent_at, one.id)):
        tail = _add_message(tail, message)
    return tail


def _add_message(tail: ChatTail, message: Message) -> ChatTail:
    if _is_late(tail, message):
        return _add_late(tail, message)
    match message.sender:
        case Sender.CLIENT:
            since = tail.waiting_since or message.sent_at
            return _say(tail, message, waiting_since=since, unread=tail.unread + 1)
        case Sender.SELLER:
            return _say(tail, message, waiting_since=None, unread=0)
        case Sender.WB:
            return _overhear(tail, message)


def _is_late(tail: ChatTail, message: Message) -> bool:
    spoken = tail.last_sender in (Sender.CLIENT, Sender.SELLER)
    return spoken and tail.last_at is not None and message.sent_at < tail.last_at


def _say(
    tail: ChatTail, message: Message, *, waiting_since: datetime | None, unread: int
) -> ChatTail:
    return replace(
        tail,
        last_text=message.text[:PREVIEW_LENGTH],
        last_sender=message.sender,
        last_at=message.sent_at,
        waiting_since=waiting_since,
        unread=unread,
    )


def _overhear(tail: ChatTail, message: Message) -> ChatTail:
    """WB's words are shown only where nobody else has spoken, so that the turn stays visible."""
    if tail.last_sender in (Sender.CLIENT, Sender.SELLER):
        return tail
    return _say(tail, message, waiting_since=None, unread=0)


def _add_late(tail: ChatTail, message: Message) -> ChatTail:
    if message.sender is not Sender.CLIENT or tail.last_sender is Sender.SELLER:
        return tail
    since = min(tail.waiting_since or message.sent_at, message.sent_at)
    return replace(tail, waiting_since=since, unread=tail.unread + 1)
