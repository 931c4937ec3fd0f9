"""Count what has changed since the last look into the days it belongs to, each thing once."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import field, replace
from datetime import UTC, date, datetime, timedelta

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.analytics.counts import (
    Counts,
    DayFigures,
    MonthFigures,
    pack_counts,
    products_name,
    unpack_counts,
)
from shared.domain.analytics.ledger import Day, DayLedger, Progress, pack_rows, unpack_rows
from shared.domain.analytics.making import Audit, is_real, make_item_row, make_reply_rows
from shared.domain.analytics.periods import name_month
from shared.domain.analytics.rows import ReplyRow, Row
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.events import Event
from shared.domain.guard.guardrails import check_reply, find_blocks
from shared.domain.ids import SHARDS, InteractionId, ReplyId, SellerId, hash_text, interaction_id
from shared.domain.interaction import Interaction
from shared.domain.replies.reply import Reply
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Create, Order, Put, Query, Store, Stored, Stores, Where, Write
from shared.usecases.read_settings import read_settings
from shared.usecases.take_turns import take_turns

PROGRESS = "days"
SECONDS = 40.0
PAGE = 60
# A change is stamped before it is committed, by another machine's clock.
OVERLAP = timedelta(minutes=2)
MOST_EVENTS = 200
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

HasTime = Callable[[], bool]


@dataclass(slots=True)
class Counting:
    """What one seller's counting reads once: settings, and since when the cabinet is read."""

    store: Store
    settings: SellerSettings
    watched_since: datetime | None
    audits: dict[str, bool] = field(default_factory=dict)

    def audit(self, event: Event) -> bool:
        """Whether the rules of today would forbid a text that was sent; read once."""
        name = event.facts["reply"]
        if name not in self.audits:
            stored = self.store.get(Reply, ReplyId(name))
            self.audits[name] = stored is not None and would_block(stored.value)
        return self.audits[name]


def would_block(reply: Reply) -> bool:
    """Read a text that was sent as if it were to be approved now."""
    found = check_reply(reply.channel, reply.text, has_files=bool(reply.files))
    return bool(find_blocks(found))


def roll_days(*, stores: Stores, clock: Clock, shards: Iterable[int] = range(SHARDS)) -> int:
    """Count every seller's changes as far as there is time; say how many things were counted."""
    ends = clock.monotonic() + SECONDS
    counted = 0

    def serve(seller: SellerId) -> bool:
        nonlocal counted
        with suppress(AlreadyExists, Stale):
            # Who counts at the same time counts the same; the next look sees what is left.
            counted += roll_seller(
                seller, stores=stores, clock=clock, has_time=lambda: clock.monotonic() < ends
            )
        return True

    take_turns("roll_days", shards, serve, stores=stores, clock=clock, seconds=SECONDS)
    return counted


def roll_seller(
    seller: SellerId, *, stores: Stores, clock: Clock, has_time: HasTime = lambda: True
) -> int:
    """Count one seller's changes, a page at least; a look that found nothing tells its time."""
    store, now = stores.of_seller(seller), clock.now()
    counting = open_counting(seller, stores=stores)
    stored = store.get(Progress, PROGRESS)
    version = stored.version if stored else None
    progress = _begin(stored.value if stored else None, counting.settings, now)
    counted = 0
    while True:
        page = store.find(_changed(progress))
        items = [one.value for one in page]
        if len(page) < PAGE:
            items += _items_of_events(store, progress, {one.id for one in items})
        rows = read_rows(counting, items)
        progress, is_over = _advance(progress, page, now)
        version = _save(store, rows, progress, version, now)
        counted += len(rows)
        if is_over or not has_time():
            return counted


def open_counting(seller: SellerId, *, stores: Stores) -> Counting:
    """Read what every row of a seller depends on."""
    shared, store = stores.shared(), stores.of_seller(seller)
    profile = shared.get(Seller, seller)
    name = profile.value.cabinet if profile else ""
    cabinet = shared.get(Cabinet, name) if name else None
    return Counting(
        store=store,
        settings=read_settings(store),
        watched_since=cabinet.value.connected_at if cabinet else None,
    )


def read_rows(counting: Counting, items: Iterable[Interaction]) -> list[Row]:
    """The rows of items and of their replies, and of reviews that supplement one of them."""
    known = {item.id: item for item in items}
    children = [
        interaction_id(item.channel, item.source.child_id)
        for item in known.values()
        if item.source.child_id
    ]
    missing = [name for name in children if name not in known]
    if missing:
        found = counting.store.get_many(Interaction, missing)
        known |= {InteractionId(name): one.value for name, one in found.items()}
    return [row for item in known.values() if is_real(item) for row in _rows_of(counting, item)]


def _rows_of(counting: Counting, item: Interaction) -> list[Row]:
    replies = _replies_of(counting, item)
    parent = _parent_of(counting, item)
    row = make_item_row(
        item,
        replies,
        counting.settings,
        watched_since=counting.watched_since,
        parent=parent,
        parent_replies=_replies_of(counting, parent) if parent else (),
    )
    return [*([row] if row else []), *replies]


def _replies_of(counting: Counting, item: Interaction) -> tuple[ReplyRow, ...]:
    if item.work.reply is None:
        return ()
    query = Query(kind=Event, where=(Where("interaction", "==", item.id),), limit=MOST_EVENTS)
    events = [stored.value for stored in counting.store.find(query)]
    audit: Audit = counting.audit
    return make_reply_rows(item, events, audit)


def _parent_of(counting: Counting, item: Interaction) -> Interaction | None:
    if not item.source.parent_id:
        return None
    name = interaction_id(item.channel, item.source.parent_id)
    stored = counting.store.get(Interaction, name)
    return stored.value if stored else None


def table_mark(settings: SellerSettings) -> str:
    """Tell one table of deadlines and hours from another."""
    rows = sorted((name, str(row)) for name, row in settings.deadlines.items())
    return hash_text(f"{rows} {settings.hours}")


def _begin(before: Progress | None, settings: SellerSettings, now: datetime) -> Progress:
    """Go on, or start anew where other deadlines judge."""
    mark = table_mark(settings)
    if before is None or before.deadlines != mark:
        before = Progress(id=PROGRESS, until=_LONG_AGO, deadlines=mark)
    return replace(before, newest=before.newest or now)


def _changed(progress: Progress) -> Query[Interaction]:
    newest = progress.newest or progress.until
    where = (Where("changed_at", ">", progress.until - OVERLAP), Where("changed_at", "<=", newest))
    after = (progress.after_at, progress.after_id) if progress.after_at else ()
    order = (Order("changed_at", descending=True),)
    return Query(kind=Interaction, where=where, order=order, limit=PAGE, after=after)


def _items_of_events(
    store: Store, progress: Progress, known: set[InteractionId]
) -> list[Interaction]:
    """An older reply's end, or a seller's mark, changes no item; the first look sees all items."""
    if progress.until == _LONG_AGO:
        return []
    order = Order("at", descending=True)
    where = (Where("at", ">", progress.until - OVERLAP), Where("at", "<=", progress.newest))
    query, found = Query(kind=Event, where=where, order=(order,), limit=PAGE), set[InteractionId]()
    while page := store.find(query):
        found |= {one.value.interaction for one in page if one.value.interaction}
        last = page[-1].value
        query = replace(query, after=(last.at, last.id))
        if len(page) < PAGE:
            break
    missing = sorted(found - known)
    return [one.value for one in store.get_many(Interaction, missing).values()]


def _advance(
    progress: Progress, page: list[Stored[Interaction]], now: datetime
) -> tuple[Progress, bool]:
    if len(page) < PAGE:
        until = progress.newest or now
        done = Progress(id=PROGRESS, until=until, deadlines=progress.deadlines, counted_at=until)
        return done, True
    last = page[-1].value
    return replace(progress, after_at=last.changed_at, after_id=last.id), False


def _save(
    store: Store, rows: list[Row], progress: Progress, version: str | None, now: datetime
) -> str:
    """Days, months and progress in one commit: who was slower has counted nothing."""
    writes = _write_days(store, rows, now)
    own: Write = Create(progress) if version is None else Put(progress, version=version)
    store.commit([*writes, own])
    stored = store.get(Progress, PROGRESS)
    return stored.version if stored else ""


def _write_days(store: Store, rows: list[Row], now: datetime) -> list[Write]:
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    found = store.get_many(DayLedger, [day.isoformat() for day in by_day])
    changes: dict[tuple[date, bool], tuple[Counts, Counts]] = {}
    writes: list[Write] = []
    for day, news in by_day.items():
        stored = found.get(day.isoformat())
        ledger = Day(day, unpack_rows(stored.value.body) if stored else {})
        before = {part: ledger.counts(by_product=part) for part in (False, True)}
        known = dict(ledger.rows)
        for row in news:
            ledger.put(row)
        if ledger.rows == known:
            continue
        writes.append(Put(DayLedger(id=day.isoformat(), body=pack_rows(ledger.rows))))
        for part in (False, True):
            after = ledger.counts(by_product=part)
            if after != before[part]:
                changes[day, part] = before[part], after
                writes.append(Put(make_day(day, after, now, by_product=part)))
    return [*writes, *_write_months(store, changes, now)]


def _write_months(
    store: Store, changes: dict[tuple[date, bool], tuple[Counts, Counts]], now: datetime
) -> list[Write]:
    names = {(day, part): _month_name(day, by_product=part) for day, part in changes}
    found = store.get_many(MonthFigures, sorted(set(names.values())))
    totals = {name: unpack_counts(one.value.body) for name, one in found.items()}
    for key, (before, after) in changes.items():
        total = totals.setdefault(names[key], Counter())
        total.subtract(before)
        total.update(after)
    return [
        Put(MonthFigures(id=name, at=now, body=pack_counts(totals[name])))
        for name in sorted(set(names.values()))
    ]


def make_day(day: date, counts: Counts, now: datetime, *, by_product: bool) -> DayFigures:
    """One day's document."""
    name = products_name(day.isoformat()) if by_product else day.isoformat()
    return DayFigures(id=name, at=now, body=pack_counts(counts))


def _month_name(day: date, *, by_product: bool) -> str:
    name = name_month(day)
    return products_name(name) if by_product else name
