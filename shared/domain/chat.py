"""What the messages of a chat mean for its place in the queue."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.ids import hash_key
from shared.domain.interaction import (
    Asked,
    ChatState,
    ChatTail,
    Message,
    QueueState,
    Sender,
    Source,
    Status,
)
from shared.domain.meaning.moods import is_grievance
from shared.domain.raw_items import ParsedItem

PREVIEW_LENGTH = 200
MOST_PENDING = 100
MOST_ASKED = 5
LONGEST_ASKED = 600

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def extend_tail(tail: ChatTail, messages: Sequence[Message]) -> ChatTail:
    """Add messages; in which order, in how many parts and how often makes no difference.

    Only the seller's own words answer the buyer; what WB says by itself changes neither side's
    turn. A message older than the tail cannot take back what was said after it.
    """
    answers = [one.sent_at for one in messages if one.sender is Sender.SELLER]
    answered_at = max([*answers, tail.answered_at or _LONG_AGO])
    asked = {one.id: one.sent_at for one in messages if one.sender is Sender.CLIENT}
    pending = _still_pending({**tail.pending, **asked}, answered_at)
    return replace(
        _say_last(tail, messages),
        answered_at=None if answered_at == _LONG_AGO else answered_at,
        asked_at=max([*asked.values(), *([tail.asked_at] if tail.asked_at else [])], default=None),
        asked=_asked_last(tail, messages),
        pending=pending,
        waiting_since=min(pending.values(), default=None),
        complained=_heard(tail, messages),
    )


def merge_chat(stored: Source, parsed: ParsedItem, *, listed: bool) -> Source:
    """Add what one read says of a chat to what is stored; `listed` when it has a line of the list.

    A line of WB's list is one read's whole truth about buyer, product and reply sign, and the
    newest line wins; events only fill in what no line has said.
    """
    new, old = parsed.source, stored.chat or ChatTail()
    said = new.chat or ChatTail()
    wins = listed and (old.listed_at is None or new.observed_at > old.listed_at)
    first, second = (new, stored) if wins else (stored, new)
    sign, spare = (said, old) if wins else (old, said)
    priced = sign if _names_price(sign, spare) else spare
    tail = replace(
        extend_tail(old, parsed.messages),
        reply_sign=sign.reply_sign or spare.reply_sign,
        order_key=sign.order_key or spare.order_key,
        price=priced.price,
        currency=priced.currency,
        listed_at=new.observed_at if wins else old.listed_at,
    )
    if tail.last_at is None:
        tail = replace(tail, preview=sign.preview, preview_at=sign.preview_at)
    else:
        tail = replace(tail, preview="", preview_at=None)
    return replace(
        stored,
        created_at=min(stored.created_at, new.created_at),
        observed_at=max(stored.observed_at, new.observed_at),
        content_hash=_hash_chat(tail),
        buyer_name=first.buyer_name or second.buyer_name,
        product=first.product if first.product.nm_id else second.product,
        chat=tail,
    )


def first_chat(parsed: ParsedItem, *, listed: bool) -> Source:
    """What is stored of a chat after one read."""
    blank = replace(parsed.source, chat=ChatTail())
    return merge_chat(blank, parsed, listed=listed)


def is_same_chat(stored: Source, merged: Source) -> bool:
    """Whether a read added anything but the time of reading."""
    tail, other = stored.chat or ChatTail(), merged.chat or ChatTail()
    plain = replace(merged, observed_at=stored.observed_at)
    return replace(plain, chat=replace(other, listed_at=tail.listed_at)) == stored


def _names_price(tail: ChatTail, spare: ChatTail) -> bool:
    """A price belongs to its order: another order's price is none at all."""
    is_other = bool(tail.order_key) and tail.order_key != spare.order_key
    return tail.price is not None or is_other


def _heard(tail: ChatTail, messages: Iterable[Message]) -> bool | None:
    """A trouble that was named once stays named, whatever is said after it."""
    heard = [is_grievance(one) for one in messages if _is_said_by_buyer(one)]
    if tail.complained is not None:
        heard.append(tail.complained)
    return any(heard) if heard else None


def _is_said_by_buyer(message: Message) -> bool:
    return message.sender is Sender.CLIENT and bool(message.text.strip())


def unread_words(tail: ChatTail, seen_at: datetime | None) -> int:
    """How many of the buyer's unanswered messages came after the seller looked."""
    return sum(seen_at is None or at > seen_at for at in tail.pending.values())


def chat_state(tail: ChatTail, queue: QueueState) -> ChatState:
    """Whose turn it is; what WB says by itself is nobody's answer."""
    if queue.status is Status.CLOSED:
        return ChatState.CLOSED
    if queue.needs_response:
        return ChatState.CLIENT_REPLIED if tail.answered_at else ChatState.WAITING
    if tail.pending or tail.answered_at:
        return ChatState.RESPONDED
    return ChatState.AUTO_RESPONSE if tail.last_sender is Sender.WB else ChatState.WAITING


def _still_pending(pending: dict[str, datetime], answered_at: datetime) -> dict[str, datetime]:
    """The oldest stay, because the deadline counts from the oldest."""
    waiting = sorted(((at, name) for name, at in pending.items() if at >= answered_at))
    return {name: at for at, name in waiting[:MOST_PENDING]}


def _say_last(tail: ChatTail, messages: Iterable[Message]) -> ChatTail:
    """WB's words are shown only where nobody else has spoken, so that the turn stays visible."""
    said = [_spoken(one.sender, one.sent_at, one.text[:PREVIEW_LENGTH]) for one in messages]
    if tail.last_sender is not None and tail.last_at is not None:
        said.append(_spoken(tail.last_sender, tail.last_at, tail.last_text))
    if not said:
        return tail
    _, at, sender, text = max(said)
    return replace(tail, last_text=text, last_sender=Sender(sender), last_at=at)


def _spoken(sender: Sender, at: datetime, text: str) -> tuple[bool, datetime, str, str]:
    return (sender is not Sender.WB, at, sender.value, text)


def _asked_last(tail: ChatTail, messages: Iterable[Message]) -> tuple[Asked, ...]:
    """The newest few, whichever read brought them."""
    heard = {one.id: one for one in tail.asked}
    for one in messages:
        if _is_said_by_buyer(one):
            heard[one.id] = Asked(at=one.sent_at, id=one.id, text=one.text[:LONGEST_ASKED])
    return tuple(sorted(heard.values(), key=lambda one: (one.at, one.id))[-MOST_ASKED:])


def _hash_chat(tail: ChatTail) -> str:
    at = tail.last_at.isoformat() if tail.last_at else ""
    return hash_key("chat", at, tail.last_text, str(tail.last_sender or ""), *sorted(tail.pending))
