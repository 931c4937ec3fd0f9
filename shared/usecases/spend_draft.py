"""Count a seller's calls of a model before they are made; two at once never count as one."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.drafts.spending import (
    SPEND_KEY,
    DraftCause,
    DraftSpend,
    Withheld,
    count_call,
    count_failure,
    count_success,
    turn_day,
    why_not,
)
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.domain.interaction import Priority
from shared.domain.moscow import MOSCOW
from shared.ports import Clock, Create, Put, Store

_TRIES = 5


def reserve_call(
    store: Store, limit: int, cause: DraftCause, priority: Priority, *, clock: Clock
) -> Withheld | None:
    """None once a call is counted; else why none may be made. A store in doubt means none."""
    now = clock.now()
    for _ in range(_TRIES):
        stored = store.get(DraftSpend, SPEND_KEY)
        spend = turn_day(stored.value if stored else DraftSpend(), _day(now))
        refusal = why_not(spend, limit, cause, priority, now)
        if refusal is not None:
            return refusal
        counted = count_call(spend)
        write = Put(counted, version=stored.version) if stored else Create(counted)
        try:
            store.commit([write])
        except (AlreadyExists, Stale):
            continue
        except Unavailable:
            return Withheld.LIMIT
        return None
    return Withheld.LIMIT


def note_calls(store: Store, calls: int, *, clock: Clock) -> None:
    """Count calls that were made beyond the reserved one, whatever the limit says."""
    day = _day(clock.now())

    def count(spend: DraftSpend) -> DraftSpend:
        spend = turn_day(spend, day)
        for _ in range(calls):
            spend = count_call(spend)
        return spend

    if calls > 0:
        _change(store, count)


def note_failure(store: Store, *, clock: Clock) -> None:
    """Three in a row let the model rest."""
    now = clock.now()
    _change(store, lambda spend: count_failure(spend, now))


def note_success(store: Store) -> None:
    """Writes only where something had failed before."""
    _change(store, count_success)


def _change(store: Store, change: Callable[[DraftSpend], DraftSpend]) -> None:
    """What is lost here is only a count of failures, and no draft waits for it."""
    for _ in range(_TRIES):
        stored = store.get(DraftSpend, SPEND_KEY)
        if stored is None:
            return
        after = change(stored.value)
        if after == stored.value:
            return
        try:
            store.commit([Put(after, version=stored.version)])
        except Stale:
            continue
        except Unavailable:
            return
        return


def _day(now: datetime) -> str:
    return now.astimezone(MOSCOW).date().isoformat()
