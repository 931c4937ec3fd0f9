"""Which stored counts add up to a period of Moscow days, in as few documents as there can be."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.moscow import MOSCOW, moscow_day

ONE_DAY = timedelta(days=1)
LONGEST_BY_DAYS = 31
MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Moscow days from `first` to `last`, both inside."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(first=self.first - self.days * ONE_DAY, last=self.first - ONE_DAY)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), MOSCOW).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The first moment beyond it."""
        return datetime.combine(self.last + ONE_DAY, time(), MOSCOW).astimezone(UTC)

    def each_day(self) -> Iterator[date]:
        """Its days in order."""
        return (self.first + number * ONE_DAY for number in range(self.days))


@dataclass(frozen=True, slots=True)
class Part:
    """One document of counts: it is added, or taken away where `sign` is -1."""

    name: str
    sign: int = 1

    @property
    def is_month(self) -> bool:
        """Months are named by year and month alone."""
        return len(self.name) == len("2026-11")


def last_days(count: int, now: datetime) -> Period:
    """So many days, today among them."""
    today = moscow_day(now)
    return Period(first=today - (count - 1) * ONE_DAY, last=today)


def name_month(day: date) -> str:
    """The name of the month that a day lies in."""
    return f"{day:%Y-%m}"


def plan_parts(period: Period, today: date) -> tuple[Part, ...]:
    """Days alone where they are few; else months, mended by days at both ends.

    What is `today` or before can have been counted, so a month's later days need no document.
    """
    if period.days <= LONGEST_BY_DAYS:
        return tuple(Part(day.isoformat()) for day in period.each_day())
    parts: list[Part] = []
    for first, last in months_of(period):
        inside = Period(first=max(first, period.first), last=min(last, period.last))
        parts += plan_month(inside, first, last, today)
    return tuple(parts)


def plan_month(inside: Period, first: date, last: date, today: date) -> tuple[Part, ...]:
    """A part of a month: its days, or the month without the others, whatever is less.

    Where both are equal, the two parts of a month that is cut between two periods share days.
    """
    counted = Period(first=first, last=min(last, today))
    outside = [day for day in counted.each_day() if not inside.first <= day <= inside.last]
    if inside.days < len(outside) or (inside.days == len(outside) and inside.first != first):
        return tuple(Part(day.isoformat()) for day in inside.each_day())
    return (Part(name_month(first)), *(Part(day.isoformat(), -1) for day in outside))


def months_of(period: Period) -> Iterator[tuple[date, date]]:
    """First and last days of the calendar months that a period touches."""
    first = period.first.replace(day=1)
    while first <= period.last:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, last
        first = last + ONE_DAY
