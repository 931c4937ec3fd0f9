"""Find what time alone has made due: replies to move on, items to raise or wake."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.errors import RetryLater, Stale
from shared.domain.ids import SHARDS, SellerId
from shared.domain.interaction import Interaction
from shared.domain.replies.dispatch import is_held
from shared.domain.replies.reply import Reply
from shared.domain.replies.waits import is_doubted_long
from shared.ports import Clock, Order, Query, Store, Stored, Stores, TaskQueue, Where
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.take_turns import take_turns

T = TypeVar("T")

MOST_REPLIES = 500
MOST_SELLERS = 500
MOST_ITEMS = 200
MOST_SEEN_OF_ONE = 500
PAGE_SIZE = 50
# A minute is the most a function should run, and the last step of a round may be slow.
SECONDS = 40.0
# The share of a round in which replies on hold are handed over, after all others.
HELD_UNTIL = 0.75
ASK_AGAIN_AFTER = timedelta(minutes=2)
TICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """Replies handed to dispatch, and items whose place or priority changed.

    `doubtful` of the replies are due in spite of a doubt that should be over.
    """

    queued: int
    changed: int
    doubtful: int = 0

    def facts(self) -> dict[str, int]:
        """What is worth a log line."""
        return {"queued": self.queued, "changed": self.changed, "doubtful": self.doubtful}


def watch_deadlines(
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    shards: Iterable[int] = range(SHARDS),
) -> SweepReport:
    """One bounded round; what does not fit is found by the next one."""
    numbers = list(shards)
    started = clock.monotonic()
    queued, doubtful = _sweep_replies(numbers, stores=stores, queue=queue, clock=clock)
    left = SECONDS - (clock.monotonic() - started)
    changed = _refresh_items(numbers, stores=stores, clock=clock, seconds=left)
    return SweepReport(queued=queued, changed=changed, doubtful=doubtful)


def _sweep_replies(
    numbers: list[int], *, stores: Stores, queue: TaskQueue, clock: Clock
) -> tuple[int, int]:
    """What the hold keeps comes last, so that it hides nothing that is due behind it."""
    now, started = clock.now(), clock.monotonic()
    held: list[Reply] = []
    queued = seen = doubtful = 0
    for reply in _find_due(numbers, now, stores.shared()):
        doubtful += is_doubted_long(reply, now)
        if is_held(reply):
            held.append(reply)
        else:
            queued += _hand_over(reply, now, queue)
            seen += 1
        if seen >= MOST_REPLIES or clock.monotonic() - started >= SECONDS / 2:
            break
    for reply in held[:MOST_REPLIES]:
        if clock.monotonic() - started >= SECONDS * HELD_UNTIL:
            break
        queued += _hand_over(reply, now, queue)
    return queued, doubtful


def _find_due(numbers: list[int], now: datetime, store: Store) -> Iterator[Reply]:
    """Shards take turns in being the first, so that a full one leaves out no other for long."""
    first = _minute(now) % len(numbers) if numbers else 0
    for number in (*numbers[first:], *numbers[:first]):
        for stored in _read_pages(store, _due_replies(number, now)):
            yield stored.value


def _due_replies(number: int, now: datetime) -> Query[Reply]:
    return Query(
        kind=Reply,
        where=(Where("shard", "==", number), Where("due_at", "<=", now)),
        order=(Order("due_at"),),
        limit=PAGE_SIZE,
        everywhere=True,
    )


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


def _refresh_items(numbers: list[int], *, stores: Stores, clock: Clock, seconds: float) -> int:
    """Sellers take turns when there are many, so that nobody is left out for long."""
    now, ends = clock.now(), clock.monotonic() + seconds
    changed = served = 0

    def serve(seller: SellerId) -> bool:
        nonlocal changed, served
        served += 1
        changed += _refresh_seller(stores.of_seller(seller), now, lambda: clock.monotonic() < ends)
        return changed < MOST_ITEMS and served < MOST_SELLERS

    take_turns("watch_deadlines", numbers, serve, stores=stores, clock=clock, seconds=seconds)
    return changed


def _refresh_seller(store: Store, now: datetime, has_time: Callable[[], bool]) -> int:
    changed = 0
    for stored in islice(_read_pages(store, _turning(now)), MOST_SEEN_OF_ONE):
        changed += _refresh(store, stored, now)
        if changed >= MOST_ITEMS or not has_time():
            break
    return changed


def _turning(now: datetime) -> Query[Interaction]:
    """Items that time alone moves.

    One becomes urgent, a sleep or a reply's window is over, a chat or review closes.
    """
    turn = "queue.turns_at"
    return Query(
        kind=Interaction, where=(Where(turn, "<=", now),), order=(Order(turn),), limit=PAGE_SIZE
    )


def _refresh(store: Store, stored: Stored[Interaction], now: datetime) -> int:
    """Compute the item's place anew."""
    item = stored.value
    after = change_item(item, read_settings(store), now)
    if after.queue == item.queue:
        return 0
    try:
        store.commit(move_item(stored, after))
    except Stale:
        # Whoever wrote first has computed the place too.
        return 0
    return 1


def _read_pages(store: Store, query: Query[T]) -> Iterator[Stored[T]]:
    """Give every document a query finds; each page is read when it is asked for."""
    while page := store.find(query):
        yield from page
        last = page[-1]
        values = (attrgetter(order.field)(last.value) for order in query.order)
        query = replace(query, after=(*values, last.key))
        if len(page) < PAGE_SIZE:
            return


def _minute(now: datetime) -> int:
    return int(now.timestamp() // TICK.total_seconds())
