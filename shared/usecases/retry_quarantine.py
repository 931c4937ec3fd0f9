"""Give items that nobody could read to ingestion again: after a fix it may read them."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial

from shared.domain.errors import AlreadyExists
from shared.domain.ids import SellerId, hash_key
from shared.domain.jobs import HasTime, Job, Slice, Worker
from shared.domain.raw_items import RawItem
from shared.domain.sync.channels import CATEGORY_OF
from shared.domain.sync.pages import KEEP_PAGES, Page, Quarantine
from shared.domain.sync.parcels import Parcel, pack_parcels, unpack_raw
from shared.ports import Clock, Create, Order, Query, Store, Stores, TaskQueue
from shared.usecases.store_pages import enqueue_page

ITEMS_PER_SLICE = 100
Place = tuple[datetime, str] | tuple[()]


def list_quarantine(seller: SellerId, *, stores: Stores) -> Iterator[Quarantine]:
    """Give everything of a seller that nobody could read, the oldest first."""
    store = stores.of_seller(seller)
    after: Place = ()
    while found := store.find(_page_after(after)):
        yield from (stored.value for stored in found)
        after = (found[-1].value.seen_at, found[-1].value.id)
        if len(found) < ITEMS_PER_SLICE:
            return


def quarantine_worker(*, stores: Stores, queue: TaskQueue, clock: Clock) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_retry_some, stores=stores, queue=queue, clock=clock)


def _retry_some(
    seller: SellerId,
    job: Job,
    has_time: HasTime,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> Slice:
    """Hand over a few, the oldest first; ingestion lets go of those that it can read."""
    store = stores.of_seller(seller)
    found = store.find(_page_after(_place_of(job)))
    place, done, cut = job.checkpoint, job.done, job.result.get("cut", 0)
    for stored in found:
        if not has_time():
            break
        if not _hand_over(seller, stored.value, job, store, queue, clock.now()):
            cut += 1
        done += 1
        place = {"seen_at": stored.value.seen_at.isoformat(), "id": stored.value.id}
    is_over = len(found) < ITEMS_PER_SLICE and done == job.done + len(found)
    return Slice(checkpoint=place, done=done, result={"cut": cut}, is_over=is_over)


def _place_of(job: Job) -> Place:
    place = job.checkpoint
    return (datetime.fromisoformat(place["seen_at"]), place["id"]) if place else ()


def _page_after(place: Place) -> Query[Quarantine]:
    return Query(kind=Quarantine, order=(Order("seen_at"),), limit=ITEMS_PER_SLICE, after=place)


def _hand_over(
    seller: SellerId, item: Quarantine, job: Job, store: Store, queue: TaskQueue, now: datetime
) -> bool:
    """False for an item that was too large to be kept whole."""
    raw = _read_raw(item)
    if raw is None:
        return False
    (packed,) = pack_parcels([Parcel(raw=raw)])
    page = Page(
        id=hash_key("page", seller, "retry", item.id, job.id),
        category=CATEGORY_OF[item.channel],
        channel=item.channel,
        observed_at=item.seen_at,
        expires_at=now + KEEP_PAGES,
        count=1,
        body=packed.body,
        retries=item.id,
    )
    with suppress(AlreadyExists):
        store.commit([Create(page)])
    enqueue_page(queue, seller, page.id)
    return True


def _read_raw(item: Quarantine) -> RawItem | None:
    try:
        return unpack_raw(item.body)
    except (ValueError, zlib.error):
        return None
