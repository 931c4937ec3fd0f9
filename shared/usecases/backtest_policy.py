"""Try a policy on the seller's own past before it may answer anybody."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from shared.domain.automatic.backtest import Backtest, new_backtest
from shared.domain.automatic.journal import day_of
from shared.domain.automatic.policy import AutoPolicy, note_seen
from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.ids import SellerId
from shared.domain.jobs import JobKind, job_id, new_job
from shared.domain.moscow import MOSCOW
from shared.domain.settings import DEFAULT_SETTINGS, SETTINGS_KEY, SellerSettings
from shared.ports import Clock, Create, Patch, Put, Stores, TaskQueue
from shared.usecases.replay_past import REPORT
from shared.usecases.run_job import queue_job

_TRIES = 5
_DAY = timedelta(days=1)


def start_backtest(
    seller: SellerId,
    policy: AutoPolicy,
    *,
    days: int,
    seed: int,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> Backtest:
    """Begin a report, or find the one that answers the same question about the same days."""
    now = clock.now()
    midnight = datetime.combine(day_of(now) + _DAY, time(), MOSCOW).astimezone(UTC)
    report = new_backtest(policy, days, seed, midnight, now)
    name = job_id(JobKind.BACKTEST, report.id)
    job = new_job(name, JobKind.BACKTEST, {REPORT: report.id}, now)
    try:
        stores.of_seller(seller).commit([Create(report), Create(job)])
    except AlreadyExists:
        report = read_backtest(seller, report.id, stores=stores)
    if report.finished_at is None:
        queue_job(seller, job, queue)
    return report


def read_backtest(seller: SellerId, name: str, *, stores: Stores) -> Backtest:
    """Read one report of this seller; NotFound without it."""
    stored = stores.of_seller(seller).get(Backtest, name)
    if stored is None:
        raise NotFound("no such report")
    return stored.value


def see_backtest(seller: SellerId, name: str, *, stores: Stores, clock: Clock) -> Backtest:
    """The seller has looked at a finished report, so its policy may be turned on."""
    store = stores.of_seller(seller)
    report = read_backtest(seller, name, stores=stores)
    if report.finished_at is None:
        return report
    seen = replace(report, seen_at=clock.now())
    store.commit([Patch(Backtest, (name,), {"seen_at": seen.seen_at})])
    for _ in range(_TRIES):
        stored = store.get(SellerSettings, SETTINGS_KEY)
        settings = stored.value if stored else DEFAULT_SETTINGS
        known = note_seen(settings.auto_seen, report.policy_hash, report.id)
        after = replace(settings, auto_seen=known)
        with suppress(AlreadyExists, Stale):
            write = Put(after, version=stored.version) if stored else Create(after)
            store.commit([write])
            return seen
    raise Stale("the settings are saved elsewhere all the time")
