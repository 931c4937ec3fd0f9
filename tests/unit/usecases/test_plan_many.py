"""Many sellers at once, and a queue that does not take everything."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.crew import Crew
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.errors import RetryLater
from shared.usecases.plan_sync import SECONDS, PlanReport, plan_sync
from shared.usecases.schedule_seller import note_open_inbox
from tests.builders import SELLER
from tests.reply_bench import DeadQueue
from tests.unit.usecases.test_plan_sync import MINUTE, Town


class MoodyQueue(MemoryTaskQueue):
    """Takes nothing of the sellers that it is out with."""

    def __init__(self, town: Town, *out_with: str) -> None:
        super().__init__(town.clock)
        self.out_with = set(out_with)

    def enqueue(self, queue: str, payload: Mapping[str, str], **said: Any) -> bool:
        if payload["seller"] in self.out_with:
            raise RetryLater("not now")
        return super().enqueue(queue, payload, **said)


@pytest.mark.parametrize("run_all", [map, Crew(8).run_all])
def test_a_task_that_is_not_taken_loses_no_other_and_comes_with_the_next_tick(run_all: Any) -> None:
    town = Town()
    names = [f"seller-{number}" for number in range(100)]
    for name in names:
        town.schedule(name)
    queue = MoodyQueue(town, "seller-7")

    def plan() -> PlanReport:
        return plan_sync(stores=town.stores, queue=queue, clock=town.clock, run_all=run_all)

    first = plan()
    queue.out_with.clear()
    second = plan()

    assert (first.queued, first.untaken) == (198, 2)
    assert (second.queued, second.untaken) == (2, 0)
    assert {task.payload["seller"] for task in queue.waiting} == set(names)


def test_half_a_pace_that_was_taken_is_not_queued_twice() -> None:
    town = Town()
    town.schedule()
    town.plan()
    note_open_inbox(SELLER, stores=town.plain, clock=town.clock)
    town.clock.advance(MINUTE)
    half = HalfQueue(town.clock)

    first = plan_sync(stores=town.stores, queue=half, clock=town.clock)
    second = plan_sync(stores=town.stores, queue=half, clock=town.clock)

    assert (first.queued, first.untaken) == (2, 2)
    assert (second.queued, second.known) == (2, 2)


class HalfQueue(MemoryTaskQueue):
    """Takes the second task of a pace only when it is asked again."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__(clock)
        self._refused: set[str] = set()

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        if delay >= MINUTE / 2 and key not in self._refused:
            self._refused.add(key)
            raise RetryLater("not now")
        return super().enqueue(queue, payload, key=key, delay=delay)


def test_a_full_minute_ends_the_round_and_the_next_one_begins_elsewhere() -> None:
    town = Town()
    names = {f"seller-{number}" for number in range(200)}
    for name in names:
        town.schedule(name, chats=False)
    clock = town.clock

    def slowly(work: Any, polls: Any) -> Any:
        clock.advance(timedelta(seconds=SECONDS / 20))
        return map(work, polls)

    ticks = 0
    while {task.payload["seller"] for task in town.queue.waiting} != names:
        plan_sync(stores=town.stores, queue=town.queue, clock=clock, run_all=slowly)
        ticks += 1
        assert ticks < 10

    assert ticks > 1


def test_a_queue_that_is_down_is_not_asked_for_every_seller() -> None:
    town = Town()
    for number in range(200):
        town.schedule(f"seller-{number}", chats=False)
    asked: list[int] = []

    def count(work: Any, polls: Any) -> Any:
        asked.append(len(polls))
        return map(work, polls)

    with pytest.raises(RetryLater):
        plan_sync(stores=town.stores, queue=DeadQueue(), clock=town.clock, run_all=count)

    assert len(asked) == 3
