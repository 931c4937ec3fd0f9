"""Queue a sync for every seller and category that is due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.errors import Stale
from shared.domain.ids import SHARDS, SellerId
from shared.domain.sync.pace import due_at, is_due, pace_of, set_due, spread_of
from shared.domain.sync.state import Category, SellerDue, Shard
from shared.ports import Clock, Put, Store, Stored, Stores, TaskQueue

_MOST_TRIES = 4
QUEUE = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One sync to queue; the moment it was due for names it, whoever plans it and how often."""

    seller: str
    category: Category
    due_at: datetime
    delay: timedelta

    @property
    def key(self) -> str:
        """Two plans of one moment meet in one task."""
        moment = int((self.due_at + self.delay).timestamp())
        return f"sync:{self.seller}:{self.category.value}:{moment}"


def plan_sync(*, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    """Queue what is due and say how many; a repeated or a missed tick does no harm."""
    shared = stores.shared()
    shards = shared.get_many(Shard, [str(number) for number in range(SHARDS)])
    return sum(_plan_shard(shared, shard, queue, clock) for shard in shards.values())


def _plan_shard(shared: Store, shard: Stored[Shard], queue: TaskQueue, clock: Clock) -> int:
    """Queue first, then move on: a crash between the two queues the same tasks again."""
    current: Stored[Shard] | None = shard
    queued = 0
    for _ in range(_MOST_TRIES):
        now = clock.now()
        polls = list(_due_polls(current.value, now)) if current else []
        if current is None or not polls:
            return queued
        queued += sum(_queue_poll(poll, queue) for poll in polls)
        try:
            shared.commit([Put(_move_on(current.value, polls, now), version=current.version)])
        except Stale:
            current = shared.get(Shard, str(shard.value.number))
            continue
        break
    return queued


def _due_polls(shard: Shard, now: datetime) -> Iterator[Poll]:
    for seller, due in sorted(shard.sellers.items()):
        for category in Category:
            at = due_at(due, category)
            if at is None or not is_due(due, category, now):
                continue
            for delay in pace_of(due, category, now).delays:
                yield Poll(seller=seller, category=category, due_at=at, delay=delay)


def _queue_poll(poll: Poll, queue: TaskQueue) -> bool:
    payload = {"seller": poll.seller, "category": poll.category.value}
    delay = poll.delay + spread_of(SellerId(poll.seller), poll.category)
    return queue.enqueue(QUEUE, payload, key=poll.key, delay=delay)


def _move_on(shard: Shard, polls: list[Poll], now: datetime) -> Shard:
    sellers: dict[str, SellerDue] = dict(shard.sellers)
    for poll in polls:
        due = sellers[poll.seller]
        every = pace_of(due, poll.category, now).every
        sellers[poll.seller] = set_due(due, poll.category, now + every)
    return replace(shard, sellers=sellers)
