"""Sellers whom nobody can read cost no task, no call and no warning line."""

import json
from datetime import timedelta

import pytest
from werkzeug.datastructures import Headers

from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.analytics.alerts import AlertCode
from shared.domain.errors import Unavailable
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.entrypoint.task import _run_once
from shared.ports import Create, Patch
from shared.usecases.connect_cabinet import disconnect_cabinet
from shared.usecases.read_alerts import read_alerts
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench, void

MINUTE = timedelta(minutes=1)
WEEK_H, AWAY_H, NIGHT_H = 7 * 24, 53, 4
QUARTER, ONE_RUN = range(30, 45), range(10, 15)


def live_a_day(bench: SyncBench) -> int:
    """A tick a minute, and every task as its function would run it; count the tasks."""
    tasks = 0

    def sync(category: Category) -> int:
        return _run_once("sync_channel", Headers(), lambda: bench.sync(category).facts())

    for _ in range(24 * 60):
        assert _run_once("plan_sync", Headers(), lambda: {"queued": bench.plan()}) == 200
        bench.clock.advance(MINUTE)
        for task in [task for task in bench.queue.waiting if task.queue == "sync"]:
            tasks += 1
            assert sync(Category(task.payload["category"])) == 200
        bench.queue.run_due({name: lambda _: None for name in bench.handlers})
    return tasks


def loud_lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines
    return [line["event"] for line in lines if line["severity"] not in ("DEBUG", "INFO")]


def test_an_account_without_a_cabinet_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    bench = SyncBench()
    disconnect_cabinet(
        SELLER, stores=bench.plain, vault=bench.vault, clock=bench.clock, ids=bench.ids
    )
    other = Seller(id=SellerId("seller-2"), name="", email="", created_at=NOON)
    bench.plain.shared().commit([Create(other)])

    assert live_a_day(bench) == 0
    assert not bench.calls()
    assert not loud_lines(capsys)


def test_a_refused_key_is_tried_once_per_category(capsys: pytest.CaptureFixture[str]) -> None:
    bench = SyncBench()
    bench.wb.revoke(bench.token)

    assert live_a_day(bench) == len(Category)
    assert {report.outcome for report in bench.synced} == {"parked"}
    assert sum(report.calls for report in bench.synced) == len(Category)
    assert not loud_lines(capsys)


def test_an_expired_key_is_not_even_tried(capsys: pytest.CaptureFixture[str]) -> None:
    bench = SyncBench()
    dead = bench.wb.issue_token(lifetime=timedelta(seconds=-1), kind=TokenKind.SERVICE)
    bench.vault.seal(SELLER, dead)

    assert live_a_day(bench) == len(Category)
    assert not bench.calls()
    assert not loud_lines(capsys)


def test_tasks_that_come_after_the_cabinet_was_removed_do_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = SyncBench()
    bench.plan()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    assert live_a_day(bench) == len(Category)
    assert not bench.calls()
    assert not loud_lines(capsys)


@pytest.mark.uncounted
def test_a_week_in_which_nobody_writes_alarms_nobody() -> None:
    bench = SyncBench()
    told: dict[int, set[AlertCode]] = {}
    for hour in range(WEEK_H):
        # WB is away for a quarter of an hour on the third day, and each night for one run.
        away = QUARTER if hour == AWAY_H else ONE_RUN if hour % 24 == NIGHT_H else range(0)
        live_an_hour(bench, away)
        if found := read_alerts(SELLER, stores=bench.plain, clock=bench.clock):
            told[hour] = {one.code for one in found}

    # The last ten runs remember what is over for less than an hour.
    assert told == {AWAY_H: {AlertCode.SYNC_ERRORS}}


def live_an_hour(bench: SyncBench, away: range) -> None:
    """A tick in five minutes is enough for a seller who is read that often."""
    for minute in range(0, 60, 5):
        bench.wb.before_call = refuse_call if minute in away else void
        bench.plan()
        bench.clock.advance(5 * MINUTE)
        for task in [task for task in bench.queue.waiting if task.queue == "sync"]:
            bench.sync(Category(task.payload["category"]))
        bench.queue.run_due(dict.fromkeys(bench.handlers, void))


def refuse_call(_: str) -> None:
    raise Unavailable("WB is away")
