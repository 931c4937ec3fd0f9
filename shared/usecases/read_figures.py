"""Add up the days and months of a period, in at most as many documents as the plan names."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from shared.domain.analytics.counts import (
    Counts,
    DayFigures,
    MonthFigures,
    add_up,
    is_counted,
    products_name,
)
from shared.domain.analytics.ledger import DayLedger, Progress, unpack_rows
from shared.domain.analytics.periods import Part, Period, months_of, plan_month, plan_parts
from shared.domain.analytics.rows import ReplyRow, Row
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.moscow import moscow_day
from shared.ports import Store, Stores
from shared.usecases.roll_days import PROGRESS

# One list of things shows so many, of so many days that hold any.
MOST_LISTED = 50
MOST_DAYS_READ = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Counts, and up to which moment everything was counted; None before the first time."""

    counts: Counts
    counted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Things that a number counts, the newest first; `after` is where the next page begins."""

    items: tuple[Interaction, ...]
    after: tuple[date, int] | None


def counted_at(store: Store) -> datetime | None:
    """Up to when everything has been counted."""
    stored = store.get(Progress, PROGRESS)
    return stored.value.counted_at if stored else None


def read_figures(
    seller: SellerId, period: Period, now: datetime, *, stores: Stores, by_product: bool = False
) -> Found:
    """Read a period's counts: those of products, or the others."""
    return read_periods(seller, (period,), now, stores=stores, by_product=by_product)[0]


def read_periods(
    seller: SellerId,
    periods: Sequence[Period],
    now: datetime,
    *,
    stores: Stores,
    by_product: bool = False,
) -> list[Found]:
    """Read several periods at once: a document that two of them need is read once."""
    store, today = stores.of_seller(seller), moscow_day(now)
    plans = [plan_parts(period, today) for period in periods]
    every = tuple({part.name: part for plan in plans for part in plan}.values())
    known = {part.name: counts for part, counts in _read_parts(store, every, by_product=by_product)}
    fresh = counted_at(store)
    return [
        Found(
            counts=add_up((part, known[part.name]) for part in plan if part.name in known),
            counted_at=fresh,
        )
        for plan in plans
    ]


def read_each_day(
    seller: SellerId, period: Period, _: datetime, *, stores: Stores
) -> dict[date, Counter[str]]:
    """Every day's own counts, the empty ones too."""
    names = [day.isoformat() for day in period.each_day()]
    found = stores.of_seller(seller).get_many(DayFigures, names)
    return {
        day: found[day.isoformat()].value.counts if day.isoformat() in found else Counter()
        for day in period.each_day()
    }


def read_each_month(
    seller: SellerId, period: Period, now: datetime, *, stores: Stores
) -> dict[date, Counter[str]]:
    """Every month's counts by its first day in the period, the months at both ends in part."""
    store, today = stores.of_seller(seller), moscow_day(now)
    found = {}
    for first, last in months_of(period):
        part = Period(first=max(first, period.first), last=min(last, period.last))
        parts = plan_month(part, first, last, today)
        found[part.first] = add_up(_read_parts(store, parts, by_product=False))
    return found


def list_counted(
    seller: SellerId,
    period: Period,
    pattern: str,
    now: datetime,
    *,
    stores: Stores,
    after: tuple[date, int] | None = None,
) -> Listed:
    """The things that a pattern counts in a period, a page of days at a time."""
    store = stores.of_seller(seller)
    start, skip = after or (period.last, 0)
    days = [day for day in reversed(list(period.each_day())) if day <= start]
    names: list[str] = []
    for number, day in enumerate(days):
        rows = [row for row in _rows_of(store, day) if is_counted(row.names(), pattern, now)]
        here = rows[skip:] if number == 0 else rows
        room = MOST_LISTED - len(names)
        names += [row.item for row in here[:room]]
        if len(here) > room:
            done = (skip if number == 0 else 0) + room
            return Listed(items=_items(store, names), after=(day, done))
        if number + 1 >= MOST_DAYS_READ and number + 1 < len(days):
            return Listed(items=_items(store, names), after=(days[number + 1], 0))
    return Listed(items=_items(store, names), after=None)


def _rows_of(store: Store, day: date) -> list[Row]:
    stored = store.get(DayLedger, day.isoformat())
    rows = unpack_rows(stored.value.body).values() if stored else ()
    return sorted(rows, key=lambda row: (row.at, isinstance(row, ReplyRow), row.id), reverse=True)


def _items(store: Store, names: list[str]) -> tuple[Interaction, ...]:
    """What was forgotten since is left out; what counts twice is shown once."""
    found = store.get_many(Interaction, sorted(set(names)))
    return tuple(found[name].value for name in dict.fromkeys(names) if name in found)


def _read_parts(
    store: Store, parts: tuple[Part, ...], *, by_product: bool
) -> list[tuple[Part, Counts]]:
    days = {_name(part, by_product=by_product): part for part in parts if not part.is_month}
    months = {_name(part, by_product=by_product): part for part in parts if part.is_month}
    read: list[tuple[Part, Counts]] = [
        (days[name], one.value.counts) for name, one in store.get_many(DayFigures, [*days]).items()
    ]
    if months:
        found = store.get_many(MonthFigures, [*months])
        read += [(months[name], one.value.counts) for name, one in found.items()]
    return read


def _name(part: Part, *, by_product: bool) -> str:
    return products_name(part.name) if by_product else part.name
