"""Give open items the deadlines of a table and of working hours that the seller has changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.domain.errors import NotFound, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, View
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Order, Query, Store, Stored, Stores, TaskQueue, Where
from shared.usecases.list_query import TARGET
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.run_job import start_job

PAGE = 100
OPEN = (View.ATTENTION, View.SNOOZED, View.FAILED)
_TRIES = 3


def start_recompute(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> Job:
    """Begin anew for each change: what an earlier job has still to do, it does by the newest."""
    name = job_id(JobKind.DEADLINES, clock.now().isoformat())
    job, _ = start_job(seller, JobKind.DEADLINES, name, stores=stores, queue=queue, clock=clock)
    return job


def deadline_worker(*, stores: Stores, clock: Clock) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, clock=clock)


def _work(seller: SellerId, job: Job, has_time: HasTime, *, stores: Stores, clock: Clock) -> Slice:
    """An item that moves to a later target is met once more, and is as it should be by then."""
    store = stores.of_seller(seller)
    settings = read_settings(store)
    query = replace(_open_items(), after=_after(job.checkpoint))
    done, changed = job.done, job.result.get("changed", 0)
    while True:
        found = store.find(query)
        changed += sum(_move(store, stored, settings, clock) for stored in found)
        done += len(found)
        if len(found) < PAGE:
            return Slice(done=done, result={"changed": changed}, is_over=True)
        at, name = place = _place(found[-1].value)
        query = replace(query, after=place)
        if not has_time():
            goes_on = {"at": at.isoformat(), "id": name}
            return Slice(checkpoint=goes_on, done=done, result={"changed": changed})


def _open_items() -> Query[Interaction]:
    where = (
        Where("queue.view", "in", list(OPEN)),
        Where("channel", "in", list(Channel)),
    )
    return Query(kind=Interaction, where=where, order=(Order(TARGET),), limit=PAGE)


def _after(checkpoint: Mapping[str, str]) -> tuple[object, ...]:
    """Where the item stood that was seen last; it may stand elsewhere by now."""
    if not checkpoint:
        return ()
    return (datetime.fromisoformat(checkpoint["at"]), checkpoint["id"])


def _place(item: Interaction) -> tuple[datetime, str]:
    deadline = item.queue.deadline
    return (deadline.target_at if deadline else item.queue.sort_at, item.id)


def _move(store: Store, stored: Stored[Interaction], settings: SellerSettings, clock: Clock) -> int:
    """Whoever writes an item at the same time may not know the new table yet: look again."""
    for _ in range(_TRIES):
        after = change_item(stored.value, settings, clock.now())
        if after.queue == stored.value.queue:
            return 0
        try:
            store.commit(move_item(stored, after))
        except NotFound:
            return 0
        except Stale:
            again = store.get(Interaction, InteractionId(after.id))
            if again is None:
                return 0
            stored = again
            continue
        return 1
    return 0
