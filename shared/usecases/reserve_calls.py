"""Reserve calls to WB in the bucket that sync and dispatch of one seller share."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import AlreadyExists, RateLimited, Stale
from shared.domain.sync.bucket import Budget
from shared.domain.sync.budget import (
    Ask,
    Grant,
    Purpose,
    Rate,
    announce,
    block_until,
    full_budget,
    rate_of,
    reserve,
    spend,
    told_by,
    unblock,
)
from shared.domain.sync.category import Category
from shared.ports import Clock, Create, Put, Store, Stored, Write

_MOST_TRIES = 8
_BUSY_SECONDS = 1.0


def reserve_calls(
    category: Category, kind: TokenKind, ask: Ask, *, store: Store, clock: Clock
) -> Grant:
    """Take calls out of the seller's bucket in one compare-and-set write.

    With none granted, `wait` says when to ask again; a reply that must wait announces itself, so
    that the sync leaves it room. Every call must begin before `until`.
    """
    rate = rate_of(category, kind)
    granted: list[Grant] = []

    def take(budget: Budget, now: datetime) -> Budget | None:
        grant = reserve(told_by(budget, clock.name(), now), rate, ask, now)
        granted[:] = [grant]
        if grant.calls:
            return grant.budget
        # Whoever takes nothing must not tell the time anew: what has come since would be lost.
        waits = ask.purpose is not Purpose.SYNC
        return announce(budget, ask, now + grant.wait) if waits else None

    edit_budget(category, rate, take, store=store, clock=clock)
    return granted[0]


def note_calls(
    category: Category,
    kind: TokenKind,
    calls: int,
    *,
    store: Store,
    clock: Clock,
    went_well: bool = False,
) -> None:
    """Take calls that were made without asking, and have been answered, out of the bucket."""
    rate = rate_of(category, kind)

    def take(budget: Budget, now: datetime) -> Budget:
        told = told_by(budget, clock.name(), now)
        return spend(unblock(told, now) if went_well else told, rate, calls, now)

    edit_budget(category, rate, take, store=store, clock=clock)


def block_calls(
    category: Category, kind: TokenKind, retry_after: float, *, store: Store, clock: Clock
) -> timedelta:
    """WB said 429: nobody calls before its pause is over. Returns the pause."""
    rate = rate_of(category, kind)
    pause = max(timedelta(seconds=retry_after), rate.interval)

    def block(budget: Budget, now: datetime) -> Budget | None:
        return block_until(told_by(budget, clock.name(), now), now + pause)

    edit_budget(category, rate, block, store=store, clock=clock)
    return pause


def edit_budget(
    category: Category,
    rate: Rate,
    change: Callable[[Budget, datetime], Budget | None],
    *,
    store: Store,
    clock: Clock,
) -> None:
    """Read, decide, write if nobody else has; `change` says None when nothing is to be written.

    Raises RateLimited when others keep writing first.
    """
    for _ in range(_MOST_TRIES):
        stored = store.get(Budget, category.value)
        now = clock.now()
        before = read_budget(stored, category, rate, clock)
        after = change(before, now)
        if after is None:
            return
        try:
            store.commit([put_budget(stored, after)])
        except (AlreadyExists, Stale):
            continue
        return
    raise RateLimited(_BUSY_SECONDS)


def read_budget(
    stored: Stored[Budget] | None, category: Category, rate: Rate, clock: Clock
) -> Budget:
    """The budget in the time of whoever wrote it; a full one when nobody has called yet."""
    return stored.value if stored else full_budget(category, rate, clock.now())


def put_budget(stored: Stored[Budget] | None, after: Budget) -> Write:
    """Write a budget only over the version that was read."""
    return Create(after) if stored is None else Put(after, version=stored.version)
