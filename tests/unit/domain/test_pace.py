"""How often a seller is polled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue
from shared.domain.sync.pace import (
    Freshness,
    due_at,
    freshness_of,
    is_day,
    is_due,
    lateness_of,
    pace_of,
    set_due,
)
from tests.builders import NOON

DAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("due", "now", "every", "times"),
    [
        (SellerDue(), DAY, 5 * MINUTE, 1),
        (SellerDue(), NIGHT, 10 * MINUTE, 1),
        (SellerDue(active_at=NIGHT - 119 * MINUTE), NIGHT, 2 * MINUTE, 1),
        (SellerDue(active_at=DAY - 121 * MINUTE), DAY, 5 * MINUTE, 1),
        (SellerDue(open_at=NIGHT - 14 * MINUTE), NIGHT, MINUTE, 2),
        (SellerDue(open_at=NIGHT - 15 * MINUTE), NIGHT, 10 * MINUTE, 1),
        (SellerDue(open_at=DAY, slow=True), DAY, 12 * MINUTE, 1),
    ],
)
def test_who_looks_and_who_writes_sets_the_pace(
    due: SellerDue, now: datetime, every: timedelta, times: int
) -> None:
    pace = pace_of(due, Category.FEEDBACKS, now)

    assert pace.every == every
    assert len(pace.delays) == times


def test_an_open_inbox_is_polled_twice_a_tick() -> None:
    pace = pace_of(SellerDue(open_at=DAY), Category.CHAT, DAY)

    assert pace.delays == (timedelta(0), timedelta(seconds=30))


def test_a_base_token_reads_chats_once_an_hour() -> None:
    assert pace_of(SellerDue(slow=True), Category.CHAT, DAY).every == 60 * MINUTE


@pytest.mark.parametrize(("hour", "day"), [(4, False), (5, True), (19, True), (20, False)])
def test_the_day_is_moscows(hour: int, day: bool) -> None:
    assert is_day(datetime(2026, 11, 22, hour, tzinfo=UTC)) is day


def test_what_is_due_stays_due_until_it_is_planned_again() -> None:
    due = set_due(SellerDue(), Category.CHAT, DAY)

    assert due_at(due, Category.FEEDBACKS) is None
    assert not is_due(due, Category.FEEDBACKS, DAY)
    assert not is_due(due, Category.CHAT, DAY - MINUTE)
    assert is_due(due, Category.CHAT, DAY - timedelta(seconds=10))
    assert is_due(due, Category.CHAT, DAY + timedelta(days=2))


def test_a_channel_is_late_and_stale_by_its_sellers_own_pace() -> None:
    due = SellerDue(feedbacks_at=NOON)
    ages = {
        minutes: freshness_of(due, Category.FEEDBACKS, NOON - timedelta(minutes=minutes), NOON)
        for minutes in (4, 11, 13, 19, 21)
    }

    assert ages == {
        4: Freshness.FRESH,
        11: Freshness.FRESH,
        13: Freshness.LATE,
        19: Freshness.LATE,
        21: Freshness.STALE,
    }
    looked_at = replace(due, open_at=NOON)
    old = NOON - timedelta(minutes=9)
    assert freshness_of(looked_at, Category.FEEDBACKS, old, NOON) is Freshness.STALE


def test_nobody_judges_what_is_slow_or_not_polled() -> None:
    old = NOON - timedelta(days=1)
    slow = SellerDue(feedbacks_at=NOON, slow=True)

    assert freshness_of(slow, Category.FEEDBACKS, old, NOON) is Freshness.UNJUDGED
    assert freshness_of(SellerDue(), Category.CHAT, old, NOON) is Freshness.UNJUDGED
    unread = SellerDue(chat_at=NOON)
    assert freshness_of(unread, Category.CHAT, None, NOON) is Freshness.UNJUDGED


@pytest.mark.parametrize(
    ("read_at", "age", "late"),
    [
        (DAY, 5 * MINUTE, timedelta(0)),
        (DAY, 8 * MINUTE, 3 * MINUTE),
        (NIGHT, 10 * MINUTE, timedelta(0)),
        (NIGHT, 13 * MINUTE, 3 * MINUTE),
        # Planned by night, read by day.
        (datetime(2026, 11, 22, 4, 59, tzinfo=UTC), 10 * MINUTE, timedelta(0)),
        (DAY, -MINUTE, timedelta(0)),
    ],
)
def test_a_reading_is_late_beyond_the_slowest_pace(
    read_at: datetime, age: timedelta, late: timedelta
) -> None:
    assert lateness_of(read_at, read_at + age) == late
