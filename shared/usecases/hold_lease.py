"""Who may sync one seller's category: a lease taken in the write that reserves its calls.

The lease lies beside the calls, so that taking both is one write; it is given back by the write
that ends the run (`SyncState.finished_by`), so that a run in which nothing happened costs two.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.sync.bucket import Budget
from shared.domain.sync.budget import (
    CLOCKS_DIFFER,
    Ask,
    Rate,
    cap,
    refill,
    reserve,
    settle,
    told_by,
)
from shared.domain.sync.category import Category
from shared.domain.sync.state import LEASE, SyncState
from shared.ports import Clock, Store, Stored, Write
from shared.usecases.reserve_calls import put_budget, read_budget

_MOST_TRIES = 8
_ASK_AGAIN = timedelta(seconds=5)
# A continuation that its queue delivers a moment too soon must not wait for the next tick.
_EARLY = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Calls that may begin before `until`, and the state as the holder found it.

    `takes_over` when the holder before never came to an end.
    """

    calls: int
    until: datetime
    state: Stored[SyncState] | None = None
    takes_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When calls were answered, and how many more WB would have taken after the last."""

    answered: Sequence[datetime] = ()
    left: int | None = None


class Obstacle(StrEnum):
    """Why a sync does not begin, or does not go on."""

    HELD = "held"
    NO_CALLS = "no_calls"
    PLANNED = "planned"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """When to try again, and who syncs meanwhile; what is planned or just read needs no plan.

    Who holds the lease is done soon, or dead: then the lease ends after `expiry`.
    """

    why: Obstacle
    wait: timedelta = timedelta(0)
    holder: str = ""
    expiry: timedelta = timedelta(0)


def take_lease(
    category: Category,
    rate: Rate,
    ask_for: Callable[[SyncState | None], Ask | None],
    *,
    store: Store,
    clock: Clock,
    connected_at: datetime | None = None,
) -> Lease | NotNow:
    """Take the lease and reserve calls, or say when to try again.

    A continuation that was planned before `connected_at` keeps the pace of an older key.

    The budget is read before the state: a lease that the state then frees was free at that time,
    and a lease that was taken since makes the write fail.
    """
    for _ in range(_MOST_TRIES):
        stored = store.get(Budget, category.value)
        state = store.get(SyncState, category.value)
        now = clock.now()
        budget = read_budget(stored, category, rate, clock)
        ask = ask_for(state.value if state else None)
        if ask is None:
            return NotNow(why=Obstacle.FRESH)
        if _is_planned(state, connected_at, clock):
            return NotNow(why=Obstacle.PLANNED)
        obstacle = _obstacle(budget, state, ask.owner, now)
        if obstacle is not None:
            return obstacle
        grant = reserve(_close_last(budget, state, rate, clock), rate, ask, now)
        if not grant.calls:
            return NotNow(why=Obstacle.NO_CALLS, wait=grant.wait)
        held = replace(grant.budget, holder=ask.owner, held_until=now + LEASE)
        if _commit(store, put_budget(stored, held)):
            dead = budget.holder not in ("", state.value.finished_by if state else "")
            return Lease(calls=grant.calls, until=grant.until, state=state, takes_over=dead)
    return NotNow(why=Obstacle.NO_CALLS, wait=_ASK_AGAIN)


def extend_lease(
    category: Category,
    rate: Rate,
    ask: Ask,
    made: Made,
    *,
    store: Store,
    clock: Clock,
) -> Lease | NotNow:
    """Reserve more calls and renew the lease; a lease that somebody took over stays theirs.

    What is not among the calls that the holder made was never called.
    """
    for _ in range(_MOST_TRIES):
        stored = store.get(Budget, category.value)
        now = clock.now()
        holder = stored.value.holder if stored else ""
        if stored is None or holder != ask.owner:
            return NotNow(why=Obstacle.HELD, wait=_ASK_AGAIN, holder=holder)
        budget = told_by(stored.value, clock.name(), now)
        settled = settle(budget, ask.owner, made.answered)
        if made.answered:
            settled = cap(refill(settled, rate, now), rate, made.left, made.answered[-1])
        grant = reserve(settled, rate, ask, now)
        if not grant.calls:
            return NotNow(why=Obstacle.NO_CALLS, wait=grant.wait)
        held = replace(grant.budget, held_until=now + LEASE)
        if _commit(store, put_budget(stored, held)):
            return Lease(calls=grant.calls, until=grant.until)
    return NotNow(why=Obstacle.NO_CALLS, wait=_ASK_AGAIN)


def _is_planned(
    state: Stored[SyncState] | None, connected_at: datetime | None, clock: Clock
) -> bool:
    if state is None or state.value.resume_at is None:
        return False
    last = state.value
    if connected_at is not None and last.last_run_at and last.last_run_at < connected_at:
        return False
    early = _EARLY if last.clock == clock.name() else CLOCKS_DIFFER
    return clock.now() < state.value.resume_at - early


def _obstacle(
    budget: Budget, state: Stored[SyncState] | None, owner: str, now: datetime
) -> NotNow | None:
    if budget.holder in ("", owner) or budget.held_until is None or now >= budget.held_until:
        return None
    if state is not None and state.value.finished_by == budget.holder:
        return None
    expiry = budget.held_until - now
    return NotNow(why=Obstacle.HELD, wait=_ASK_AGAIN, holder=budget.holder, expiry=expiry)


def _close_last(
    budget: Budget, state: Stored[SyncState] | None, rate: Rate, clock: Clock
) -> Budget:
    """The last run's calls have all been answered: their room in the bucket is free.

    If nobody else has taken any since, its own clock tells what there was when it ended.
    """
    now, name = clock.now(), clock.name()
    if state is None:
        return told_by(budget, name, now)
    last = state.value
    ended = last.last_run_at
    if budget.clock == last.clock and ended is not None:
        told = told_by(budget, last.clock, ended)
        told = _settle_last(told, last, rate, last.answered, ended)
        return refill(told_by(told, name, now), rate, now)
    late = timedelta(0) if last.clock == name else CLOCKS_DIFFER
    answered = [min(moment + late, now) for moment in last.answered]
    return _settle_last(told_by(budget, name, now), last, rate, answered, now)


def _settle_last(
    budget: Budget, last: SyncState, rate: Rate, answered: Sequence[datetime], now: datetime
) -> Budget:
    settled = refill(settle(budget, last.finished_by, answered), rate, now)
    return cap(settled, rate, last.calls_left, answered[-1]) if answered else settled


def _commit(store: Store, write: Write) -> bool:
    try:
        store.commit([write])
    except (AlreadyExists, Stale):
        return False
    return True
