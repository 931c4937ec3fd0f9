"""Queue a sync for every seller and category that is due."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from shared.domain.dataclass import dataclass
from shared.domain.errors import RetryLater, Stale
from shared.domain.ids import SHARDS, SellerId
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.pace import due_at, is_due, pace_of, set_due, spread_of
from shared.ports import Clock, Put, Store, Stored, Stores, TaskQueue

_MOST_TRIES = 4
# After so many shards of which nothing was taken, the queue is down for this tick.
_MOST_REFUSED = 3
# A tick has a minute; what it does not come to is still due at the next one.
SECONDS = 45.0
TICK = timedelta(minutes=1)
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

    @property
    def place(self) -> tuple[str, Category]:
        """What is planned as one."""
        return self.seller, self.category


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """What one tick queued, what was queued before, and what the queue did not take.

    The last is due again at the next tick.
    """

    queued: int = 0
    known: int = 0
    untaken: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether the queue took nothing at all of what it was given."""
        return self.untaken > 0 and not self.queued + self.known

    def facts(self) -> dict[str, int]:
        """What is worth a log line."""
        return {"queued": self.queued, "untaken": self.untaken}

    def __add__(self, other: "PlanReport") -> "PlanReport":
        return PlanReport(
            queued=self.queued + other.queued,
            known=self.known + other.known,
            untaken=self.untaken + other.untaken,
        )


Answers = Sequence[bool | None]
RunAll = Callable[[Callable[[Poll], bool | None], Iterable[Poll]], Iterable[bool | None]]


def plan_sync(
    *, stores: Stores, queue: TaskQueue, clock: Clock, run_all: RunAll = map
) -> PlanReport:
    """Queue what is due; a repeated or a missed tick does no harm.

    `run_all` may queue several at once. RetryLater when the queue takes nothing at all.
    """
    shared = stores.shared()
    ends = clock.monotonic() + SECONDS
    shards = shared.get_many(Shard, [str(number) for number in range(SHARDS)])
    report, refused = PlanReport(), 0
    for shard in _take_turns(list(shards.values()), clock.now()):
        planned = _plan_shard(shared, shard, partial(_queue_all, queue, run_all), clock)
        report += planned
        refused += planned.is_refused
        if refused >= _MOST_REFUSED or clock.monotonic() >= ends:
            break
    if report.is_refused:
        raise RetryLater("the queue takes nothing")
    return report


def _take_turns(shards: list[Stored[Shard]], now: datetime) -> list[Stored[Shard]]:
    """Another one is first in each minute, so that none is left out for long."""
    first = int(now.timestamp() // TICK.total_seconds()) % len(shards) if shards else 0
    return [*shards[first:], *shards[:first]]


def _plan_shard(
    shared: Store,
    shard: Stored[Shard],
    queue_all: Callable[[Sequence[Poll]], Answers],
    clock: Clock,
) -> PlanReport:
    """Queue first, then move on: a crash between the two queues the same tasks again."""
    current: Stored[Shard] | None = shard
    report = PlanReport()
    for _ in range(_MOST_TRIES):
        now = clock.now()
        polls = list(_due_polls(current.value, now)) if current else []
        if current is None or not polls:
            return report
        answers = queue_all(polls)
        report += PlanReport(
            queued=answers.count(True),
            known=answers.count(False),
            untaken=answers.count(None),
        )
        taken = _find_taken(polls, answers)
        if not taken:
            break
        try:
            shared.commit([Put(_move_on(current.value, taken, now), version=current.version)])
        except Stale:
            current = shared.get(Shard, str(shard.value.number))
            continue
        break
    return report


def _find_taken(polls: Sequence[Poll], answers: Answers) -> list[Poll]:
    """A seller's category moves on only when the queue has all its tasks."""
    left = {poll.place for poll, new in zip(polls, answers, strict=True) if new is None}
    return [poll for poll in polls if poll.place not in left]


def _due_polls(shard: Shard, now: datetime) -> Iterator[Poll]:
    for seller, due in sorted(shard.sellers.items()):
        for category in Category:
            at = due_at(due, category)
            if at is None or not is_due(due, category, now):
                continue
            for delay in pace_of(due, category, now).delays:
                yield Poll(seller=seller, category=category, due_at=at, delay=delay)


def _queue_all(queue: TaskQueue, run_all: RunAll, polls: Sequence[Poll]) -> Answers:
    return list(run_all(partial(_queue_poll, queue), polls))


def _queue_poll(queue: TaskQueue, poll: Poll) -> bool | None:
    """None when the queue did not take it, which loses no other."""
    payload = {"seller": poll.seller, "category": poll.category.value}
    delay = poll.delay + spread_of(SellerId(poll.seller), poll.category)
    try:
        return queue.enqueue(QUEUE, payload, key=poll.key, delay=delay)
    except RetryLater:
        return None


def _move_on(shard: Shard, polls: list[Poll], now: datetime) -> Shard:
    sellers: dict[str, SellerDue] = dict(shard.sellers)
    for poll in polls:
        due = sellers[poll.seller]
        every = pace_of(due, poll.category, now).every
        sellers[poll.seller] = set_due(due, poll.category, now + every)
    return replace(shard, sellers=sellers)
