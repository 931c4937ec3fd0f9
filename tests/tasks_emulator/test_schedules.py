import asyncio
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest

from infra.local.tasks.courier import Call
from infra.local.tasks.identity import load_identity
from infra.local.tasks.outcomes import Outcome, answered
from infra.local.tasks.schedules import EMAIL, Schedules, Ticker, next_moment
from infra.local.tasks.store import TaskStore
from infra.local.tasks.table import Schedule

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()
MINUTE = 60.0
SCHEDULES = {
    "plan-sync": Schedule(function="plan_sync", cron="* * * * *"),
    "report-quality": Schedule(function="report_quality", cron="7 * * * *"),
}


def schedules_at(now: float, store: TaskStore | None = None) -> Schedules:
    return Schedules(store or TaskStore(":memory:"), SCHEDULES, now)


class ScriptedCourier:
    """Answers as told and remembers the calls."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.calls: list[Call] = []

    async def carry(self, call: Call) -> Outcome:
        self.calls.append(call)
        return self.outcome


def test_jobs_tick_at_the_moments_of_their_expressions() -> None:
    schedules = schedules_at(NOON + 1)

    assert schedules.take_due(NOON + 59) == []
    assert schedules.next_wake() == NOON + MINUTE
    assert [tick.job for tick in schedules.take_due(NOON + MINUTE)] == ["plan-sync"]
    assert [tick.job for tick in schedules.take_due(NOON + 7 * MINUTE)] == ["report-quality"]


def test_a_job_that_runs_over_skips_the_ticks_it_missed() -> None:
    schedules = schedules_at(NOON + 1)
    (tick,) = schedules.take_due(NOON + MINUTE)

    assert schedules.take_due(NOON + 2 * MINUTE) == []
    schedules.settle(tick, "OK", NOON + 3 * MINUTE + 10)

    assert schedules.take_due(NOON + 3 * MINUTE + 10) == []
    assert [one.moment for one in schedules.take_due(NOON + 4 * MINUTE)] == [NOON + 4 * MINUTE]


def test_the_last_tick_survives_a_restart_and_missed_ticks_do_not_come_back() -> None:
    store = TaskStore(":memory:")
    before = schedules_at(NOON + 1, store)
    (tick,) = before.take_due(NOON + MINUTE + 2)
    before.settle(tick, "HTTP status code 500", NOON + MINUTE + 3)

    after = schedules_at(NOON + 600.5, store)

    job = after.jobs["plan-sync"]
    assert (job.last_tick, job.last_status) == (NOON + MINUTE, "HTTP status code 500")
    assert before.jobs["plan-sync"].last_late_s == 2
    assert after.take_due(NOON + 600.5) == []


def test_all_jobs_can_be_made_to_tick_at_start() -> None:
    schedules = schedules_at(NOON + 1)

    schedules.advance_all(NOON + 1)

    assert len(schedules.take_due(NOON + 1)) == 2


def test_a_paused_job_stays_silent_even_after_a_restart() -> None:
    store = TaskStore(":memory:")
    schedules_at(NOON + 1, store).pause("plan-sync")
    schedules = schedules_at(NOON + 1, store)

    assert schedules.take_due(NOON + MINUTE) == []
    schedules.resume("plan-sync", NOON + 90)
    assert len(schedules.take_due(NOON + 2 * MINUTE)) == 1


def test_a_running_job_is_not_started_again_on_demand() -> None:
    schedules = schedules_at(NOON + 1)

    assert schedules.take_forced("plan-sync", NOON + 5) is not None
    assert schedules.take_forced("plan-sync", NOON + 6) is None
    assert schedules.take_due(NOON + MINUTE) == []


@pytest.mark.parametrize(
    ("time_zone", "expected_hour"), [("Etc/UTC", 3), ("Europe/Moscow", 0), ("Asia/Vladivostok", 17)]
)
def test_expressions_are_read_in_the_time_zone_of_the_job(
    time_zone: str, expected_hour: int
) -> None:
    nightly = Schedule(function="report_quality", cron="0 3 * * *", time_zone=time_zone)

    moment = datetime.fromtimestamp(next_moment(nightly, NOON), UTC)

    assert moment.hour == expected_hour


def test_a_tick_calls_its_function_as_the_scheduler(tmp_path: Path) -> None:
    schedules, courier = schedules_at(NOON + 1), ScriptedCourier(answered(200))
    ticker = Ticker(
        schedules=schedules,
        courier=courier,
        identity=load_identity(tmp_path / "key.pem"),
        clock=lambda: NOON + MINUTE + 1,
        target="http://127.0.0.1:8081/{function}",
        email=EMAIL.format(project="inbox-local"),
        automatic=True,
    )

    (tick,) = ticker.take_due(NOON + MINUTE)
    asyncio.run(ticker.carry_out(tick))

    (call,) = courier.calls
    claims = jwt.decode(
        call.headers["Authorization"].removeprefix("Bearer "), options={"verify_signature": False}
    )
    assert call.url == claims["aud"] == "http://127.0.0.1:8081/plan_sync"
    assert claims["email"] == "scheduler@inbox-local.iam.gserviceaccount.com"
    assert call.headers["X-CloudScheduler-ScheduleTime"] == "2026-11-22T12:01:00Z"
    assert call.deadline_s == 60
    assert schedules.jobs["plan-sync"].last_status == "OK"


def test_with_the_scheduler_off_nothing_ticks_by_itself(tmp_path: Path) -> None:
    ticker = Ticker(
        schedules=schedules_at(NOON + 1),
        courier=ScriptedCourier(answered(200)),
        identity=load_identity(tmp_path / "key.pem"),
        clock=lambda: NOON,
        target="{function}",
        email="",
        automatic=False,
    )

    assert ticker.take_due(NOON + 600) == []
    assert ticker.next_wake(NOON) is None
