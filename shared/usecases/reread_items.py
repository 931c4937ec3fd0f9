"""Understand again what is stored, once rules or what was learnt have changed, part by part.

Vectors that were kept are read anew and none is made: a reread costs no embedding.
"""

from functools import cache, partial

from shared.domain.errors import NotFound, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id
from shared.domain.meaning.semantics import trained_model
from shared.domain.meaning.understand import Knowledge, name_reading, understand_item
from shared.domain.settings import SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Patch, Query, Store, Stored, Stores, TaskQueue
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.run_job import start_job

PAGE = 100
_TRIES = 3


@cache
def current_reading() -> str:
    """Names the rules and the model that ship with the code."""
    return name_reading(trained_model())


def renew_reading(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> bool:
    """Begin to read a seller's items again unless they were read by what ships with the code."""
    stored = stores.of_seller(seller).get(InboxSummary, SUMMARY_KEY)
    if stored is None or stored.value.reading == current_reading():
        return False
    name = job_id(JobKind.REREAD, f"{current_reading()}:{clock.now():%Y-%m-%d}")
    start_job(seller, JobKind.REREAD, name, stores=stores, queue=queue, clock=clock)
    return True


def reread_worker(*, stores: Stores, clock: Clock) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, clock=clock)


def _work(seller: SellerId, job: Job, has_time: HasTime, *, stores: Stores, clock: Clock) -> Slice:
    store = stores.of_seller(seller)
    settings = read_settings(store)
    after, done = job.checkpoint.get("after", ""), job.done
    changed = job.result.get("changed", 0)
    while True:
        query = Query(kind=Interaction, limit=PAGE, after=(after,) if after else ())
        found = store.find(query)
        changed += sum(_reread(store, stored, settings, clock) for stored in found)
        done += len(found)
        if len(found) < PAGE:
            _note_reading(store)
            return Slice(done=done, result={"changed": changed}, is_over=True)
        after = found[-1].value.id
        if not has_time():
            return Slice(checkpoint={"after": after}, done=done, result={"changed": changed})


def _note_reading(store: Store) -> None:
    """An inbox without counts has nobody to ask by what it was read."""
    try:
        store.commit([Patch(InboxSummary, (SUMMARY_KEY,), {"reading": current_reading()})])
    except NotFound:
        return


def _reread(
    store: Store, stored: Stored[Interaction], settings: SellerSettings, clock: Clock
) -> int:
    """Whoever writes the item meanwhile may have read it by the old rules: look again."""
    knowledge = Knowledge(model=trained_model())
    for _ in range(_TRIES):
        item = stored.value
        ai = understand_item(item.channel, item.source, item.ai, knowledge)
        if ai == item.ai:
            return 0
        try:
            store.commit(move_item(stored, change_item(item, settings, clock.now(), ai=ai)))
        except NotFound:
            return 0
        except Stale:
            again = store.get(Interaction, InteractionId(item.id))
            if again is None:
                return 0
            stored = again
            continue
        return 1
    raise Stale("an item keeps changing while it is read again")
