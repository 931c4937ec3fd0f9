"""What every gauge tells of a queue: the one in memory, and the one that asks Cloud Tasks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from shared.adapters.cloud_tasks.gauge import CloudTasksGauge, open_gauge
from shared.adapters.cloud_tasks.queue import CloudTasksQueue, TaskRoute
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.errors import RetryLater, Unavailable
from shared.ports import QueueGauge, TaskQueue
from tests.builders import NOON
from tests.tasks_emulator.support import (
    ACCOUNT,
    LOCATION,
    PROJECT,
    REGION,
    Emulator,
    run_emulator,
    wait_until,
)

HELD, TRIED, EMPTY = "paused", "retry", "fast"
NOWHERE = "http://127.0.0.1:9/never"
PATIENCE_S = 5.0


class Bench(Protocol):
    """A queue whose worker never succeeds, and its gauge."""

    queue: TaskQueue
    gauge: QueueGauge

    def now(self) -> datetime:
        """The product's clock."""

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what is due in the queue that is not held is tried."""


class MemoryBench:
    """Virtual time."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.memory = MemoryTaskQueue(self.clock)
        self.queue: TaskQueue = self.memory
        self.gauge: QueueGauge = self.memory

    def now(self) -> datetime:
        return self.clock.now()

    def pass_time(self, seconds: float) -> None:
        # What is held is not run at all: this queue knows no pause.
        if all(task.queue == TRIED for task in self.memory.waiting):
            self.memory.run_due({TRIED: self._fail})
        self.clock.advance(timedelta(seconds=seconds))

    def _fail(self, _: object) -> None:
        raise RetryLater("not now")


@dataclass
class CloudBench:
    """The real client before the real process of the local queues."""

    queue: TaskQueue
    gauge: QueueGauge

    def now(self) -> datetime:
        return datetime.now(UTC)

    def pass_time(self, seconds: float) -> None:
        time.sleep(seconds)


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with run_emulator(tmp_path_factory.mktemp("gauged")) as running:
        running.client.pause_queue(name=f"{LOCATION}/queues/{HELD}")
        yield running


@pytest.fixture(params=["memory", pytest.param("cloud", marks=pytest.mark.stack)])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "memory":
        return MemoryBench()
    emulator: Emulator = request.getfixturevalue("emulator")
    for queue in (HELD, TRIED):
        emulator.client.purge_queue(name=f"{LOCATION}/queues/{queue}")
    route = TaskRoute(url=NOWHERE, service_account_email=ACCOUNT, deadline=timedelta(seconds=60))
    routes = {HELD: route, TRIED: route}
    tasks = CloudTasksQueue(emulator.client, routes, PROJECT, REGION)
    return CloudBench(tasks, CloudTasksGauge(emulator.client, PROJECT, REGION))


def test_an_empty_queue_holds_nothing_and_nobody_waits(bench: Bench) -> None:
    level = bench.gauge.read_level(EMPTY, bench.now())

    assert (level.depth, level.oldest_at, level.paused) == (0, None, False)


def test_what_waits_is_counted_and_the_oldest_tells_since_when(bench: Bench) -> None:
    before = bench.now()
    for number in range(3):
        bench.queue.enqueue(HELD, {}, key=f"waits-{number}")
    bench.pass_time(0.6)

    level = bench.gauge.read_level(HELD, bench.now())

    assert level.depth == 3
    assert level.oldest_at is not None
    assert abs(level.oldest_at - before) < timedelta(seconds=0.5)


def test_a_task_whose_time_has_not_come_is_counted_and_not_old(bench: Bench) -> None:
    bench.queue.enqueue(HELD, {}, key="later", delay=timedelta(hours=1))

    level = bench.gauge.read_level(HELD, bench.now())

    assert (level.depth, level.oldest_at) == (1, None)


def test_a_task_waits_from_its_first_attempt_and_not_anew_after_each(bench: Bench) -> None:
    before = bench.now()
    bench.queue.enqueue(TRIED, {}, key="fails")
    for _ in range(6):
        bench.pass_time(0.1)

    level = bench.gauge.read_level(TRIED, bench.now())

    assert level.depth == 1
    assert level.oldest_at is not None
    assert level.oldest_at - before < timedelta(seconds=0.4)


@pytest.mark.stack
def test_a_paused_queue_is_told_and_forgotten_when_it_goes_on(emulator: Emulator) -> None:
    gauge = open_gauge(emulator=emulator.address, project=PROJECT, region=REGION)
    name = f"{LOCATION}/queues/listed"

    emulator.client.pause_queue(name=name)
    assert gauge.read_level("listed", NOON).paused
    emulator.client.resume_queue(name=name)
    wait_until(lambda: not gauge.read_level("listed", NOON).paused, PATIENCE_S)


@pytest.mark.stack
def test_a_queue_that_nobody_has_is_unavailable(emulator: Emulator) -> None:
    gauge = CloudTasksGauge(emulator.client, PROJECT, REGION)

    with pytest.raises(Unavailable):
        gauge.read_level("nowhere", NOON)
