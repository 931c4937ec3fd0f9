"""Long work for one seller, cut into slices that a queue runs one after another."""

from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId, hash_key

KEEP_JOBS = timedelta(days=30)
# A task may take a minute; the last step of a slice may be slow.
SLICE_SECONDS = 40.0
# A slice that is not heard of for so long was lost on its way.
PATIENCE = timedelta(minutes=5)
# A job that still fails after so long will never end by itself.
LONGEST = timedelta(days=2)
GAVE_UP = "Задание не удалось выполнить. Попробуйте запустить его ещё раз."


class JobKind(StrEnum):
    """What a job does; one worker per kind."""

    FULL_SYNC = "full_sync"
    REBUILD_PROFILES = "rebuild_profiles"
    QUARANTINE = "quarantine"
    SEARCH_INDEX = "search_index"
    DEADLINES = "deadlines"
    REREAD = "reread"
    EXPORT = "export"
    ERASURE = "erasure"
    BACKTEST = "backtest"
    BULK = "bulk"


class JobState(StrEnum):
    """How a job stands, for the seller."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


FINAL = frozenset({JobState.DONE, JobState.FAILED})
# What was promised to somebody is tried until it is done.
TIRELESS = frozenset({JobKind.ERASURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work.

    `wish` is what was asked for, `checkpoint` where the next slice goes on: both are the worker's
    own words, and hold ids and numbers alone. `due_at` is when somebody must look whether the
    next slice was lost, and None once the job is over. `error` is Russian.
    """

    id: str
    kind: JobKind
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    due_at: datetime | None
    state: JobState = JobState.QUEUED
    wish: dict[str, str] = field(default_factory=dict)
    checkpoint: dict[str, str] = field(default_factory=dict)
    slices: int = 0
    done: int = 0
    total: int | None = None
    result: dict[str, int] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What one slice came to: where to go on after `wait`, unless the job `is_over`.

    `done` of `total` is the progress so far, `result` the counts so far; with `error`, in
    Russian, the job has failed for good.
    """

    checkpoint: dict[str, str] = field(default_factory=dict)
    done: int = 0
    total: int | None = None
    result: dict[str, int] = field(default_factory=dict)
    is_over: bool = False
    wait: timedelta = timedelta(0)
    error: str = ""


HasTime = Callable[[], bool]
# A worker does the next slice of a job while it has time. It may be cut off anywhere and be given
# the same checkpoint again, even by two tasks at once.
Worker = Callable[[SellerId, Job, HasTime], Slice]


def job_id(kind: JobKind, occasion: str) -> str:
    """Name a job by what asked for it, so that a repeated request meets itself."""
    return hash_key("job", kind.value, occasion)


def new_job(name: str, kind: JobKind, wish: dict[str, str], now: datetime) -> Job:
    """A job that waits for its first slice."""
    return Job(
        id=name,
        kind=kind,
        created_at=now,
        changed_at=now,
        expires_at=now + KEEP_JOBS,
        due_at=now + PATIENCE,
        wish=wish,
    )


def after_slice(job: Job, part: Slice, now: datetime) -> Job:
    """The job with one more slice done."""
    state = JobState.FAILED if part.error else JobState.DONE if part.is_over else JobState.RUNNING
    return replace(
        job,
        state=state,
        changed_at=now,
        due_at=None if state in FINAL else now + part.wait + PATIENCE,
        checkpoint={} if state in FINAL else part.checkpoint,
        slices=job.slices + 1,
        done=part.done,
        total=part.total,
        result=part.result,
        error=part.error,
    )
