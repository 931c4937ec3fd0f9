"""Find what time alone has made due: replies to move on, items to raise or wake."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.errors import RetryLater, Stale
from shared.domain.ids import SHARDS, SellerId
from shared.domain.interaction import Interaction
from shared.domain.reply import Reply
from shared.domain.sync import Shard
from shared.ports import Clock, Order, Query, Store, Stored, Stores, TaskQueue, Where
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings

MOST_REPLIES = 500
MOST_SELLERS = 500
MOST_ITEMS = 200
MOST_OF_ONE = 50
# A tick that was missed is made up for by the next ones.
LIMIT_WINDOW = timedelta(hours=1)
ASK_AGAIN_AFTER = timedelta(minutes=2)
TICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """Replies handed to dispatch, and items whose place or priority changed."""

    queued: int
    changed: int

    def facts(self) -> dict[str, int]:
        """What is worth a log line."""
        return {"queued": self.queued, "changed": self.changed}


def watch_deadlines(
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    shards: Iterable[int] = range(SHARDS),
) -> SweepReport:
    """One bounded round; what does not fit is found by the next one."""
    numbers = list(shards)
    queued = _sweep_replies(numbers, stores=stores, queue=queue, clock=clock)
    changed = _refresh_items(numbers, stores=stores, clock=clock)
    return SweepReport(queued=queued, changed=changed)


def _sweep_replies(numbers: list[int], *, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    queued = 0
    now = clock.now()
    for number in numbers:
        query = Query(
            kind=Reply,
            where=(Where("shard", "==", number), Where("due_at", "<=", now)),
            order=(Order("due_at"),),
            limit=MOST_OF_ONE,
            everywhere=True,
        )
        for stored in stores.shared().find(query):
            queued += _hand_over(stored.value, now, queue)
        if queued >= MOST_REPLIES:
            break
    return queued


def _hand_over(reply: Reply, now: datetime, queue: TaskQueue) -> int:
    """Queues forget a task that failed too often: the same reply is asked for again later."""
    due_at = reply.due_at or now
    round_number = (now - due_at) // ASK_AGAIN_AFTER
    key = f"dispatch-{reply.id}-{due_at.isoformat()}-sweep-{round_number}"
    try:
        new = queue.enqueue("dispatch", {"seller": reply.seller, "reply": reply.id}, key=key)
    except RetryLater:
        return 0
    return int(new)


def _refresh_items(numbers: list[int], *, stores: Stores, clock: Clock) -> int:
    """Sellers take turns when there are many, so that nobody is left out for long."""
    shared, now = stores.shared(), clock.now()
    found = shared.get_many(Shard, [str(number) for number in numbers])
    sellers = sorted(seller for one in found.values() for seller in one.value.sellers)
    if not sellers:
        return 0
    first = int(now.timestamp() // TICK.total_seconds()) * MOST_SELLERS % len(sellers)
    changed = 0
    for seller in (*sellers[first:], *sellers[:first])[:MOST_SELLERS]:
        store = stores.of_seller(SellerId(seller))
        for stored in _changed_by_time(store, now):
            changed += _refresh(store, stored, now)
        if changed >= MOST_ITEMS:
            break
    return changed


def _changed_by_time(store: Store, now: datetime) -> list[Stored[Interaction]]:
    """Items that have just passed their limit, and items whose sleep is over."""
    limit = "queue.deadline.limit_at"
    passed = Query(
        kind=Interaction,
        where=(Where(limit, ">", now - LIMIT_WINDOW), Where(limit, "<=", now)),
        order=(Order(limit),),
        limit=MOST_OF_ONE,
    )
    woken = Query(
        kind=Interaction,
        where=(Where("work.snoozed_until", "<=", now),),
        order=(Order("work.snoozed_until"),),
        limit=MOST_OF_ONE,
    )
    return [*store.find(passed), *store.find(woken)]


def _refresh(store: Store, stored: Stored[Interaction], now: datetime) -> int:
    """Compute the item's place anew; a sleep that is over is forgotten."""
    item = stored.value
    work = item.work
    if work.snoozed_until is not None and work.snoozed_until <= now:
        work = replace(work, snoozed_until=None)
    after = change_item(item, read_settings(store), now, work=work)
    if after.queue == item.queue and work == item.work:
        return 0
    try:
        store.commit(move_item(stored, after))
    except Stale:
        # Whoever wrote first has computed the place too.
        return 0
    return 1
