"""Cloud Scheduler's part: one tick at a time for each job, and no catching up."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim

from infra.local.tasks.courier import Call, Courier
from infra.local.tasks.identity import Identity
from infra.local.tasks.store import TaskStore
from infra.local.tasks.table import Schedule

log = logging.getLogger(__name__)

EMAIL: Final = "scheduler@{project}.iam.gserviceaccount.com"
_JOB: Final = "job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One run of a job."""

    job: str
    moment: float
    started_at: float


@dataclass(slots=True, kw_only=True)
class Job:
    """What one schedule is doing at the moment."""

    schedule: Schedule
    next_due: float
    paused: bool
    running: bool = False
    last_tick: float | None = None
    last_status: str | None = None
    last_late_s: float = 0.0


def next_moment(schedule: Schedule, after: float) -> float:
    """The first moment later than `after` that the cron expression names."""
    start = datetime.fromtimestamp(after, ZoneInfo(schedule.time_zone))
    return next(CronSim(schedule.cron, start)).timestamp()


class Schedules:
    """Decides which jobs tick when; ticks that were missed stay missed."""

    def __init__(self, store: TaskStore, schedules: Mapping[str, Schedule], now: float) -> None:
        self._store = store
        paused, ticks = store.paused(_JOB), store.ticks()
        self.jobs: dict[str, Job] = {}
        for name, schedule in schedules.items():
            at, status = ticks.get(name, (None, None))
            self.jobs[name] = Job(
                schedule=schedule,
                next_due=next_moment(schedule, now),
                paused=name in paused,
                last_tick=at,
                last_status=status,
            )

    def take_due(self, now: float) -> list[Tick]:
        """Start the jobs whose moment has come."""
        due = [
            Tick(job=name, moment=job.next_due, started_at=now)
            for name, job in self.jobs.items()
            if not job.paused and not job.running and job.next_due <= now
        ]
        for tick in due:
            self.jobs[tick.job].running = True
        return due

    def advance_all(self, now: float) -> None:
        """Make every job due now, so that a fresh stack need not wait for the next minute."""
        for job in self.jobs.values():
            job.next_due = now

    def take_forced(self, name: str, now: float) -> Tick | None:
        """Start a job out of turn, unless it is running."""
        job = self.jobs[name]
        if job.running:
            return None
        job.running = True
        return Tick(job=name, moment=now, started_at=now)

    def settle(self, tick: Tick, status: str, now: float) -> None:
        """Note how a tick ended and look ahead from now, not from the tick."""
        job = self.jobs[tick.job]
        job.running = False
        job.last_tick, job.last_status = tick.moment, status
        job.last_late_s = round(tick.started_at - tick.moment, 3)
        job.next_due = next_moment(job.schedule, now)
        self._store.note_tick(tick.job, tick.moment, status)

    def next_wake(self) -> float | None:
        """When the next job ticks if nothing happens."""
        moments = [job.next_due for job in self.jobs.values() if not (job.paused or job.running)]
        return min(moments, default=None)

    def pause(self, name: str) -> None:
        """Let a job tick no more."""
        self._store.pause(_JOB, name)
        self.jobs[name].paused = True

    def resume(self, name: str, now: float) -> None:
        """Let a job tick again from its next moment on."""
        self._store.resume(_JOB, name)
        self.jobs[name].paused = False
        self.jobs[name].next_due = next_moment(self.jobs[name].schedule, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """The schedules as a source of work; when not `automatic`, jobs run on demand alone."""

    schedules: Schedules
    courier: Courier
    identity: Identity
    clock: Callable[[], float]
    target: str
    email: str
    automatic: bool

    def take_due(self, now: float) -> list[Tick]:
        """Start the jobs whose moment has come."""
        return self.schedules.take_due(now) if self.automatic else []

    def next_wake(self, now: float) -> float | None:
        """When the next job ticks."""
        return self.schedules.next_wake() if self.automatic else None

    async def carry_out(self, item: Tick, /) -> None:
        """Call the function of one job."""
        outcome = await self.courier.carry(self._make_call(item))
        self.schedules.settle(item, outcome.reason, self.clock())
        if not outcome.is_success:
            log.warning("tick failed", extra={"job": item.job, "outcome": outcome.reason})

    def _make_call(self, tick: Tick) -> Call:
        schedule = self.schedules.jobs[tick.job].schedule
        url = self.target.format(function=schedule.function)
        moment = datetime.fromtimestamp(tick.moment, UTC).isoformat().replace("+00:00", "Z")
        token = self.identity.token(self.email, url, self.clock())
        return Call(
            method="POST",
            url=url,
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "User-Agent": "Google-Cloud-Scheduler",
                "X-CloudScheduler": "true",
                "X-CloudScheduler-JobName": tick.job,
                "X-CloudScheduler-ScheduleTime": moment,
            },
            body=b"{}",
            deadline_s=schedule.attempt_deadline_s,
        )
