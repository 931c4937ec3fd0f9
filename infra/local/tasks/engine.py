"""Decides what is dispatched when; knows neither HTTP nor gRPC nor the time of day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from infra.local.tasks.outcomes import Outcome
from infra.local.tasks.rates import Throttle, TokenBucket
from infra.local.tasks.retries import delay_after, is_exhausted
from infra.local.tasks.store import StoredTask, TaskStore
from infra.local.tasks.table import QueueLimits

_QUEUE = "queue"


class NameTakenError(Exception):
    """A task of this name exists, or existed too recently."""


class Verdict(StrEnum):
    """What an attempt's outcome meant for its task."""

    COMPLETED = "completed"
    RETRIED = "retried"
    EXHAUSTED = "exhausted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The verdict on an attempt, and whether it slowed the queue."""

    verdict: Verdict
    slowed: bool = False
    retry_at: float | None = None


@dataclass(slots=True)
class Lane:
    """What one queue is doing at the moment."""

    limits: QueueLimits
    bucket: TokenBucket
    paused: bool
    throttle: Throttle = field(default_factory=Throttle)
    running: int = 0
    dispatched: int = 0
    failed: int = 0
    exhausted: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFigures:
    """One queue, for people."""

    depth: int
    oldest_task_age_s: float
    paused: bool
    running: int
    dispatched: int
    completed: int
    failed: int
    exhausted: int
    rate: float
    effective_rate: float


class Engine:
    """The queues; every method takes the time as an argument and must run on one thread."""

    def __init__(self, store: TaskStore, queues: Mapping[str, QueueLimits]) -> None:
        self._store = store
        paused = store.paused(_QUEUE)
        self.lanes: dict[str, Lane] = {
            name: Lane(limits, TokenBucket(limits.max_dispatches_per_second), name in paused)
            for name, limits in queues.items()
        }

    def add(self, task: StoredTask, now: float) -> None:
        """Keep a task under a name that nobody used within the last day."""
        if self._store.knows(task.queue, task.id, now):
            raise NameTakenError(task.id)
        self._store.add(task)

    def take_due(self, now: float) -> list[StoredTask]:
        """Lease what may start now under every queue's limits."""
        return [
            task
            for name, lane in self.lanes.items()
            if not lane.paused
            for task in self._take_from(name, lane, now)
        ]

    def take_forced(self, queue: str, task_id: str, now: float) -> StoredTask | None:
        """Lease one task in spite of pause, rate and schedule; None when it is not waiting."""
        task = self._store.take_one(queue, task_id, now)
        if task is not None:
            self._start(self.lanes[queue], 1)
        return task

    def next_wake(self, now: float) -> float | None:
        """When something may become due if nothing else happens."""
        moments = [
            max(due, lane.bucket.ready_at(now, lane.throttle.factor(now)))
            for name, lane in self.lanes.items()
            if not lane.paused
            and lane.running < lane.limits.max_concurrent_dispatches
            and (due := self._store.next_due(name)) is not None
        ]
        return min(moments, default=None)

    def settle(
        self, task: StoredTask, outcome: Outcome, *, dispatched_at: float, now: float
    ) -> Settlement:
        """Complete, retry or give up a leased task."""
        lane = self.lanes[task.queue]
        lane.running -= 1
        if outcome.is_success:
            lane.completed += 1
            lane.throttle.note_success()
            removed = self._store.remove(task.queue, task.id, now)
            return Settlement(verdict=Verdict.COMPLETED if removed else Verdict.DELETED)
        lane.failed += 1
        slowed = self._slow(lane, outcome, now)
        return self._retry(lane, _after_failure(task, outcome, dispatched_at, now), outcome, slowed)

    def remove(self, queue: str, task_id: str, now: float) -> bool:
        """Delete a waiting or running task; False when there is none."""
        return self._store.remove(queue, task_id, now)

    def purge(self, queue: str, now: float) -> int:
        """Delete all tasks of a queue."""
        return self._store.purge(queue, now)

    def pause(self, queue: str) -> None:
        """Start nothing more from a queue; running attempts end by themselves."""
        self._store.pause(_QUEUE, queue)
        self.lanes[queue].paused = True

    def resume(self, queue: str) -> None:
        """Let a queue start tasks again."""
        self._store.resume(_QUEUE, queue)
        self.lanes[queue].paused = False

    def figures(self, queue: str, now: float) -> LaneFigures:
        """One queue, for people."""
        lane = self.lanes[queue]
        depth, oldest = self._store.depth(queue)
        rate = lane.limits.max_dispatches_per_second
        return LaneFigures(
            depth=depth,
            oldest_task_age_s=0.0 if oldest is None else round(max(0.0, now - oldest), 3),
            paused=lane.paused,
            running=lane.running,
            dispatched=lane.dispatched,
            completed=lane.completed,
            failed=lane.failed,
            exhausted=lane.exhausted,
            rate=rate,
            effective_rate=round(rate * lane.throttle.factor(now), 3),
        )

    def _take_from(self, name: str, lane: Lane, now: float) -> list[StoredTask]:
        room = lane.limits.max_concurrent_dispatches - lane.running
        allowed = min(room, lane.bucket.available(now, lane.throttle.factor(now)))
        if allowed < 1:
            return []
        tasks = self._store.take(name, now, allowed)
        lane.bucket.spend(len(tasks))
        self._start(lane, len(tasks))
        return tasks

    @staticmethod
    def _start(lane: Lane, count: int) -> None:
        lane.running += count
        lane.dispatched += count

    @staticmethod
    def _slow(lane: Lane, outcome: Outcome, now: float) -> bool:
        by_failures = lane.throttle.note_failure(now)
        return (outcome.is_overload and lane.throttle.note_overload(now)) or by_failures

    def _retry(
        self,
        lane: Lane,
        task: StoredTask,
        outcome: Outcome,
        slowed: bool,  # noqa: FBT001
    ) -> Settlement:
        now = task.last_response if task.last_response is not None else task.due
        first = task.first_dispatch if task.first_dispatch is not None else now
        if is_exhausted(
            lane.limits,
            attempts=task.attempts,
            since_first_s=now - first,
            age_s=now - task.created,
        ):
            removed = self._store.remove(task.queue, task.id, now)
            lane.exhausted += int(removed)
            verdict = Verdict.EXHAUSTED if removed else Verdict.DELETED
            return Settlement(verdict=verdict, slowed=slowed)
        retry_at = now + delay_after(lane.limits, task.attempts, outcome.retry_after_s)
        kept = self._store.replace(replace(task, due=retry_at))
        if not kept:
            return Settlement(verdict=Verdict.DELETED, slowed=slowed)
        return Settlement(verdict=Verdict.RETRIED, slowed=slowed, retry_at=retry_at)


def _after_failure(
    task: StoredTask, outcome: Outcome, dispatched_at: float, now: float
) -> StoredTask:
    return replace(
        task,
        leased=False,
        attempts=task.attempts + 1,
        responses=task.responses + int(outcome.code is not None),
        executions=task.executions + int(outcome.is_execution),
        first_due=task.due if task.first_due is None else task.first_due,
        first_dispatch=dispatched_at if task.first_dispatch is None else task.first_dispatch,
        last_due=task.due,
        last_dispatch=dispatched_at,
        last_response=now,
        last_code=outcome.code,
        last_reason=outcome.reason,
        last_rpc_code=outcome.rpc_code,
    )
