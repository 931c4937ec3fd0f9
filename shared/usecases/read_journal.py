"""What the system did by itself, and what people think of it."""

from contextlib import suppress
from datetime import datetime

from shared.domain.automatic.journal import AutoEntry, Feedback, Noted, feedback_event
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import SellerId
from shared.domain.replies.reply import Reply
from shared.ports import Clock, Create, Order, Patch, Query, Stored, Stores, Where, Write


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry, and its reply as it is now."""

    entry: AutoEntry
    reply: Reply | None


def read_journal(
    seller: SellerId,
    *,
    outcome: Noted | None,
    limit: int,
    after: tuple[datetime, str] | None,
    stores: Stores,
) -> list[JournalLine]:
    """The newest first; one more than `limit` tells that there are more."""
    store = stores.of_seller(seller)
    where = (Where("outcome", "==", outcome.value),) if outcome else ()
    query = Query(
        kind=AutoEntry,
        where=where,
        order=(Order("at", descending=True),),
        limit=limit + 1,
        after=after or (),
    )
    entries = [stored.value for stored in store.find(query)]
    names = [entry.reply for entry in entries if entry.reply]
    replies: dict[str, Stored[Reply]] = dict(store.get_many(Reply, names)) if names else {}
    return [_line(entry, replies) for entry in entries]


def mark_entry(
    seller: SellerId, name: str, feedback: Feedback, *, stores: Stores, clock: Clock
) -> JournalLine:
    """Keep a person's opinion of one entry; the last one counts, in figures too."""
    store, now = stores.of_seller(seller), clock.now()
    known = store.get(AutoEntry, name)
    if known is None:
        raise NotFound("no such entry")
    fields = {"feedback": feedback, "feedback_at": now}
    writes: list[Write] = [Patch(AutoEntry, (name,), fields)]
    if known.value.reply:
        writes.append(Create(feedback_event(known.value, feedback, now)))
    with suppress(AlreadyExists):
        store.commit(writes)
    stored = store.get(AutoEntry, name)
    if stored is None:
        raise NotFound("no such entry")
    reply = store.get(Reply, stored.value.reply) if stored.value.reply else None
    return JournalLine(stored.value, reply.value if reply else None)


def _line(entry: AutoEntry, replies: dict[str, Stored[Reply]]) -> JournalLine:
    stored = replies.get(entry.reply or "")
    return JournalLine(entry, stored.value if stored else None)
