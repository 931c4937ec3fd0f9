"""Cloud Scheduler → counts repaired, lost jobs found; Cloud Tasks → one slice of a job."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import flask
import functions_framework

from shared.adapters.cloud_tasks import open_queue
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.domain.ids import SellerId
from shared.domain.jobs import JobKind
from shared.entrypoint.config import Settings
from shared.entrypoint.task import Facts, Payload, task, tick, tick_or_task
from shared.entrypoint.topology import queue_address, store_address
from shared.usecases.full_sync import full_sync_worker
from shared.usecases.rebuild_profiles import profile_worker
from shared.usecases.report_quality import report_quality as repair
from shared.usecases.retry_quarantine import quarantine_worker
from shared.usecases.run_job import JobReport, Workers, run_job, start_job, sweep_jobs


class JobTask(Payload):
    """Whose job, and which; with a kind, a job that may have to be made first."""

    seller: str
    job: str
    kind: JobKind | None = None


@dataclass(frozen=True)
class Outside:
    """What this function does, connected."""

    repair: Callable[[], int]
    sweep: Callable[[], int]
    start: Callable[[SellerId, JobKind, str], object]
    run: Callable[[SellerId, str], JobReport]


@cache
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    stores, queue = open_stores(**store_address(settings)), open_queue(**queue_address(settings))
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    workers: Workers = {
        JobKind.FULL_SYNC: full_sync_worker(stores=stores, queue=queue, clock=clock),
        JobKind.REBUILD_PROFILES: profile_worker(stores=stores, clock=clock),
        JobKind.QUARANTINE: quarantine_worker(stores=stores, queue=queue, clock=clock),
    }
    return Outside(
        repair=partial(repair, stores=stores, clock=clock),
        sweep=partial(sweep_jobs, stores=stores, queue=queue, clock=clock),
        start=partial(start_job, stores=stores, queue=queue, clock=clock),
        run=partial(run_job, workers=workers, stores=stores, queue=queue, clock=clock),
    )


@tick("report_quality")
def on_tick() -> Facts:
    """Changes nothing where counts and lists agree and no job was lost."""
    return {"repaired": outside().repair(), "queued": outside().sweep()}


@task("report_quality", JobTask)
def on_task(body: JobTask) -> Facts:
    """A slice that comes twice counts once."""
    if body.kind is not None:
        outside().start(SellerId(body.seller), body.kind, body.job)
    return outside().run(SellerId(body.seller), body.job).facts()


@functions_framework.http
def report_quality(request: flask.Request) -> flask.Response:
    """One function behind a schedule and a queue."""
    return tick_or_task(on_tick, on_task)(request)
