"""What stands still is named within two minutes, and forgotten when it moves again."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import Handler, MemoryTaskQueue
from shared.adapters.store.counting import CountingStores
from shared.domain.analytics.health import QueueLevel, State
from shared.domain.analytics.heartbeats import Heartbeat
from shared.domain.errors import RetryLater, Unavailable
from shared.usecases.note_beats import Beats
from shared.usecases.read_pipeline import FUNCTIONS, JOBS, QUEUES, gauge_queues, read_pipeline
from tests.builders import NOON
from tests.stores import embedded_stores

TABLE = json.loads((Path(__file__).parents[3] / "infra" / "functions.json").read_text())
EVERY_CRON = {"* * * * *": timedelta(minutes=1), "7 * * * *": timedelta(hours=1)}


class Plant:
    """The pipeline in virtual time: ticks a minute, a task a tick in every queue."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.stores = CountingStores(embedded_stores())
        self.queue = MemoryTaskQueue(self.clock)
        self.beats = {name: Beats(name, stores=self.stores, clock=self.clock) for name in FUNCTIONS}
        self.stopped: set[str] = set()
        self.paused: set[str] = set()
        self.scheduler_on = True
        self.number = 0

    def read_level(self, queue: str, now: datetime) -> QueueLevel:
        level = self.queue.read_level(queue, now)
        paused = queue in self.paused
        return QueueLevel(depth=level.depth, oldest_at=level.oldest_at, paused=paused)

    def pass_minutes(self, count: int) -> set[str]:
        """Live, then name what is bad."""
        for _ in range(count * 12):
            if self.scheduler_on and self.number % 12 == 0:
                self._tick()
            self.queue.run_due({name: self._handler(name) for name in QUEUES})
            self.clock.advance(timedelta(seconds=5))
            self.number += 1
        found = read_pipeline(stores=self.stores, clock=self.clock)
        states = {part.name: part.state for part in found.functions}
        states |= {part.name: part.state for part in found.queues}
        states |= {part.name: part.state for part in found.jobs}
        return {name for name, state in states.items() if state is State.BAD}

    def _tick(self) -> None:
        for function, _ in JOBS.values():
            if function not in self.stopped:
                self.beats[function].note(ok=True, ticked=True)
        for name in QUEUES:
            self.queue.enqueue(name, {}, key=f"{name}-{self.number}")
        if "watch_deadlines" not in self.stopped:
            gauge_queues(0, gauge=self, stores=self.stores, clock=self.clock)

    def _handler(self, queue: str) -> Handler:
        def work(_: Mapping[str, str]) -> None:
            if queue in self.paused or QUEUES[queue] in self.stopped:
                raise RetryLater("nobody works")
            self.beats[QUEUES[queue]].note(ok=True)

        return work


def test_a_quiet_pipeline_is_well() -> None:
    assert Plant().pass_minutes(10) == set()


def test_each_stopped_function_of_a_queue_is_named_and_forgotten() -> None:
    for queue, function in QUEUES.items():
        plant = Plant()
        plant.pass_minutes(5)
        plant.stopped = {function}
        assert plant.pass_minutes(2) == {function, queue}
        plant.stopped = set()
        assert plant.pass_minutes(3) == set()


def test_each_stopped_function_of_a_minutes_clock_is_named_and_forgotten() -> None:
    for function, job in (("plan_sync", "plan-sync"), ("watch_deadlines", "watch-deadlines")):
        plant = Plant()
        plant.pass_minutes(5)
        plant.stopped = {function}
        assert plant.pass_minutes(2) == {function, job}
        plant.stopped = set()
        assert plant.pass_minutes(3) == set()


def test_a_queue_stands_still_after_ten_minutes_or_when_it_is_paused() -> None:
    plant = Plant()
    plant.queue.enqueue("draft", {}, key="one")

    def count_stuck() -> int:
        return gauge_queues(0, gauge=plant, stores=plant.stores, clock=plant.clock)

    plant.clock.advance(timedelta(minutes=10))
    assert count_stuck() == 0
    plant.clock.advance(timedelta(seconds=1))
    assert count_stuck() == 1
    plant.paused = {"sync"}
    assert count_stuck() == 2


def test_a_paused_queue_is_named_and_its_function_is_not() -> None:
    for queue in QUEUES:
        plant = Plant()
        plant.pass_minutes(5)
        plant.paused = {queue}
        assert plant.pass_minutes(2) == {queue}
        plant.paused = set()
        assert plant.pass_minutes(3) == set()


def test_a_stopped_scheduler_is_named_by_its_jobs_and_forgotten() -> None:
    plant = Plant()
    plant.pass_minutes(5)
    plant.scheduler_on = False
    late = {"plan-sync", "watch-deadlines", "plan_sync", "watch_deadlines"}
    assert plant.pass_minutes(2) == late
    plant.scheduler_on = True
    assert plant.pass_minutes(3) == set()


def test_the_code_knows_the_same_queues_and_jobs_as_the_table() -> None:
    assert {name: row["function"] for name, row in TABLE["queues"].items()} == dict(QUEUES)
    assert {
        name: (row["function"], EVERY_CRON[row["cron"]]) for name, row in TABLE["schedules"].items()
    } == dict(JOBS)
    assert set(FUNCTIONS) == set(TABLE["functions"])


def test_beats_cost_one_read_and_one_write_a_minute_at_most() -> None:
    plant = Plant()
    beats = plant.beats["sync_channel"]
    plant.stores.bill.clear()
    for _ in range(600):
        beats.note(ok=True)
        plant.clock.advance(timedelta(seconds=1))

    assert plant.stores.bill.writes.total() <= 14
    assert plant.stores.bill.reads.total() <= 14
    stored = plant.stores.shared().get(Heartbeat, "sync_channel")
    assert stored is not None
    assert sum(tries.total for tries in stored.value.days.values()) >= 500


def test_a_queue_that_tells_nothing_is_not_known() -> None:
    class Silent(Plant):
        def read_level(self, queue: str, now: datetime) -> QueueLevel:
            raise Unavailable("nothing is told")

    plant = Silent()
    plant.pass_minutes(2)
    found = read_pipeline(stores=plant.stores, clock=plant.clock)
    assert {one.state for one in found.queues} == {State.UNKNOWN}
