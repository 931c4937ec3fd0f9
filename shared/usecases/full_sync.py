"""Read a seller's whole history again, as a job whose progress the seller can follow."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from shared.domain.accounts.account import Seller
from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound
from shared.domain.ids import SellerId
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CHANNELS
from shared.domain.sync.state import ChannelSync, SyncState, SyncStatus
from shared.ports import Clock, Stores, TaskQueue
from shared.usecases.park_category import is_parked
from shared.usecases.run_job import find_unfinished, start_job
from shared.usecases.start_sync import (
    ASK_EVERY,
    read_everything,
    readable_categories,
    token_facts,
)

NO_CABINET = "Сначала подключите кабинет Wildberries."
TOO_LONG = "Полная сверка не закончилась за сутки. Запустите её ещё раз."

_FIRST_LOOK = timedelta(seconds=5)
_SELDOMEST_LOOK = timedelta(minutes=2)
_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullSync:
    """A wish for everything: its job, and the categories that it reads."""

    job: str
    categories: tuple[Category, ...]


def request_full_sync(
    seller: SellerId,
    categories: Collection[Category],
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> FullSync | None:
    """Start a job unless one is under way; None when one was started just before and is over."""
    facts = token_facts(seller, stores=stores)
    wanted = [one for one in readable_categories(facts) if one in categories]
    running = find_unfinished(seller, JobKind.FULL_SYNC, stores=stores)
    if running is not None:
        return FullSync(job=running.id, categories=_wished(running))
    minute = int(clock.now().timestamp() // ASK_EVERY.total_seconds())
    job, is_new = start_job(
        seller,
        JobKind.FULL_SYNC,
        job_id(JobKind.FULL_SYNC, str(minute)),
        stores=stores,
        queue=queue,
        clock=clock,
        wish={"categories": " ".join(wanted)},
    )
    return FullSync(job=job.id, categories=tuple(wanted)) if is_new else None


def full_sync_worker(*, stores: Stores, queue: TaskQueue, clock: Clock) -> Worker:
    """Make what works off jobs of this kind: it has the syncs read, and watches them."""
    return partial(_watch_syncs, stores=stores, queue=queue, clock=clock)


def _watch_syncs(
    seller: SellerId,
    job: Job,
    _has_time: HasTime,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> Slice:
    if "reading" not in job.checkpoint:
        return _begin(seller, job, stores=stores, queue=queue, clock=clock)
    reading = map(Category, job.checkpoint["reading"].split())
    part = _progress(seller, list(reading), job.created_at, stores)
    if not (part.is_over or part.error) and clock.now() - job.created_at > _LONGEST:
        return replace(part, error=TOO_LONG)
    wait = min(_FIRST_LOOK * 2 ** min(job.slices, 10), _SELDOMEST_LOOK)
    return replace(part, checkpoint=job.checkpoint, wait=wait)


def _begin(seller: SellerId, job: Job, *, stores: Stores, queue: TaskQueue, clock: Clock) -> Slice:
    try:
        reading = read_everything(
            seller, _wished(job), job.created_at, stores=stores, queue=queue, clock=clock
        )
    except NotFound:
        return Slice(error=NO_CABINET)
    return Slice(checkpoint={"reading": " ".join(reading)}, wait=_FIRST_LOOK)


def _progress(
    seller: SellerId, reading: Collection[Category], since: datetime, stores: Stores
) -> Slice:
    states = stores.of_seller(seller).get_many(SyncState, [one.value for one in reading])
    profile = stores.shared().get(Seller, seller)
    refused = []
    channels: dict[str, ChannelSync] = {}
    for category in reading:
        stored = states.get(category.value)
        known = stored.value.channels if stored else {}
        part = {name.value: known.get(name, ChannelSync()) for name in CHANNELS[category]}
        channels |= part
        # What the channels show may be an older refusal that this very job is to overcome.
        if profile is not None and is_parked(profile.value, category):
            refused += [one.error for one in part.values() if one.status is SyncStatus.PARKED]
    read = {name: one.compared for name, one in channels.items()}
    return Slice(
        done=sum(read.values()),
        result=read,
        is_over=all(_is_compared(one, since) for one in channels.values()),
        error=refused[0] if refused else "",
    )


def _is_compared(progress: ChannelSync, since: datetime) -> bool:
    return progress.compared_at is not None and progress.compared_at >= since


def _wished(job: Job) -> tuple[Category, ...]:
    """A job that operators started wishes for everything."""
    names = job.wish.get("categories")
    return tuple(Category) if names is None else tuple(map(Category, names.split()))
