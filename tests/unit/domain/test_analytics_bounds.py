"""Every alert, check and formula on both sides of its bound."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
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
from shared.domain.analytics.goals import GoalCode, Verdict, measure_goals
from shared.domain.analytics.health import (
    QueueLevel,
    QueueLevels,
    State,
    judge_job,
    judge_pipeline,
    judge_queue,
)
from shared.domain.analytics.heartbeats import Beat, Heartbeat, add_beat
from shared.domain.analytics.periods import Period, moscow_day, plan_parts
from shared.domain.analytics.quality import measure_quality
from shared.domain.analytics.readiness import (
    CheckCode,
    Known,
    Outcome,
    Thresholds,
    judge_readiness,
)
from shared.domain.analytics.revenue import Assumptions, measure_revenue, risk_of, saving_of
from shared.domain.analytics.shares import mean_interval, wilson
from shared.domain.analytics.uptime import Tries
from shared.domain.analytics.waits import bin_of, quantile
from shared.domain.interaction import Channel
from shared.domain.sync.lately import note_run
from shared.domain.sync.pace import Freshness
from shared.domain.sync.state import Category, ChannelSync, SyncStatus
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


def test_revenue_by_the_views_that_are_named() -> None:
    view = Assumptions(order_value=5000, drop=0.15, save=0.3, repeat=2)

    assert risk_of(5, view) == 3000
    assert saving_of(5, view) == 15000
    assert saving_of(4, Assumptions()) == 2400
    assert risk_of(10, Assumptions(order_value=3000)) == 2400
    nothing = measure_revenue({}, 30, 2000, NOON)
    assert (nothing.at_risk.high, nothing.saved.high, nothing.conversion) == (0, 0, None)


def test_quality_by_its_parts() -> None:
    counts = {
        "sent/review/accepted": 6,
        "sent/chat/edited": 3,
        "sent/question/manual": 1,
        "sent/review/automatic": 50,
    }
    found = measure_quality(counts, None, NOON)

    assert (found.accepted.value, found.edited.value, found.manual.value) == (0.6, 0.3, 0.1)
    assert found.automatic.value == 50
    assert measure_quality({}, None, NOON).accepted.value == 0.0
    assert measure_quality(counts, Channel.QUESTION, NOON).total.value == 1


@pytest.mark.parametrize(
    ("part", "verdict"), [(84, Verdict.MISSED), (85, Verdict.MET), (None, Verdict.NO_DATA)]
)
def test_a_goal_is_met_exactly_on_its_target(part: int | None, verdict: Verdict) -> None:
    counts: dict[str, int] = {}
    if part is not None:
        counts = {
            "met/question/other/limit/in": part,
            "met/question/other/limit/late": 100 - part - 1,
            "due/question/other/limit/0": 1,
            "due/question/other/limit/99999999": 7,
        }
    goals = {one.code: one for one in measure_goals(counts, Tries(), Tries(), NOON)}

    assert goals[GoalCode.QUESTIONS_IN_TIME].verdict is verdict
    assert len(goals) == 6


def test_harm_is_met_at_two_in_a_hundred() -> None:
    for harmful, verdict in ((2, Verdict.MET), (3, Verdict.MISSED)):
        counts = {"harmful/review": harmful, "outcome/review/confirmed": 100}
        goals = {one.code: one for one in measure_goals(counts, Tries(), Tries(), NOON)}
        assert goals[GoalCode.HARMFUL].verdict is verdict


def test_waits_are_exact_to_the_bin() -> None:
    assert bin_of(timedelta(seconds=59)) == 0
    assert bin_of(48 * timedelta(hours=1) - SECOND) == 2879
    assert bin_of(48 * timedelta(hours=1) + 29 * MINUTE) == 2895
    assert bin_of(-MINUTE) == 0
    assert quantile({}, 0.5) is None
    assert quantile(Counter(range(1, 11)), 0.5) == 5
    assert quantile(Counter(range(1, 11)), 0.9) == 9


def test_a_moscow_day_begins_at_nine_in_the_evening_of_greenwich() -> None:
    assert moscow_day(datetime(2026, 1, 31, 20, 59, 59, tzinfo=UTC)) == date(2026, 1, 31)
    assert moscow_day(datetime(2026, 1, 31, 21, tzinfo=UTC)) == date(2026, 2, 1)


@pytest.mark.uncounted
def test_any_period_and_the_one_before_are_at_most_eighty_documents() -> None:
    today = date(2026, 11, 22)
    most = 0
    for offset in range(0, 400, 7):
        last = today - timedelta(days=offset)
        for days in range(1, 366):
            period = Period(first=last - timedelta(days=days - 1), last=last)
            names = {
                one.name for part in (period, period.before) for one in plan_parts(part, today)
            }
            most = max(most, len(names))
    assert most <= 80


def test_parts_add_up_to_their_period() -> None:
    today = date(2026, 11, 22)
    for days in (1, 30, 31, 32, 45, 61, 90, 200, 365):
        period = Period(first=today - timedelta(days=days - 1), last=today)
        found: Counter[date] = Counter()
        for part in plan_parts(period, today):
            inside = (
                [
                    date.fromisoformat(f"{part.name}-01") + timedelta(days=number)
                    for number in range(31)
                ]
                if part.is_month
                else [date.fromisoformat(part.name)]
            )
            for day in inside:
                if day.isoformat().startswith(part.name) and day <= today:
                    found[day] += part.sign
        assert {day for day, count in found.items() if count} == set(period.each_day())
        assert set(found.values()) <= {0, 1}


def test_intervals_hold_what_they_should() -> None:
    half = wilson(50, 100)
    assert (half.low, half.high) == (0.4038, 0.5962)
    assert wilson(0, 0).value is None
    assert mean_interval([1, 2]).low is None
    assert mean_interval([1] * 10).low == 1.0
