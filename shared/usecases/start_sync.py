"""Sync at once: right after a cabinet is connected, and when the seller asks."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenFacts
from shared.domain.errors import AlreadyExists, NotFound, RetryLater, Stale
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Clock, Create, Ids, Put, Store, Stores, TaskQueue
from shared.usecases.park_category import unpark_all
from shared.usecases.plan_sync import QUEUE
from shared.usecases.resume_replies import resume_replies
from shared.usecases.schedule_seller import resume_polling

ASK_EVERY = timedelta(minutes=1)
_MOST_TRIES = 8
_ALL = frozenset(Category)


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
    wanted = _prepare(seller, categories, stores=stores, queue=queue, clock=clock)
    minute = int(clock.now().timestamp() // ASK_EVERY.total_seconds())
    return _queue_sync(seller, wanted, f"asked:{minute}", queue)


def read_everything(
    seller: SellerId,
    categories: Collection[Category],
    since: datetime,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> tuple[Category, ...]:
    """Have the whole history read again, whatever the cursors say; a repetition asks no more.

    Every reading of it that began before `since` is too old.
    """
    wanted = _prepare(seller, categories, stores=stores, queue=queue, clock=clock)
    for category in wanted:
        _ask_for_all(stores.of_seller(seller), category, since)
    _queue_sync(seller, wanted, f"all:{int(since.timestamp())}", queue)
    return tuple(wanted)


def readable_categories(facts: TokenFacts) -> list[Category]:
    """What a token says it may read."""
    granted = {Category.FEEDBACKS: facts.feedbacks, Category.CHAT: facts.chats}
    return [category for category in Category if granted[category]]


def _prepare(
    seller: SellerId,
    categories: Collection[Category],
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> list[Category]:
    """Let everything that may be read be read again; what is left are the categories to queue."""
    facts = token_facts(seller, stores=stores)
    # A crash after unparking must not leave a category that nobody polls.
    resume_polling(seller, facts, stores=stores, clock=clock)
    if unpark_all(seller, stores=stores):
        # A sync that saw the parking meanwhile has stopped the polling again.
        resume_polling(seller, facts, stores=stores, clock=clock)
    # Asked for each time, because a press that was cut off after unparking left them blocked.
    resume_replies(seller, stores=stores, queue=queue, clock=clock)
    return [category for category in readable_categories(facts) if category in categories]


def _queue_sync(
    seller: SellerId,
    categories: Collection[Category],
    occasion: str,
    queue: TaskQueue,
) -> tuple[Category, ...]:
    return tuple(
        category
        for category in categories
        if queue.enqueue(
            QUEUE,
            {"seller": seller, "category": category.value},
            key=f"sync:{seller}:{category.value}:{occasion}",
        )
    )


def token_facts(seller: SellerId, *, stores: Stores) -> TokenFacts:
    """What the connected token says of itself; NotFound when no cabinet is connected."""
    stored = stores.shared().get(Seller, seller)
    if stored is None or stored.value.connection is None:
        raise NotFound("no cabinet is connected")
    return stored.value.connection.facts


def _ask_for_all(store: Store, category: Category, since: datetime) -> None:
    for _ in range(_MOST_TRIES):
        stored = store.get(SyncState, category.value)
        asked_at = stored.value.full_at if stored else None
        if asked_at is not None and asked_at >= since:
            return
        state = replace(stored.value if stored else SyncState(category=category), full_at=since)
        try:
            store.commit([Put(state, version=stored.version) if stored else Create(state)])
        except (AlreadyExists, Stale):
            continue
        return
    raise RetryLater("a sync keeps writing its state first")
