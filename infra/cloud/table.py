"""The one table of functions, queues and schedules, typed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

INFRA = Path(__file__).resolve().parents[1]

Trigger = Literal["http", "task", "schedule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One Cloud Run service: who calls it, what it may use, which queues it may fill.

    What `gauges` reads how full every queue is.
    """

    name: str
    trigger: Trigger
    memory: str
    timeout_s: int
    concurrency: int
    max_instances: int
    secrets: tuple[str, ...]
    enqueues: tuple[str, ...]
    files: Literal["none", "read", "write"]
    switch: bool
    key: Literal["none", "wrap", "unwrap"]
    gauges: bool

    @property
    def service(self) -> str:
        """Cloud Run allows no underscore."""
        return service_name(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One Cloud Tasks queue and the pace that its function expects."""

    name: str
    function: str
    max_dispatches_per_second: float
    max_concurrent_dispatches: int
    max_attempts: int
    min_backoff_s: int
    max_backoff_s: int
    max_doublings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One Cloud Scheduler job; `cron` is in UTC."""

    name: str
    function: str
    cron: str
    attempt_deadline_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is deployed."""

    functions: tuple[Function, ...]
    queues: tuple[Queue, ...]
    schedules: tuple[Schedule, ...]

    @classmethod
    def load(cls, path: Path = INFRA / "functions.json") -> Self:
        """Read the table; a field that is missing fails here by its name."""
        rows: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            functions=tuple(_function(name, row) for name, row in rows["functions"].items()),
            queues=tuple(_queue(name, row) for name, row in rows["queues"].items()),
            schedules=tuple(Schedule(name=name, **row) for name, row in rows["schedules"].items()),
        )

    def callers(self, function: Function) -> tuple[str, ...]:
        """The accounts that call a function by its queues and schedules."""
        by_queue = any(queue.function == function.name for queue in self.queues)
        by_clock = any(schedule.function == function.name for schedule in self.schedules)
        return (("tasks",) if by_queue else ()) + (("scheduler",) if by_clock else ())


def service_name(function: str) -> str:
    """A function's name as Cloud Run writes it."""
    return function.replace("_", "-")


def _function(name: str, row: dict[str, Any]) -> Function:
    return Function(
        name=name,
        trigger=row["trigger"],
        memory=row["memory"],
        timeout_s=row["timeout_s"],
        concurrency=row["concurrency"],
        max_instances=row["max_instances"],
        secrets=tuple(row["secrets"]),
        enqueues=tuple(row["enqueues"]),
        files=row["files"],
        switch=row["switch"],
        key=row["key"],
        gauges=row["gauges"],
    )


def _queue(name: str, row: dict[str, Any]) -> Queue:
    fields = {key: value for key, value in row.items() if key != "dispatch_deadline_s"}
    return Queue(name=name, **fields)
