"""Every form in which WB writes a moment, read as aware UTC.

WB API documentation: reviews, questions and chats name a zone, with up to nine digits of a second;
events count Unix milliseconds; claims write Moscow time and do not say so. What names no zone where
one is documented is no date: a guess would be three hours wrong.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOSCOW = timezone(timedelta(hours=3), "MSK")
_ISO = TypeAdapter(datetime)


def read_moment(value: Any) -> datetime:
    """ISO 8601 with its zone, cut to microseconds."""
    moment = _read_iso(value)
    if moment.tzinfo is None:
        raise ValueError("a date without a zone")
    return _in_utc(moment)


def read_moscow(value: Any) -> datetime:
    """ISO 8601 of Moscow's clock; a zone counts where there is one."""
    moment = _read_iso(value)
    return _in_utc(moment if moment.tzinfo else moment.replace(tzinfo=_MOSCOW))


def read_millis(value: Any) -> datetime:
    """Unix milliseconds."""
    return _since_epoch(value, timedelta(milliseconds=1))


def read_seconds(value: Any) -> datetime:
    """Unix seconds."""
    return _since_epoch(value, timedelta(seconds=1))


def _read_iso(value: Any) -> datetime:
    # Numbers in quotes are moments too to pydantic, and none to WB.
    if not isinstance(value, str) or value[4:5] != "-":
        raise ValueError("not a date")
    return _ISO.validate_python(value)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as broken:
        raise ValueError("not a date of this world") from broken


def _since_epoch(value: Any, unit: timedelta) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError("not a moment")
    try:
        return _EPOCH + value * unit
    except OverflowError as broken:
        raise ValueError("not a moment of this world") from broken


def _read_loose_moment(value: Any) -> datetime | None:
    try:
        return read_moment(value)
    except ValueError:
        return None


def _read_loose_millis(value: Any) -> datetime | None:
    try:
        return read_millis(value)
    except ValueError:
        return None


Moment = Annotated[datetime, BeforeValidator(read_moment)]
LooseMoment = Annotated[datetime | None, BeforeValidator(_read_loose_moment)]
LooseMillis = Annotated[datetime | None, BeforeValidator(_read_loose_millis)]
