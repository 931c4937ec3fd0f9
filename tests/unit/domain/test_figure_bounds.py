"""Every formula of the numbers on both sides of its bound."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.analytics.goals import GoalCode, Verdict, measure_goals
from shared.domain.analytics.periods import Period, plan_parts
from shared.domain.analytics.quality import measure_quality
from shared.domain.analytics.revenue import Assumptions, measure_revenue, risk_of, saving_of
from shared.domain.analytics.shares import mean_interval, wilson
from shared.domain.analytics.uptime import Tries
from shared.domain.analytics.waits import bin_of, quantile
from shared.domain.interaction import Channel
from shared.domain.moscow import moscow_day
from tests.builders import NOON

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


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
