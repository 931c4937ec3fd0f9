"""How often a seller is polled."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.pace import due_at, is_day, is_due, pace_of, set_due
from shared.domain.sync import Category, SellerDue

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
