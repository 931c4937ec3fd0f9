"""Working time against a reference that marks every minute and counts.

What needs more than its nine months, as a week's deadline in a shop that is open for an hour on
Mondays, is not compared.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from holidays import country_holidays

from shared.domain.deadlines.calendar import WorkingHours, after_working
from shared.domain.deadlines.table import WB_CLOCK, Within, answer_due, raised_priority, row_of
from shared.domain.interaction import Channel, Priority
from shared.domain.moscow import MOSCOW
from shared.domain.understanding import Intent
from tests.builders import make_source

CALENDARS = 10_000
FIRST = datetime(2025, 12, 1, tzinfo=MOSCOW)
DAYS = 270
DAY_MINUTES = 1440
MINUTE = timedelta(minutes=1)
RUSSIA = frozenset(country_holidays("RU", years=(2025, 2026)))


@dataclass(frozen=True)
class Minutes:
    """How many minutes have counted before each minute since `FIRST`."""

    counted: np.ndarray

    @classmethod
    def of(cls, hours: WorkingHours) -> "Minutes":
        minutes = np.arange(DAY_MINUTES)
        day = (hours.opens // MINUTE <= minutes) & (minutes < hours.closes // MINUTE)
        days = [FIRST.date() + timedelta(days=number) for number in range(DAYS)]
        works = np.array([works_on(one, hours) for one in days])
        counted = np.cumsum(works[:, None] & day, dtype=np.int32)
        return cls(np.concatenate(([0], counted)))

    def after(self, since: datetime, minutes: int) -> datetime | None:
        """The end of the minute in which so many have counted; None when none is marked."""
        wanted = self.counted[(since - FIRST) // MINUTE] + minutes
        at = int(np.searchsorted(self.counted, wanted, side="left"))
        return None if at >= len(self.counted) else FIRST + at * MINUTE


def works_on(day: date, hours: WorkingHours) -> bool:
    is_free = day in hours.days_off or (hours.rests_on_holidays and day in RUSSIA)
    return day.weekday() in hours.weekdays and not is_free


def any_hours(dice: random.Random) -> WorkingHours:
    opens = dice.randrange(0, 23 * 60)
    off = {FIRST.date() + timedelta(days=dice.randrange(200)) for _ in range(dice.randrange(9))}
    return WorkingHours(
        opens=opens * MINUTE,
        closes=dice.randrange(opens + 60, DAY_MINUTES + 1) * MINUTE,
        weekdays=tuple(sorted(dice.sample(range(7), dice.randrange(1, 8)))),
        rests_on_holidays=dice.random() < 0.5,
        days_off=tuple(sorted(off)),
    )


def any_moment(dice: random.Random) -> datetime:
    return FIRST + dice.randrange(60 * DAY_MINUTES) * MINUTE


def any_minutes(dice: random.Random) -> int:
    return dice.choice([1, 2, 5, 10, 30, 60, 240, 480, 1440, 2880, dice.randrange(1, 10_081)])


@pytest.mark.uncounted
def test_ten_thousand_calendars_agree_with_the_reference() -> None:
    dice = random.Random(20_261_122)
    compared = 0

    for _ in range(CALENDARS):
        hours, since, minutes = any_hours(dice), any_moment(dice), any_minutes(dice)
        due = Minutes.of(hours).after(since, minutes)
        if due is not None:
            assert after_working(since.astimezone(UTC), minutes * MINUTE, hours) == due
            compared += 1

    assert compared > CALENDARS * 0.95


def test_priority_rises_as_the_reference_says_and_never_falls() -> None:
    dice = random.Random(5)
    levels = [Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT]

    for _ in range(300):
        hours, since = any_hours(dice), any_moment(dice)
        channel, intent = dice.choice(list(Channel)), dice.choice(list(Intent))
        source = make_source(rating=dice.randrange(1, 6) if channel is Channel.REVIEW else None)
        target = dice.randrange(1, 2000)
        table = {"other": Within(target * MINUTE, dice.randrange(target, 4000) * MINUTE)}
        deadline = answer_due(channel, source, intent, since.astimezone(UTC), table, hours)

        limit = Minutes.of(hours).after(since, row_of(deadline.rule, table).limit // MINUTE)
        if limit is not None:
            wb = since + WB_CLOCK.get(channel, timedelta(days=3650))
            assert deadline.limit_at == min(limit, wb)
        steps = [since + step * timedelta(hours=7) for step in range(120)]
        shown = [levels.index(raised_priority(deadline, at)) for at in steps]
        assert shown == sorted(shown)
        assert raised_priority(deadline, deadline.limit_at) is Priority.URGENT
