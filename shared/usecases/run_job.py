"""Run one slice of a job, remember where it stopped, and queue the next one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, NotFound, Rejected, RetryLater, Stale
from shared.domain.ids import SellerId
from shared.domain.jobs import (
    FINAL,
    GAVE_UP,
    LONGEST,
    PATIENCE,
    SLICE_SECONDS,
    TIRELESS,
    HasTime,
    Job,
    JobKind,
    JobState,
    Slice,
    Worker,
    after_slice,
    new_job,
)
from shared.ports import Clock, Create, Order, Put, Query, Store, Stored, Stores, TaskQueue, Where

QUEUE = "jobs"
MOST_FOUND = 20
PER_PAGE = 50
SWEEP_SECONDS = 8.0
_AT_ONCE = timedelta(0)

Workers = Mapping[JobKind, Worker]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReport:
    """What one task did, for the log."""

    kind: str = ""
    outcome: str
    items: int = 0

    def facts(self) -> dict[str, str | int]:
        """Name what is worth a log line."""
        return {"kind": self.kind, "outcome": self.outcome, "items": self.items}


def start_job(
    seller: SellerId,
    kind: JobKind,
    name: str,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    wish: Mapping[str, str] | None = None,
) -> tuple[Job, bool]:
    """Create a job and queue its first slice; say whether it is new.

    `name` comes from `job_id`. A job that was stored without its task is found by the sweep.
    """
    store = stores.of_seller(seller)
    job = new_job(name, kind, dict(wish or {}), clock.now())
    is_new = True
    try:
        store.commit([Create(job)])
    except AlreadyExists:
        job, is_new = read_job(seller, name, stores=stores), False
    if job.state is JobState.QUEUED:
        _queue_slice(seller, job, queue, _AT_ONCE)
    return job, is_new


def queue_job(seller: SellerId, job: Job, queue: TaskQueue) -> None:
    """Queue the first slice of a job that was stored; what no queue takes, the sweep finds."""
    with suppress(RetryLater):
        _queue_slice(seller, job, queue, _AT_ONCE)


def read_job(seller: SellerId, name: str, *, stores: Stores) -> Job:
    """Read one job of this seller; NotFound without it."""
    stored = stores.of_seller(seller).get(Job, name)
    if stored is None:
        raise NotFound("no such job")
    return stored.value


def find_unfinished(seller: SellerId, kind: JobKind, *, stores: Stores) -> Job | None:
    """The newest job of a kind that is still to be done."""
    query = Query(kind=Job, order=(Order("due_at", descending=True),), limit=MOST_FOUND)
    found = (stored.value for stored in stores.of_seller(seller).find(query))
    return next((job for job in found if job.kind is kind and job.state not in FINAL), None)


def run_job(
    seller: SellerId,
    name: str,
    *,
    workers: Workers,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    kind: JobKind | None = None,
) -> JobReport:
    """One slice; whoever did the same slice at the same time and was slower changes nothing.

    With a `kind`, the job is made first if nobody has.
    """
    if kind is not None:
        start_job(seller, kind, name, stores=stores, queue=queue, clock=clock)
    store = stores.of_seller(seller)
    stored = store.get(Job, name)
    if stored is None or stored.value.state in FINAL:
        return JobReport(outcome="over")
    job = stored.value
    part = _run_slice(seller, job, workers, clock)
    after = after_slice(job, part, clock.now())
    if not _save(store, stored, after):
        # A job that erases everything ends by erasing itself.
        outcome = "lost" if store.get(Job, name) else "erased"
        return JobReport(kind=job.kind.value, outcome=outcome, items=part.done)
    if after.state not in FINAL:
        _queue_slice(seller, after, queue, part.wait)
    return JobReport(kind=job.kind.value, outcome=after.state.value, items=after.done)


def sweep_jobs(*, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    """Queue again whatever waits for a slice that was lost; say how many.

    Jobs are looked for, not sellers: who has removed the token has no place in the plan of polling.
    """
    now, ends = clock.now(), clock.monotonic() + SWEEP_SECONDS
    occasion = f":sweep:{int(now.timestamp() // 3600)}"
    query, queued = _lost_jobs(now), 0
    while found := stores.shared().find(query):
        for stored in found:
            seller = SellerId(stored.key[0])
            queued += _queue_slice(seller, stored.value, queue, _AT_ONCE, occasion)
        if len(found) < PER_PAGE or clock.monotonic() >= ends:
            break
        query = replace(query, after=(found[-1].value.due_at, found[-1].key))
    return queued


def _lost_jobs(now: datetime) -> Query[Job]:
    return Query(
        kind=Job,
        where=(Where("due_at", "<=", now),),
        order=(Order("due_at"),),
        limit=PER_PAGE,
        everywhere=True,
    )


def _run_slice(seller: SellerId, job: Job, workers: Workers, clock: Clock) -> Slice:
    worker = workers.get(job.kind)
    is_old = clock.now() - job.created_at > LONGEST
    if worker is None or (is_old and job.kind not in TIRELESS):
        return Slice(done=job.done, total=job.total, result=job.result, error=GAVE_UP)
    try:
        return worker(seller, job, _deadline(clock))
    except Rejected:
        if job.kind in TIRELESS:
            return Slice(checkpoint=job.checkpoint, done=job.done, wait=PATIENCE)
        return Slice(done=job.done, total=job.total, result=job.result, error=GAVE_UP)


def _deadline(clock: Clock) -> HasTime:
    ends = clock.monotonic() + SLICE_SECONDS
    return lambda: clock.monotonic() < ends


def _save(store: Store, stored: Stored[Job], after: Job) -> bool:
    try:
        store.commit([Put(after, version=stored.version)])
    except Stale:
        return False
    return True


def _queue_slice(
    seller: SellerId, job: Job, queue: TaskQueue, wait: timedelta, occasion: str = ""
) -> bool:
    """A slice is queued once; a sweep may ask for it once more at a time."""
    payload = {"seller": seller, "job": job.id}
    key = f"job:{seller}:{job.id}:{job.slices}{occasion}"
    return queue.enqueue(QUEUE, payload, key=key, delay=wait)
