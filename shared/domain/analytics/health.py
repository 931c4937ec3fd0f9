"""What the parts of the pipeline have noted of themselves, and what follows from it.

Nothing is ever asked whether it lives: functions note their successes, the sweep notes the queues.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.analytics.heartbeats import RECENT, Heartbeat
from shared.domain.analytics.parts import part_words
from shared.domain.analytics.uptime import Tries
from shared.domain.dataclass import dataclass

QUEUES_KEY = "queues"
# A queue whose tasks wait for so long beyond their time is not worked off.
OLD_AFTER = timedelta(seconds=50)
OLD_GAUGE = timedelta(seconds=110)
# A queue that holds a task for so long waits for a person.
STUCK_AFTER = timedelta(minutes=10)
LATE_SLACK = timedelta(seconds=50)
DEEP = 100
BAD_SHARE = 0.2
LEAST_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLevel:
    """One queue: how many tasks it holds, and since when the one waits that waits the longest.

    A task waits from its time or from its first attempt, and not anew after each one.
    """

    depth: int = 0
    oldest_at: datetime | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLevels:
    """All queues as they were at a moment, and how many replies the sweep found left behind."""

    id: str = QUEUES_KEY
    at: datetime
    queues: dict[str, QueueLevel] = field(default_factory=dict)
    sweep_backlog: int = 0


class State(StrEnum):
    """How a part of the pipeline does; nothing is known of what never worked."""

    OK = "ok"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionHealth:
    """One function."""

    name: str
    title: str
    state: State
    ok_at: datetime | None
    tries: int
    error_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueHealth:
    """One queue."""

    name: str
    title: str
    state: State
    depth: int
    oldest_at: datetime | None
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHealth:
    """One job of the scheduler."""

    name: str
    title: str
    state: State
    ticked_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Everything at once."""

    at: datetime
    queues_at: datetime | None
    functions: list[FunctionHealth]
    queues: list[QueueHealth]
    jobs: list[JobHealth]
    sweep_backlog: int


def judge_function(
    name: str, beat: Heartbeat | None, queue: QueueHealth | None, *, is_late: bool, now: datetime
) -> FunctionHealth:
    """Bad is what fails too often, misses its ticks, or lets its tasks grow old while it sleeps."""
    oldest = now.timestamp() - RECENT.total_seconds()
    slots = beat.slots if beat else {}
    tries = sum((one for at, one in slots.items() if int(at) > oldest), Tries())
    share = round(tries.failed / tries.total, 4) if tries.total else 0.0
    ok_at = beat.ok_at if beat else None
    failing = tries.total >= LEAST_TRIES and share > BAD_SHARE
    stuck = queue is not None and queue.state is State.BAD and not queue.paused
    silent = stuck and (ok_at is None or now - ok_at > OLD_AFTER)
    state = State.UNKNOWN if ok_at is None else State.OK
    if failing or silent or is_late:
        state = State.BAD
    return FunctionHealth(
        name=name,
        title=part_words(name),
        state=state,
        ok_at=ok_at,
        tries=tries.total,
        error_share=share,
    )


def judge_queue(name: str, levels: QueueLevels | None) -> QueueHealth:
    """Bad is what is paused, too deep, or held a task that had waited for too long."""
    level = levels.queues.get(name) if levels else None
    if levels is None or level is None:
        return QueueHealth(
            name=name,
            title=part_words(name),
            state=State.UNKNOWN,
            depth=0,
            oldest_at=None,
            paused=False,
        )
    old = level.oldest_at is not None and levels.at - level.oldest_at > OLD_AFTER
    bad = level.paused or old or level.depth >= DEEP
    return QueueHealth(
        name=name,
        title=part_words(name),
        state=State.BAD if bad else State.OK,
        depth=level.depth,
        oldest_at=level.oldest_at,
        paused=level.paused,
    )


def count_stuck(levels: QueueLevels) -> int:
    """Queues that somebody has paused, or that nobody works off any more."""
    return sum(
        level.paused or (level.oldest_at is not None and levels.at - level.oldest_at > STUCK_AFTER)
        for level in levels.queues.values()
    )


def judge_job(name: str, beat: Heartbeat | None, every: timedelta, now: datetime) -> JobHealth:
    """Late is what has missed a tick; what never ticked is not known yet."""
    ticked_at = beat.ticked_at if beat else None
    is_late = ticked_at is not None and now - ticked_at > every + LATE_SLACK
    state = State.UNKNOWN if ticked_at is None else State.BAD if is_late else State.OK
    return JobHealth(
        name=name, title=part_words(name), state=state, ticked_at=ticked_at, is_late=is_late
    )


def judge_pipeline(
    beats: Mapping[str, Heartbeat],
    levels: QueueLevels | None,
    *,
    queues: Mapping[str, str],
    jobs: Mapping[str, tuple[str, timedelta]],
    functions: tuple[str, ...],
    now: datetime,
) -> Pipeline:
    """`queues` tells which function works each off, `jobs` which is called and how often."""
    fresh = levels if levels and now - levels.at <= OLD_GAUGE else None
    by_queue = {name: judge_queue(name, fresh) for name in queues}
    ticks = {
        name: judge_job(name, beats.get(function), every, now)
        for name, (function, every) in jobs.items()
    }
    worked = {function: by_queue[name] for name, function in queues.items()}
    late = {jobs[name][0] for name, job in ticks.items() if job.is_late}
    return Pipeline(
        at=now,
        queues_at=levels.at if levels else None,
        functions=[
            judge_function(name, beats.get(name), worked.get(name), is_late=name in late, now=now)
            for name in functions
        ],
        queues=list(by_queue.values()),
        jobs=list(ticks.values()),
        sweep_backlog=levels.sweep_backlog if levels else 0,
    )
