"""Working hours as a seller types them."""

from datetime import timedelta

from shared.domain.deadlines.calendar import WorkingHours
from shared.entrypoint.api.shapes.settings import HoursFields

_MINUTE = timedelta(minutes=1)


def show_hours(hours: WorkingHours) -> HoursFields:
    """Show the times of day as a clock does."""
    return HoursFields(
        opens=_clock_face(hours.opens),
        closes=_clock_face(hours.closes),
        weekdays=list(hours.weekdays),
        rests_on_holidays=hours.rests_on_holidays,
        days_off=list(hours.days_off),
    )


def take_hours(hours: HoursFields) -> WorkingHours:
    """Read the times of day, and each day once."""
    return WorkingHours(
        opens=_since_midnight(hours.opens),
        closes=_since_midnight(hours.closes),
        weekdays=tuple(sorted(set(hours.weekdays))),
        rests_on_holidays=hours.rests_on_holidays,
        days_off=tuple(sorted(set(hours.days_off))),
    )


def _clock_face(span: timedelta) -> str:
    hours, minutes = divmod(int(span / _MINUTE), 60)
    return f"{hours:02}:{minutes:02}"


def _since_midnight(words: str) -> timedelta:
    hours, minutes = words.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
