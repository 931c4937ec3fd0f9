"""Count all days anew from what is stored; what is older than events are kept stays as it is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from shared.domain.analytics.counts import DayFigures, MonthFigures, pack_counts, products_name
from shared.domain.analytics.ledger import Day, DayLedger, pack_rows
from shared.domain.analytics.periods import name_month
from shared.domain.analytics.rows import Row
from shared.domain.dataclass import dataclass
from shared.domain.events import KEEP
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.moscow import moscow_day
from shared.ports import Clock, Delete, Put, Query, Store, Stores, Write
from shared.usecases.roll_days import make_day, open_counting, read_rows

PAGE = 100
AT_ONCE = 50

T = TypeVar("T", DayLedger, DayFigures)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltDays:
    """How many things were counted, and how many documents were not as they should be."""

    rows: int = 0
    days: int = 0
    changed: int = 0


def oldest_day(now: datetime) -> date:
    """The first day of which every event is still there."""
    return moscow_day(now - KEEP) + timedelta(days=1)


def rebuild_days(seller: SellerId, *, stores: Stores, clock: Clock) -> RebuiltDays:
    """Make every day and month equal to what its things say; a second time changes nothing."""
    store, now = stores.of_seller(seller), clock.now()
    oldest = oldest_day(now)
    counting = open_counting(seller, stores=stores)
    days: dict[date, Day] = {}
    for items in _pages(store):
        for row in read_rows(counting, items):
            if row.day >= oldest:
                days.setdefault(row.day, Day(row.day)).put(row)
    wanted = _make_days(store, days, oldest, now)
    months = _make_months(wanted, store, oldest, now)
    changed = _write_changed(store, [*wanted, *months])
    rows = sum(len(day.rows) for day in days.values())
    return RebuiltDays(rows=rows, days=len(days), changed=changed)


Wanted = DayLedger | DayFigures | MonthFigures


def _make_days(store: Store, days: dict[date, Day], oldest: date, now: datetime) -> list[Wanted]:
    """A day that is stored and holds nothing any more is made empty."""
    known = {ledger.id for ledger in _all(store, DayLedger)}
    for name in known:
        day = date.fromisoformat(name)
        if day >= oldest:
            days.setdefault(day, Day(day))
    wanted: list[Wanted] = []
    for day, ledger in sorted(days.items()):
        rows: dict[str, Row] = ledger.rows
        wanted.append(DayLedger(id=day.isoformat(), body=pack_rows(rows)))
        wanted += [
            make_day(day, ledger.counts(by_product=part), now, by_product=part)
            for part in (False, True)
        ]
    return wanted


def _make_months(
    wanted: list[Wanted], store: Store, oldest: date, now: datetime
) -> list[MonthFigures]:
    """Sum the days; of the oldest month, those too that are too old to be counted anew."""
    days = {one.id: one for one in wanted if isinstance(one, DayFigures)}
    kept = [one for one in _all(store, DayFigures) if one.id[:10] < oldest.isoformat()]
    days |= {one.id: one for one in kept if one.id[:7] == name_month(oldest)}
    totals: dict[str, Counter[str]] = {}
    for name, day in days.items():
        month = name[:7] if name == name[:10] else products_name(name[:7])
        totals.setdefault(month, Counter()).update(day.counts)
    return [
        MonthFigures(id=name, at=now, body=pack_counts(total)) for name, total in totals.items()
    ]


def _write_changed(store: Store, wanted: list[Wanted]) -> int:
    writes: list[Write] = []
    kinds: tuple[type[Wanted], ...] = (DayLedger, DayFigures, MonthFigures)
    for kind in kinds:
        news = {one.id: one for one in wanted if type(one) is kind}
        known = {name: one.value.body for name, one in store.get_many(kind, sorted(news)).items()}
        for name, one in news.items():
            if known.get(name) != one.body:
                writes.append(_write(one, is_known=name in known))
    changed = [one for one in writes if not isinstance(one, Delete)]
    for start in range(0, len(changed), AT_ONCE):
        store.commit(changed[start : start + AT_ONCE])
    return len(changed)


def _write(one: Wanted, *, is_known: bool) -> Write:
    """What was never written and holds nothing needs no document."""
    is_empty = one.body in (pack_counts({}), pack_rows({}))
    if is_empty and not is_known:
        return Delete(type(one), (one.id,))
    return Put(one)


def _pages(store: Store) -> Iterator[list[Interaction]]:
    query = Query(kind=Interaction, limit=PAGE)
    while page := store.find(query):
        yield [one.value for one in page]
        query = Query(kind=Interaction, limit=PAGE, after=(page[-1].value.id,))
        if len(page) < PAGE:
            return


def _all(store: Store, kind: type[T]) -> Iterator[T]:
    after: tuple[str, ...] = ()
    while page := store.find(Query(kind=kind, limit=PAGE, after=after)):
        yield from (one.value for one in page)
        after = (page[-1].value.id,)
        if len(page) < PAGE:
            return
