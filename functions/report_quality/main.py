"""Cloud Scheduler → counts repaired, lost jobs found; Cloud Tasks → a slice of a job, a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import flask
import functions_framework

from shared.adapters.cloud_tasks import open_queue
from shared.adapters.mail.opening import open_mailer
from shared.adapters.passwords import SystemSecrets
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.domain.accounts.mail import LetterKind
from shared.domain.ids import SellerId
from shared.entrypoint.config import MailSettings
from shared.entrypoint.job_tasks import LetterTask, OfficeTask
from shared.entrypoint.task import Facts, task, tick, tick_or_task
from shared.entrypoint.topology import mail_address, queue_address, store_address
from shared.usecases.job_workers import make_workers
from shared.usecases.report_quality import report_quality as repair
from shared.usecases.run_job import JobReport, run_job, sweep_jobs
from shared.usecases.send_letter import LetterDesk
from shared.usecases.watch_defects import watch_defects


@dataclass(frozen=True)
class Outside:
    """What this function does, connected."""

    repair: Callable[[], int]
    mark: Callable[[], int]
    sweep: Callable[[], int]
    run: Callable[..., JobReport]
    write: Callable[[LetterKind, str], Facts]


@cache
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = MailSettings.from_env()
    queue, stores = open_queue(**queue_address(settings)), open_stores(**store_address(settings))
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    workers = make_workers(stores=stores, queue=queue, clock=clock)
    desk = LetterDesk(
        stores=stores,
        mailer=open_mailer(**mail_address(settings)),
        secrets=SystemSecrets(),
        clock=clock,
        app_url=settings.app_origin,
    )
    return Outside(
        repair=partial(repair, stores=stores, clock=clock, queue=queue),
        mark=partial(watch_defects, stores=stores, clock=clock),
        sweep=partial(sweep_jobs, stores=stores, queue=queue, clock=clock),
        run=partial(run_job, workers=workers, stores=stores, queue=queue, clock=clock),
        write=desk.send,
    )


@tick("report_quality")
def on_tick() -> Facts:
    """Changes nothing where counts and lists agree and no job was lost."""
    known = outside()
    return {"repaired": known.repair(), "marked": known.mark(), "queued": known.sweep()}


@task("report_quality", OfficeTask)
def on_task(work: OfficeTask) -> Facts:
    """A slice that comes twice counts once; a letter that comes twice is sent twice."""
    if isinstance(body := work.root, LetterTask):
        return outside().write(body.letter, body.user)
    return outside().run(SellerId(body.seller), body.job, kind=body.kind).facts()


@functions_framework.http
def report_quality(request: flask.Request) -> flask.Response:
    """One function behind a schedule and a queue."""
    return tick_or_task(on_tick, on_task)(request)
