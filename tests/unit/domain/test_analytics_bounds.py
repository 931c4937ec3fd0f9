"""Every alert and check on both sides of its bound."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.analytics.alerts import (
    Alert,
    AlertCode,
    ChannelDue,
    Level,
    ManualRates,
    Watched,
    find_alerts,
)
from shared.domain.analytics.health import (
    QueueLevel,
    QueueLevels,
    State,
    judge_job,
    judge_pipeline,
    judge_queue,
)
from shared.domain.analytics.heartbeats import Beat, Heartbeat, add_beat
from shared.domain.analytics.parts import part_words
from shared.domain.analytics.readiness import (
    CheckCode,
    Known,
    Outcome,
    Thresholds,
    judge_readiness,
)
from shared.domain.analytics.uptime import Tries
from shared.domain.interaction import Channel
from shared.domain.sync.category import Category
from shared.domain.sync.lately import note_run
from shared.domain.sync.pace import Freshness
from shared.domain.sync.state import ChannelSync, SyncStatus
from shared.usecases.read_pipeline import FUNCTIONS, JOBS, QUEUES
from tests.builders import NOON

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def pipeline(now: datetime = NOON, **levels: QueueLevel) -> Any:
    beats = {
        name: add_beat(
            Heartbeat(id=name), Beat(tries=Tries(ok=1), ok_at=NOON, ticked_at=NOON), NOON
        )
        for name in FUNCTIONS
    }
    queues = {name: levels.get(name, QueueLevel()) for name in QUEUES}
    return judge_pipeline(
        beats,
        QueueLevels(at=now, queues=queues),
        queues=QUEUES,
        jobs=JOBS,
        functions=FUNCTIONS,
        now=now,
    )


def watched(**changes: Any) -> Watched:
    known: dict[str, Any] = {
        "now": NOON,
        "due": {},
        "rates": ManualRates(),
        "channels": {},
        "freshness": {},
        "lately": {},
        "pipeline": pipeline(),
        "token_expires_at": NOON + timedelta(days=100),
        "failed": 0,
    }
    return Watched(**known | changes)


def codes(**changes: Any) -> list[AlertCode]:
    return [alert.code for alert in find_alerts(watched(**changes))]


def runs(*waits: float | None) -> dict[Category, str]:
    """The last runs of a category by how long they waited for WB; None is one that failed."""
    lately = ""
    for waited in waits:
        lately = note_run(lately, failed=waited is None, waited_s=waited or 0.0)
    return {Category.FEEDBACKS: lately}


def test_a_quiet_state_alarms_nobody() -> None:
    assert not codes()


@pytest.mark.parametrize(
    ("channel", "late", "soon"),
    [
        (Channel.QUESTION, AlertCode.QUESTIONS_OVERDUE, AlertCode.QUESTIONS_DUE_SOON),
        (Channel.REVIEW, AlertCode.REVIEWS_OVERDUE, AlertCode.REVIEWS_DUE_SOON),
        (Channel.CHAT, AlertCode.CHATS_OVERDUE, AlertCode.CHATS_DUE_SOON),
    ],
)
def test_one_overdue_item_is_enough(channel: Channel, late: AlertCode, soon: AlertCode) -> None:
    due = ChannelDue(overdue=1, due_soon=1, oldest_at=NOON - 5 * MINUTE)
    found = find_alerts(watched(due={channel: due}))

    assert [one.code for one in found] == [late, soon]
    assert "на 5 мин" in found[0].message
    assert not codes(due={channel: ChannelDue()})


def test_a_count_that_stopped_says_so() -> None:
    due = ChannelDue(overdue=40, due_soon=0, oldest_at=NOON - 5 * MINUTE, more=True)
    (alert,) = find_alerts(watched(due={Channel.REVIEW: due}))

    assert "после крайнего срока: 40+." in alert.message
    assert alert.count == 40


@pytest.mark.parametrize(("manual", "alarms"), [(25, True), (24, False)])
def test_a_regression_begins_at_fifteen_hundredths(manual: int, alarms: bool) -> None:
    rates = ManualRates(manual=manual, replies=100, manual_before=10, replies_before=100)

    assert codes(rates=rates) == ([AlertCode.MANUAL_RATE_REGRESSION] if alarms else [])


def test_a_handful_of_replies_is_no_regression() -> None:
    few = ManualRates(manual=9, replies=9, manual_before=0, replies_before=10)

    assert not codes(rates=few)
    assert codes(rates=replace(few, manual=10, replies=10))


@pytest.mark.parametrize(("how", "alarms"), [(Freshness.STALE, True), (Freshness.LATE, False)])
def test_only_what_is_stale_alarms(how: Freshness, alarms: bool) -> None:
    assert bool(codes(freshness={Channel.REVIEW: how})) == alarms


@pytest.mark.parametrize(("failed", "alarms"), [(2, False), (3, True)])
def test_more_than_a_fifth_of_the_last_ten_runs_has_to_fail(failed: int, alarms: bool) -> None:
    last = [None] * failed + [0.0] * (10 - failed)

    assert codes(lately=runs(*last)) == ([AlertCode.SYNC_ERRORS] if alarms else [])
    assert not codes(lately=runs(*[None] * 10, *[0.0] * 8, *last[failed:][:2]))
    assert not codes(lately={Category.CHAT: ""})


@pytest.mark.parametrize(("waited", "alarms"), [(59.9, False), (60.0, True)])
def test_a_long_wait_for_wb_is_a_limit(waited: float, alarms: bool) -> None:
    assert codes(lately=runs(waited)) == ([AlertCode.SYNC_RATE_LIMITED] if alarms else [])
    assert codes(lately=runs(99.0, 0.0, 0.0)) == [AlertCode.SYNC_RATE_LIMITED]
    assert not codes(lately=runs(99.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(("drift", "alarms"), [(None, False), (0, False), (-1, False), (1, True)])
def test_wb_has_more_than_was_stored(drift: int | None, alarms: bool) -> None:
    assert bool(codes(channels={Channel.REVIEW: ChannelSync(drift=drift)})) == alarms


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (timedelta(days=14, seconds=1), None),
        (timedelta(days=14), Level.HIGH),
        (SECOND, Level.HIGH),
        (timedelta(0), Level.CRITICAL),
    ],
)
def test_a_key_is_told_of_two_weeks_before(left: timedelta, level: Level | None) -> None:
    found = find_alerts(watched(token_expires_at=NOON + left))

    assert [one.level for one in found] == ([level] if level else [])


def test_a_failed_reply_alarms() -> None:
    assert codes(failed=1) == [AlertCode.REPLY_NEEDS_ATTENTION]


def test_every_alert_says_what_to_do_in_russian() -> None:
    found: list[Alert] = find_alerts(
        watched(
            due=dict.fromkeys(Channel, ChannelDue(overdue=1, due_soon=1, oldest_at=NOON)),
            rates=ManualRates(manual=50, replies=50, manual_before=0, replies_before=50),
            freshness={Channel.CHAT: Freshness.STALE},
            lately=runs(None, 100.0),
            channels={Channel.QUESTION: ChannelSync(drift=3)},
            pipeline=pipeline(NOON + 10 * MINUTE, sync=QueueLevel(depth=200, oldest_at=NOON)),
            token_expires_at=NOON,
            failed=2,
        )
    )

    assert {one.code for one in found} == set(AlertCode)
    for one in found:
        for words in (one.title, one.message, one.todo):
            assert re.search("[а-яё]", words)
            # No name of a function, queue or job: sellers do not know them.
            assert not re.search("[a-z]{3}", words), words
    assert [one.level for one in found] == sorted(
        (one.level for one in found), key=list(Level).index
    )


def test_every_part_of_the_service_has_words_for_sellers() -> None:
    for name in (*FUNCTIONS, *QUEUES, *JOBS):
        assert not re.search("[a-z]", part_words(name)), name


@pytest.mark.parametrize(("depth", "state"), [(99, State.OK), (100, State.BAD)])
def test_a_queue_is_deep_at_a_hundred(depth: int, state: State) -> None:
    levels = QueueLevels(at=NOON, queues={"sync": QueueLevel(depth=depth)})

    assert judge_queue("sync", levels).state is state


@pytest.mark.parametrize(("age", "state"), [(50, State.OK), (51, State.BAD)])
def test_a_task_grows_old(age: int, state: State) -> None:
    level = QueueLevel(depth=1, oldest_at=NOON - age * SECOND)
    levels = QueueLevels(at=NOON, queues={"sync": level})

    assert judge_queue("sync", levels).state is state


@pytest.mark.parametrize(("age", "late"), [(110, False), (111, True)])
def test_a_tick_is_missed_before_two_minutes(age: int, late: bool) -> None:
    beat = Heartbeat(id="plan_sync", ticked_at=NOON - age * SECOND)

    assert judge_job("plan-sync", beat, MINUTE, NOON).is_late == late


def test_what_never_worked_is_not_known() -> None:
    assert judge_job("plan-sync", None, MINUTE, NOON).state is State.UNKNOWN
    assert judge_queue("sync", None).state is State.UNKNOWN


@pytest.mark.parametrize(("failed", "state"), [(1, State.OK), (2, State.BAD)])
def test_a_function_may_fail_in_one_of_five_calls(failed: int, state: State) -> None:
    tries = Tries(ok=5 - failed, failed=failed)
    beat = add_beat(Heartbeat(id="draft_reply"), Beat(tries=tries, ok_at=NOON), NOON)
    found = judge_pipeline(
        {"draft_reply": beat}, None, queues={}, jobs={}, functions=("draft_reply",), now=NOON
    )

    assert found.functions[0].state is state
    assert found.functions[0].error_share == failed / 5


def known(**changes: Any) -> Known:
    synced = ChannelSync(status=SyncStatus.OK, last_success_at=NOON - 3 * MINUTE)
    facts: dict[str, Any] = {
        "now": NOON,
        "channels": dict.fromkeys(Channel, synced),
        "items": dict.fromkeys(Channel, 1),
        "newest_change_at": None,
        "questions": ChannelDue(),
        "month_rate": 0.1,
        "rates": ManualRates(),
        "backlog": 0,
        "replies": 1,
        "answered_elsewhere": 0,
    }
    return Known(**facts | changes)


@pytest.mark.parametrize(
    ("age", "words"),
    [(59, "Прочитано только что"), (60, "Прочитано 1 мин назад"), (185, "Прочитано 3 мин назад")],
)
def test_what_was_read_within_a_minute_was_read_just_now(age: int, words: str) -> None:
    synced = ChannelSync(status=SyncStatus.OK, last_success_at=NOON - age * SECOND)
    found = judge_readiness(known(channels=dict.fromkeys(Channel, synced)), Thresholds())

    assert next(one for one in found.checks if one.code is CheckCode.SYNC).details == words


NEVER = dict.fromkeys(Channel, ChannelSync())


@pytest.mark.parametrize(
    ("changes", "limits", "code", "outcome", "is_go"),
    [
        ({}, {}, CheckCode.SYNC, Outcome.PASS, True),
        ({"channels": NEVER}, {}, CheckCode.SYNC, Outcome.FAIL, False),
        (
            {"channels": NEVER, "newest_change_at": NOON - 5 * MINUTE},
            {},
            CheckCode.SYNC,
            Outcome.PASS,
            True,
        ),
        (
            {
                "channels": dict.fromkeys(
                    Channel,
                    ChannelSync(status=SyncStatus.RUNNING, last_success_at=NOON - 3 * MINUTE),
                )
            },
            {},
            CheckCode.SYNC,
            Outcome.WARN,
            True,
        ),
        (
            {"channels": dict.fromkeys(Channel, ChannelSync(last_success_at=NOON - 31 * MINUTE))},
            {},
            CheckCode.SYNC,
            Outcome.FAIL,
            False,
        ),
        (
            {"channels": dict.fromkeys(Channel, ChannelSync(last_success_at=NOON - 30 * MINUTE))},
            {},
            CheckCode.SYNC,
            Outcome.PASS,
            True,
        ),
        ({"items": {Channel.REVIEW: 1}}, {}, CheckCode.COVERAGE, Outcome.FAIL, False),
        (
            {"items": {Channel.REVIEW: 1, Channel.QUESTION: 1}},
            {},
            CheckCode.CHATS,
            Outcome.WARN,
            True,
        ),
        ({"questions": ChannelDue(overdue=1)}, {}, CheckCode.OVERDUE, Outcome.FAIL, False),
        (
            {"questions": ChannelDue(overdue=40, more=True)},
            {"max_overdue_questions": 40},
            CheckCode.OVERDUE,
            Outcome.FAIL,
            False,
        ),
        (
            {"questions": ChannelDue(overdue=1)},
            {"max_overdue_questions": 1},
            CheckCode.OVERDUE,
            Outcome.PASS,
            True,
        ),
        ({"month_rate": 0.6}, {}, CheckCode.MANUAL, Outcome.PASS, True),
        ({"month_rate": 0.61}, {}, CheckCode.MANUAL, Outcome.WARN, True),
        (
            {"rates": ManualRates(manual=10, replies=10, manual_before=0, replies_before=10)},
            {},
            CheckCode.REGRESSION,
            Outcome.WARN,
            True,
        ),
        ({"backlog": 250}, {}, CheckCode.BACKLOG, Outcome.PASS, True),
        ({"backlog": 251}, {}, CheckCode.BACKLOG, Outcome.WARN, True),
        ({"replies": 0}, {}, CheckCode.ACTIVITY, Outcome.WARN, True),
        ({"replies": 0, "answered_elsewhere": 1}, {}, CheckCode.ACTIVITY, Outcome.PASS, True),
    ],
)
def test_readiness_draws_its_lines(
    changes: dict[str, Any],
    limits: dict[str, Any],
    code: CheckCode,
    outcome: Outcome,
    is_go: bool,
) -> None:
    found = judge_readiness(known(**changes), Thresholds(**limits))

    assert len(found.checks) == 8
    assert next(one.status for one in found.checks if one.code is code) is outcome
    assert found.is_go == is_go
    assert (code in found.blockers) == (not is_go)
