"""Look for mass defects among the items that have changed, and mark those that show one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.ids import SHARDS, InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.meaning.mass_defects import (
    WINDOW,
    DefectsProgress,
    ProductDefects,
    find_alarms,
    like_complaints,
    note_item,
    quotes_of,
)
from shared.domain.understanding import Alarm, Escalation, Intent
from shared.ports import Clock, Create, Order, Put, Query, Store, Stored, Stores, Where, Write
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.take_turns import take_turns

PROGRESS = "all"
SECONDS = 30.0
PAGE = 200
MOST_MARKED = 100
MOST_PRODUCTS = 500
# A change is stamped before it is committed, by another machine's clock.
OVERLAP = timedelta(minutes=2)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_TRIES = 3

HasTime = Callable[[], bool]


def watch_defects(*, stores: Stores, clock: Clock, shards: Iterable[int] = range(SHARDS)) -> int:
    """Look at every seller's changes, as far as there is time; count marked items."""
    ends = clock.monotonic() + SECONDS
    marked = 0

    def serve(seller: SellerId) -> bool:
        nonlocal marked
        with suppress(AlreadyExists, Stale):
            # Who looks at the same time notes the same; the next look sees what is left.
            marked += find_defects(
                stores.of_seller(seller), clock.now(), lambda: clock.monotonic() < ends
            )
        return True

    take_turns("watch_defects", shards, serve, stores=stores, clock=clock, seconds=SECONDS)
    return marked


def find_defects(store: Store, now: datetime, has_time: HasTime = lambda: True) -> int:
    """Read what has changed since the last look, as far as there is time, and mark what it tells.

    A look that was cut off judges nothing: half of a history looks like a sudden wave.
    """
    stored = store.get(DefectsProgress, PROGRESS)
    before = stored.value if stored else DefectsProgress(id=PROGRESS, until=_LONG_AGO)
    was_cut = before.newest is not None
    progress, touched = replace(before, newest=before.newest or now), set[int]()
    over = False
    while not over:
        page = store.find(_changed(progress))
        touched |= _note_page(store, page)
        over = len(page) < PAGE
        progress = _advance(progress, page)
        if not has_time():
            break
    if not over:
        _save(store, stored, progress)
        return 0
    since = progress.since or now
    marked = sum(
        _judge_product(store, product, now, since)
        for product in _products(store, touched, now, was_cut=was_cut)
    )
    # An hour in which nothing has changed writes nothing.
    if was_cut or progress.after_at is not None:
        until = progress.newest or now
        _save(store, stored, DefectsProgress(id=PROGRESS, until=until, since=progress.since))
    return marked


def _changed(progress: DefectsProgress) -> Query[Interaction]:
    """The newest first: no other index is there."""
    at = Order("changed_at", descending=True)
    newest = progress.newest or progress.until
    where = (
        Where("changed_at", ">", progress.until - OVERLAP),
        Where("changed_at", "<=", newest),
    )
    after = (progress.after_at, progress.after_id) if progress.after_at else ()
    return Query(kind=Interaction, where=where, order=(at,), limit=PAGE, after=after)


def _advance(progress: DefectsProgress, page: list[Stored[Interaction]]) -> DefectsProgress:
    if not page:
        return progress
    last = page[-1].value
    oldest = min(one.value.occurred_at for one in page)
    since = min(oldest, progress.since or oldest)
    return replace(progress, after_at=last.changed_at, after_id=last.id, since=since)


def _note_page(store: Store, page: Iterable[Stored[Interaction]]) -> set[int]:
    """Write the products whose complaints have changed; say which."""
    by_product: dict[int, list[Interaction]] = defaultdict(list)
    for one in page:
        by_product[one.value.source.product.nm_id].append(one.value)
    known = store.get_many(ProductDefects, [str(nm_id) for nm_id in by_product])
    changed = set()
    for nm_id, items in by_product.items():
        stored = known.get(str(nm_id))
        before = after = stored.value if stored else None
        for item in items:
            after = note_item(after, item)
        if after is not None and after != before:
            store.commit([_write(stored, after)])
            changed.add(nm_id)
    return changed


def _write(stored: Stored[ProductDefects] | None, after: ProductDefects) -> Write:
    return Put(after, version=stored.version) if stored else Create(after)


def _products(
    store: Store, touched: set[int], now: datetime, *, was_cut: bool
) -> list[Stored[ProductDefects]]:
    """Those that this look has touched; after a cut, all with a complaint this week."""
    if not was_cut:
        found = store.get_many(ProductDefects, [str(nm_id) for nm_id in sorted(touched)])
        return list(found.values())
    newest = "newest_at"
    return store.find(
        Query(
            kind=ProductDefects,
            where=(Where(newest, ">", now - WINDOW),),
            order=(Order(newest, descending=True),),
            limit=MOST_PRODUCTS,
        )
    )


def _judge_product(
    store: Store, stored: Stored[ProductDefects], now: datetime, since: datetime
) -> int:
    """Mark what shows a mass defect, or belongs to one that was found this week."""
    known = stored.value
    fresh = find_alarms(known, now, since)
    lasting = {Intent(name) for name, at in known.alarmed.items() if at > now - WINDOW}
    marked = 0
    for topic in sorted(fresh | lasting):
        names = like_complaints(known, topic, now)[:MOST_MARKED]
        marked += sum(_mark_item(store, name, topic, now) for name in names)
    if fresh:
        alarmed = {**known.alarmed, **{topic.value: now for topic in fresh}}
        store.commit([Put(replace(known, alarmed=alarmed), version=stored.version)])
    return marked


def _mark_item(store: Store, name: InteractionId, topic: Intent, now: datetime) -> int:
    """Put one item before a person; whoever writes it at the same time is read again."""
    for _ in range(_TRIES):
        stored = store.get(Interaction, name)
        if stored is None or _is_marked(stored.value):
            return 0
        item = stored.value
        mark = Escalation(alarm=Alarm.MASS_DEFECT, evidence=quotes_of(item, topic))
        ai = replace(item.ai, escalations=(*item.ai.escalations, mark))
        try:
            store.commit(move_item(stored, change_item(item, read_settings(store), now, ai=ai)))
        except (Stale, NotFound):
            continue
        return 1
    return 0


def _is_marked(item: Interaction) -> bool:
    return any(one.alarm is Alarm.MASS_DEFECT for one in item.ai.escalations)


def _save(store: Store, stored: Stored[DefectsProgress] | None, progress: DefectsProgress) -> None:
    store.commit([Put(progress, version=stored.version) if stored else Create(progress)])
