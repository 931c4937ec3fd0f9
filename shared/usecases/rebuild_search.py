"""Make items findable that were stored before the index was, or by other rules, part by part."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id, new_job
from shared.domain.search.index import VERSION, begin_index, index_item
from shared.domain.settings import SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Create, Ids, Order, Patch, Query, Store, Stored, Stores, TaskQueue
from shared.usecases.move_item import patch_item
from shared.usecases.read_settings import read_settings
from shared.usecases.reread_items import current_reading
from shared.usecases.run_job import start_job

PAGE = 100
MOST_MESSAGES = 1_000
_TRIES = 4


def open_index(seller: SellerId, *, stores: Stores) -> None:
    """An inbox that holds nothing holds nothing that cannot be found."""
    try:
        fresh = InboxSummary(search_version=VERSION, reading=current_reading())
        stores.of_seller(seller).commit([Create(fresh)])
    except AlreadyExists:
        return


def start_rebuild(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> Job:
    """Begin to index a seller's items, at most once a day for each set of rules and choice."""
    named = read_settings(stores.of_seller(seller)).store_buyer_names
    occasion = f"{VERSION}:{named}:{clock.now():%Y-%m-%d}"
    name = job_id(JobKind.SEARCH_INDEX, occasion)
    job, _ = start_job(seller, JobKind.SEARCH_INDEX, name, stores=stores, queue=queue, clock=clock)
    return job


def new_rebuild(clock: Clock, ids: Ids) -> Job:
    """Begin anew for each change: items lose the names that may be kept no more."""
    return new_job(job_id(JobKind.SEARCH_INDEX, ids.new()), JobKind.SEARCH_INDEX, {}, clock.now())


def renew_index(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> bool:
    """Begin a rebuild where rules have changed, or where names are kept that no longer may be."""
    store = stores.of_seller(seller)
    stored = store.get(InboxSummary, SUMMARY_KEY)
    if stored is None:
        return False
    summary, keeps = stored.value, read_settings(store).store_buyer_names
    if keeps and not summary.named:
        store.commit([Patch(InboxSummary, (SUMMARY_KEY,), {"named": True})])
    if summary.search_version >= VERSION and (keeps or not summary.named):
        return False
    start_rebuild(seller, stores=stores, queue=queue, clock=clock)
    return True


def search_worker(*, stores: Stores) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores)


def _work(seller: SellerId, job: Job, has_time: HasTime, *, stores: Stores) -> Slice:
    store = stores.of_seller(seller)
    settings = read_settings(store)
    after, done = job.checkpoint.get("after", ""), job.done
    changed = job.result.get("changed", 0)
    while True:
        found = _read_page(store, after)
        changed += sum(_index(store, stored, settings) for stored in found)
        done += len(found)
        if len(found) < PAGE:
            _close_index(store, named=settings.store_buyer_names)
            return Slice(done=done, result={"changed": changed}, is_over=True)
        after = found[-1].value.id
        if not has_time():
            return Slice(checkpoint={"after": after}, done=done, result={"changed": changed})


def _read_page(store: Store, after: str) -> list[Stored[Interaction]]:
    query = Query(kind=Interaction, limit=PAGE, after=(after,) if after else ())
    return store.find(query)


def _index(store: Store, stored: Stored[Interaction], settings: SellerSettings) -> int:
    """Whoever changes the item meanwhile knows less of its chat than is read here: try again."""
    for _ in range(_TRIES):
        item = stored.value
        made = _made_anew(store, item, settings)
        if made == item:
            return 0
        try:
            store.commit([patch_item(stored, made)])
        except NotFound:
            return 0
        except Stale:
            again = store.get(Interaction, InteractionId(item.id))
            if again is None:
                return 0
            stored = again
            continue
        return 1
    raise Stale("an item keeps changing while it is indexed")


def _made_anew(store: Store, item: Interaction, settings: SellerSettings) -> Interaction:
    if not settings.store_buyer_names and item.source.buyer_name:
        item = replace(item, source=replace(item.source, buyer_name=""))
    if item.channel is Channel.CHAT and item.lookup.version != VERSION:
        return begin_index(item, _read_messages(store, item))
    return index_item(item)


def _read_messages(store: Store, item: Interaction) -> Iterator[Message]:
    newest = Order("sent_at", descending=True)
    query = Query(kind=Message, within=(item.id,), order=(newest,), limit=MOST_MESSAGES)
    return (stored.value for stored in store.find(query))


def _close_index(store: Store, *, named: bool) -> None:
    """From now on nothing but the index need be read."""
    fields = {"search_version": VERSION, "named": named}
    try:
        store.commit([Patch(InboxSummary, (SUMMARY_KEY,), fields)])
    except NotFound:
        store.commit([Create(InboxSummary(search_version=VERSION, named=named))])
