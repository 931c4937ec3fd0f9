"""Give open items the deadlines of a table and of working hours that the seller has changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from shared.domain.errors import NotFound, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, View
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id, new_job
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Ids, Order, Query, Store, Stored, Stores, Where
from shared.usecases.list_query import TARGET
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings

PAGE = 100
OPEN = (View.ATTENTION, View.SNOOZED, View.FAILED)
_TRIES = 3
# Whatever was under way when the table changed is over by then: no task takes more than a minute.
LOOK_AGAIN_AFTER = timedelta(minutes=2)
_AGAIN = "again"


def new_recompute(clock: Clock, ids: Ids) -> Job:
    """Begin anew for each change: what an earlier job has still to do, it does by the newest."""
    return new_job(job_id(JobKind.DEADLINES, ids.new()), JobKind.DEADLINES, {}, clock.now())


def deadline_worker(*, stores: Stores, clock: Clock) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, clock=clock)


def _work(seller: SellerId, job: Job, has_time: HasTime, *, stores: Stores, clock: Clock) -> Slice:
    """An item that moves to a later target is met once more, and is as it should be by then.

    All are looked at twice: whoever stored an item meanwhile may have read the old table.
    """
    store = stores.of_seller(seller)
    settings = read_settings(store)
    second = {name: "yes" for name in job.checkpoint if name == _AGAIN}
    query = replace(_open_items(), after=_after(job.checkpoint))
    done, changed = job.done, job.result.get("changed", 0)
    while True:
        found = store.find(query)
        changed += sum(_move(store, stored, settings, clock) for stored in found)
        done += 0 if second else len(found)
        if len(found) < PAGE:
            return _end_round(done, changed, is_last=bool(second))
        at, name = place = _place(found[-1].value)
        query = replace(query, after=place)
        if not has_time():
            goes_on = {"at": at.isoformat(), "id": name, **second}
            return Slice(checkpoint=goes_on, done=done, result={"changed": changed})


def _end_round(done: int, changed: int, *, is_last: bool) -> Slice:
    result = {"changed": changed}
    if is_last:
        return Slice(done=done, result=result, is_over=True)
    return Slice(checkpoint={_AGAIN: "yes"}, done=done, result=result, wait=LOOK_AGAIN_AFTER)


def _open_items() -> Query[Interaction]:
    where = (
        Where("queue.view", "in", list(OPEN)),
        Where("channel", "in", list(Channel)),
    )
    return Query(kind=Interaction, where=where, order=(Order(TARGET),), limit=PAGE)


def _after(checkpoint: Mapping[str, str]) -> tuple[object, ...]:
    """Where the item stood that was seen last; it may stand elsewhere by now."""
    if "at" not in checkpoint:
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
