from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from infra.local.tasks.engine import Engine, NameTakenError, Settlement, Verdict
from infra.local.tasks.outcomes import CUT_OFF, Outcome, answered
from infra.local.tasks.store import REMEMBER_NAMES_S, StoreBusyError, StoredTask, TaskStore
from infra.local.tasks.table import QueueLimits
from tests.tasks_emulator.support import queue_settings

NOON = 1_800_000_000.0


def engine_of(store: TaskStore | None = None, **changes: float) -> Engine:
    limits = QueueLimits.model_validate(queue_settings(**changes))
    return Engine(store or TaskStore(":memory:"), {"sync": limits, "other": limits})


def task(task_id: str, due: float = NOON) -> StoredTask:
    return StoredTask(queue="sync", id=task_id, due=due, created=NOON, request=b"")


def ids(tasks: list[StoredTask]) -> list[str]:
    return [one.id for one in tasks]


def fail_until_given_up(engine: Engine, outcome: Outcome) -> list[Settlement]:
    settlements: list[Settlement] = []
    now = NOON
    while not settlements or settlements[-1].verdict is Verdict.RETRIED:
        (leased,) = engine.take_due(now)
        settlements.append(engine.settle(leased, outcome, dispatched_at=now, now=now))
        now = settlements[-1].retry_at or now
    return settlements


def test_tasks_start_in_the_order_in_which_they_fall_due() -> None:
    engine = engine_of()
    for task_id, due in (("late", NOON + 5), ("first", NOON), ("second", NOON)):
        engine.add(task(task_id, due), NOON)

    assert ids(engine.take_due(NOON + 4)) == ["first", "second"]
    assert engine.next_wake(NOON + 4) == NOON + 5
    assert ids(engine.take_due(NOON + 5)) == ["late"]


def test_finished_names_can_be_forgotten_and_waiting_ones_cannot() -> None:
    store = TaskStore(":memory:")
    engine = engine_of(store)
    engine.add(task("done"), NOON)
    (leased,) = engine.take_due(NOON)
    engine.settle(leased, answered(200), dispatched_at=NOON, now=NOON)
    engine.add(task("waiting"), NOON)

    store.forget_names()

    engine.add(task("done"), NOON)
    with pytest.raises(NameTakenError):
        engine.add(task("waiting"), NOON)


def test_a_name_is_taken_while_its_task_waits_and_for_a_day_after() -> None:
    engine = engine_of()
    engine.add(task("a"), NOON)
    (leased,) = engine.take_due(NOON)

    with pytest.raises(NameTakenError):
        engine.add(task("a"), NOON)
    engine.settle(leased, answered(200), dispatched_at=NOON, now=NOON)
    with pytest.raises(NameTakenError):
        engine.add(task("a"), NOON + REMEMBER_NAMES_S - 1)
    engine.add(task("a"), NOON + REMEMBER_NAMES_S)
    engine.add(replace(task("a"), queue="other"), NOON)


def test_retries_are_spaced_by_the_queues_settings_and_end_with_its_last_attempt() -> None:
    engine = engine_of(min_backoff_s=10, max_backoff_s=300, max_doublings=3, max_attempts=8)
    engine.add(task("a"), NOON)

    settlements = fail_until_given_up(engine, answered(500))

    moments = [NOON, *(one.retry_at for one in settlements if one.retry_at is not None)]
    spacing = [later - earlier for earlier, later in pairwise(moments)]
    assert spacing == [10, 20, 40, 80, 160, 240, 300]
    assert [one.verdict for one in settlements] == [Verdict.RETRIED] * 7 + [Verdict.EXHAUSTED]
    assert engine.figures("sync", NOON).exhausted == 1
    assert engine.figures("sync", NOON).depth == 0


def test_a_deadline_that_expires_is_a_failed_attempt_without_a_response() -> None:
    engine = engine_of(min_backoff_s=1)
    engine.add(task("a"), NOON)
    (leased,) = engine.take_due(NOON)

    engine.settle(leased, CUT_OFF, dispatched_at=NOON, now=NOON + 15)
    (again,) = engine.take_due(NOON + 16)

    assert (again.attempts, again.responses, again.last_code) == (1, 0, None)
    assert again.last_reason == "DEADLINE_EXCEEDED"


def test_server_errors_count_as_retries_but_not_as_executions() -> None:
    engine = engine_of(min_backoff_s=1)
    engine.add(task("a"), NOON)

    now = NOON
    for code in (500, 404):
        (leased,) = engine.take_due(now)
        settlement = engine.settle(leased, answered(code), dispatched_at=now, now=now)
        now = settlement.retry_at or now
    (leased,) = engine.take_due(now)

    assert (leased.attempts, leased.responses, leased.executions) == (2, 2, 1)


def test_retry_after_is_honoured_and_the_queue_slows_down() -> None:
    engine = engine_of(min_backoff_s=1, max_dispatches_per_second=100)
    engine.add(task("a"), NOON)
    (leased,) = engine.take_due(NOON)

    settlement = engine.settle(leased, answered(503, 42.0), dispatched_at=NOON, now=NOON)

    assert settlement == Settlement(verdict=Verdict.RETRIED, slowed=True, retry_at=NOON + 42)
    assert engine.figures("sync", NOON).effective_rate == 50
    assert engine.figures("other", NOON).effective_rate == 100


def test_no_more_tasks_run_at_once_than_the_queue_allows() -> None:
    engine = engine_of(max_concurrent_dispatches=2)
    for task_id in "abc":
        engine.add(task(task_id), NOON)

    first, second = engine.take_due(NOON)
    assert engine.take_due(NOON) == []
    assert engine.next_wake(NOON) is None
    engine.settle(first, answered(200), dispatched_at=NOON, now=NOON)

    assert second.id == "b"
    assert ids(engine.take_due(NOON)) == ["c"]


def test_no_more_tasks_start_in_a_second_than_the_queue_allows() -> None:
    engine = engine_of(max_dispatches_per_second=5)
    for number in range(20):
        engine.add(task(f"t{number:02}"), NOON)

    started = [len(engine.take_due(NOON + tenth / 10)) for tenth in range(21)]

    assert sum(started) == 15
    assert started[0] == 5
    assert engine.next_wake(NOON + 2) == pytest.approx(NOON + 2.2)


def test_a_paused_queue_starts_nothing_and_stays_paused_after_a_restart() -> None:
    store = TaskStore(":memory:")
    engine = engine_of(store)
    engine.add(task("a"), NOON)
    engine.pause("sync")

    assert engine.take_due(NOON) == []
    assert engine.next_wake(NOON) is None
    restarted = engine_of(store)
    assert restarted.take_due(NOON) == []
    restarted.resume("sync")
    assert ids(restarted.take_due(NOON)) == ["a"]


def test_a_task_deleted_while_it_runs_does_not_come_back() -> None:
    engine = engine_of()
    engine.add(task("a"), NOON)
    (leased,) = engine.take_due(NOON)

    assert engine.remove("sync", "a", NOON)
    settlement = engine.settle(leased, answered(500), dispatched_at=NOON, now=NOON)

    assert settlement.verdict is Verdict.DELETED
    assert engine.take_due(NOON + 3600) == []
    assert not engine.remove("sync", "a", NOON)


def test_a_forced_task_starts_early_from_a_paused_queue_and_only_once() -> None:
    engine = engine_of()
    engine.add(task("a", NOON + 3600), NOON)
    engine.pause("sync")

    forced = engine.take_forced("sync", "a", NOON)

    assert forced is not None
    assert forced.due == NOON
    assert engine.take_forced("sync", "a", NOON) is None


def test_an_attempt_cut_by_a_restart_is_made_again_and_does_not_count(tmp_path: Path) -> None:
    store = TaskStore(tmp_path / "tasks.sqlite")
    engine = engine_of(store)
    engine.add(task("a"), NOON)
    assert ids(engine.take_due(NOON)) == ["a"]
    store.close()

    (again,) = engine_of(TaskStore(tmp_path / "tasks.sqlite")).take_due(NOON)

    assert again.attempts == 0


def test_two_processes_cannot_share_one_file(tmp_path: Path) -> None:
    first = TaskStore(tmp_path / "tasks.sqlite")

    with pytest.raises(StoreBusyError):
        TaskStore(tmp_path / "tasks.sqlite")
    first.close()
