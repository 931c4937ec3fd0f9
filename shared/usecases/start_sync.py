"""Sync at once: right after a cabinet is connected, and when the seller asks."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.account import Seller, TokenFacts
from shared.domain.errors import AlreadyExists, NotFound, RetryLater, Stale
from shared.domain.ids import SellerId
from shared.domain.sync import Category, SyncState
from shared.ports import Clock, Create, Ids, Put, Store, Stores, TaskQueue
from shared.usecases.park_category import unpark_all
from shared.usecases.plan_sync import QUEUE
from shared.usecases.resume_replies import resume_replies
from shared.usecases.schedule_seller import resume_polling

ASK_EVERY = timedelta(minutes=1)
_MOST_TRIES = 8
_ALL = frozenset(Category)
_AT_ONCE = timedelta(0)
# The wish is written once the queue has said yes; the run must find it.
_ONCE_WRITTEN = timedelta(seconds=2)


def start_first_sync(
    seller: SellerId, facts: TokenFacts, *, queue: TaskQueue, ids: Ids
) -> tuple[Category, ...]:
    """Queue what a new token may read; every connection has its own first sync."""
    return _queue_sync(seller, readable_categories(facts), f"first:{ids.new()}", queue)


def start_sync(
    seller: SellerId,
    categories: Collection[Category] = _ALL,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> tuple[Category, ...]:
    """Queue a sync now, once a minute at most; none means it was asked for just before.

    What WB refused before is tried again: the seller may have put it right.
    """
    return _start_now(seller, categories, _AT_ONCE, stores=stores, queue=queue, clock=clock)


def start_full_sync(
    seller: SellerId,
    categories: Collection[Category] = _ALL,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> tuple[Category, ...]:
    """Read the whole history again, whatever the cursors say; resumable like the first sync."""
    queued = _start_now(seller, categories, _ONCE_WRITTEN, stores=stores, queue=queue, clock=clock)
    for category in queued:
        _ask_for_all(stores.of_seller(seller), category, clock.now())
    return queued


def readable_categories(facts: TokenFacts) -> list[Category]:
    """What a token says it may read."""
    granted = {Category.FEEDBACKS: facts.feedbacks, Category.CHAT: facts.chats}
    return [category for category in Category if granted[category]]


def _start_now(
    seller: SellerId,
    categories: Collection[Category],
    delay: timedelta,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> tuple[Category, ...]:
    facts = _facts_of(seller, stores)
    # A crash after unparking must not leave a category that nobody polls.
    resume_polling(seller, facts, stores=stores, clock=clock)
    if unpark_all(seller, stores=stores):
        # A sync that saw the parking meanwhile has stopped the polling again.
        resume_polling(seller, facts, stores=stores, clock=clock)
    # Asked for each time, because a press that was cut off after unparking left them blocked.
    resume_replies(seller, stores=stores, queue=queue, clock=clock)
    wanted = [category for category in readable_categories(facts) if category in categories]
    minute = int(clock.now().timestamp() // ASK_EVERY.total_seconds())
    return _queue_sync(seller, wanted, f"asked:{minute}", queue, delay)


def _queue_sync(
    seller: SellerId,
    categories: Collection[Category],
    occasion: str,
    queue: TaskQueue,
    delay: timedelta = _AT_ONCE,
) -> tuple[Category, ...]:
    return tuple(
        category
        for category in categories
        if queue.enqueue(
            QUEUE,
            {"seller": seller, "category": category.value},
            key=f"sync:{seller}:{category.value}:{occasion}",
            delay=delay,
        )
    )


def _facts_of(seller: SellerId, stores: Stores) -> TokenFacts:
    stored = stores.shared().get(Seller, seller)
    if stored is None or stored.value.connection is None:
        raise NotFound("no cabinet is connected")
    return stored.value.connection.facts


def _ask_for_all(store: Store, category: Category, now: datetime) -> None:
    for _ in range(_MOST_TRIES):
        stored = store.get(SyncState, category.value)
        state = replace(stored.value if stored else SyncState(category=category), full_at=now)
        try:
            store.commit([Put(state, version=stored.version) if stored else Create(state)])
        except (AlreadyExists, Stale):
            continue
        return
    raise RetryLater("a sync keeps writing its state first")
