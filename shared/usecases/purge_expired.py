"""Take away what has had its day and is still there, and say how much that was.

The store does it by itself, usually within a day, as its rules for `expires_at` say. What it has
left behind for longer is erased here and counted, so that nobody has to believe it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.accounts.account import Seller
from shared.domain.accounts.belongings import Belongings
from shared.domain.accounts.export import EXPORT_KEY, Export
from shared.domain.errors import RetryLater
from shared.domain.ids import SellerId
from shared.domain.turns import Turn
from shared.ports import (
    Clock,
    Delete,
    Files,
    Order,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    Where,
)
from shared.usecases.demo_items import end_demo, is_demo
from shared.usecases.export_data import drop_parts
from shared.usecases.purge_items import purge_items

TURN = "purge"
# How long the store may take by its own account.
GRACE = timedelta(days=1)
PAGE = 200
SECONDS = 30.0


def purge_expired(*, stores: Stores, files: Files, clock: Clock, belongings: Belongings) -> int:
    """Serve as many sellers as there is time for, connected or not, and go on behind them."""
    now, ends = clock.now(), clock.monotonic() + SECONDS
    shared = stores.shared()
    purged = sum(_purge_kind(shared, kind, now) for kind in belongings.shared)
    purged += sum(
        _purge_nested(stores, kind, now)
        for kind in belongings.nested
        if kind in belongings.expiring
    )
    for seller in _in_turn(shared):
        purged += purge_seller(
            seller, stores=stores, files=files, clock=clock, belongings=belongings
        )
        if clock.monotonic() >= ends:
            shared.commit([Put(Turn(id=TURN, after=seller))])
            return purged
    shared.commit([Put(Turn(id=TURN, after=""))])
    return purged


def purge_seller(
    seller: SellerId, *, stores: Stores, files: Files, clock: Clock, belongings: Belongings
) -> int:
    """Everything of one seller that is overdue."""
    store, now = stores.of_seller(seller), clock.now()
    _drop_export(seller, store, files, now)
    flat = (kind for kind in belongings.expiring if kind in belongings.flat)
    purged = sum(_purge_kind(store, kind, now) for kind in flat)
    purged += purge_items(store, now)
    _end_forgotten_demo(seller, stores, clock)
    return purged


def _purge_kind(store: Store, kind: type, now: datetime) -> int:
    purged = 0
    while found := store.find(_overdue(kind, now - GRACE)):
        store.commit([Delete(kind, one.key) for one in found])
        purged += len(found)
    return purged


def _purge_nested(stores: Stores, kind: type, now: datetime) -> int:
    """What lies below items is looked for everywhere at once: its items are too many to ask."""
    query, purged = replace(_overdue(kind, now - GRACE), everywhere=True), 0
    while found := stores.shared().find(query):
        for one in found:
            seller, *key = one.key
            stores.of_seller(SellerId(seller)).commit([Delete(kind, tuple(key))])
        purged += len(found)
    return purged


def _overdue(kind: type, before: datetime) -> Query[object]:
    return Query(
        kind=kind,
        where=(Where("expires_at", "<=", before),),
        order=(Order("expires_at"),),
        limit=PAGE,
    )


def _drop_export(seller: SellerId, store: Store, files: Files, now: datetime) -> None:
    """The bytes go on the day itself; the store's own rule for files is a longer one."""
    stored = store.get(Export, EXPORT_KEY)
    if stored is not None and stored.value.expires_at <= now:
        drop_parts(seller, stored.value, files=files)
        store.commit([Delete(Export, (EXPORT_KEY,))])


def _end_forgotten_demo(seller: SellerId, stores: Stores, clock: Clock) -> None:
    """Whoever connected a cabinet and died before the examples were cleared."""
    if not is_demo(seller, stores=stores):
        return
    profile = stores.shared().get(Seller, seller)
    if profile is not None and profile.value.connection is not None:
        with suppress(RetryLater):
            end_demo(seller, stores=stores, clock=clock)


def _in_turn(shared: Store) -> Iterator[SellerId]:
    turn = shared.get(Turn, TURN)
    after = (turn.value.after,) if turn and turn.value.after else ()
    while found := _page(shared, after):
        yield from (stored.value.id for stored in found)
        if len(found) < PAGE:
            return
        after = (found[-1].value.id,)


def _page(shared: Store, after: tuple[str, ...]) -> list[Stored[Seller]]:
    return shared.find(Query(kind=Seller, limit=PAGE, after=after))
