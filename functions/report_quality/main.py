"""Cloud Scheduler → counts repaired, lost jobs found; Cloud Tasks → a slice of a job, a letter."""

from collections.abc import Callable
from functools import partial

import flask
import functions_framework

from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.embeddings.late import late_judge
from shared.adapters.embeddings.opening import open_embedder
from shared.adapters.files.opening import open_files
from shared.adapters.mail.opening import open_mailer
from shared.adapters.passwords import SystemSecrets
from shared.adapters.store.belongings import seller_belongings
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.office import OfficeSettings
from shared.entrypoint.job_tasks import LetterTask, OfficeTask
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, task, tick, tick_or_task
from shared.entrypoint.topology import file_address, mail_address, queue_address, store_address
from shared.ports.late import open_late
from shared.usecases.account_workers import office_workers
from shared.usecases.keep_house import keep_house
from shared.usecases.run_job import JobReport, run_job
from shared.usecases.send_letter import LetterDesk


@dataclass(frozen=True)
class Outside:
    """What this function does, connected."""

    house: Callable[[], Facts]
    run: Callable[..., JobReport]
    write: Callable[..., Facts]


@connect_once
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = OfficeSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    stores = start_beats("report_quality", open_stores(**store_address(settings)), clock)
    queue, files = open_queue(**queue_address(settings)), open_files(**file_address(settings))
    office = partial(office_workers, stores=stores, files=files, queue=queue, clock=clock)
    kinds, embedder = open_late(seller_belongings), open_embedder(*settings.embedder)
    workers = office(belongings=kinds, judge=late_judge(), embedder=embedder)
    mailer, secrets = open_mailer(**mail_address(settings)), SystemSecrets()
    desk = LetterDesk(
        stores=stores, mailer=mailer, secrets=secrets, clock=clock, **settings.correspondents
    )
    return Outside(
        house=partial(keep_house, belongings=kinds, **office.keywords),
        run=partial(run_job, workers=workers, stores=stores, queue=queue, clock=clock),
        write=desk.send,
    )


@tick("report_quality")
def on_tick() -> Facts:
    """Changes nothing where counts and lists agree and no job was lost."""
    return outside().house()


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
