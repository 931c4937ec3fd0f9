"""A seller's working time by Moscow's clock: what stops deadlines at night and on days off."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from shared.domain.dataclass import dataclass
from shared.domain.moscow import MOSCOW

WHOLE_WEEK = tuple(range(7))
WHOLE_DAY = timedelta(days=1)
# Hours that a seller may set use up the longest deadline in a few years.
_MOST_DAYS = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """From `opens` to `closes`, counted from Moscow's midnight, on these days of the week.

    Monday is 0. With `rests_on_holidays` Russia's public days off are the seller's too, moved
    working days included; `days_off` are his own.
    """

    opens: timedelta = timedelta(hours=9)
    closes: timedelta = timedelta(hours=21)
    weekdays: tuple[int, ...] = WHOLE_WEEK
    rests_on_holidays: bool = False
    days_off: tuple[date, ...] = ()


def after_working(since: datetime, span: timedelta, hours: WorkingHours | None) -> datetime:
    """When so much working time has gone by; without hours every minute counts."""
    if hours is None:
        return since + span
    moment = since.astimezone(MOSCOW)
    day, left = moment.date(), span
    for _ in range(_MOST_DAYS):
        midnight = datetime.combine(day, time(), MOSCOW)
        begins, ends = max(moment, midnight + hours.opens), midnight + hours.closes
        if begins < ends and is_workday(day, hours):
            if left <= ends - begins:
                return (begins + left).astimezone(UTC)
            left -= ends - begins
        day += WHOLE_DAY
    # A shop that never opens stops no clock.
    return since + span


def is_workday(day: date, hours: WorkingHours) -> bool:
    """Whether the seller works on a day at all."""
    if day.weekday() not in hours.weekdays or day in hours.days_off:
        return False
    return not (hours.rests_on_holidays and day in public_days_off(day.year))


@cache
def public_days_off(year: int) -> frozenset[date]:
    """Russia's public holidays of a year, with the days off that the government moved."""
    from holidays import country_holidays

    return frozenset(country_holidays("RU", years=year))
