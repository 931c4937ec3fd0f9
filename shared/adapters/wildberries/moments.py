"""Every form in which WB writes a moment, read as aware UTC.

WB API documentation: reviews, questions and chats name a zone, with up to nine digits of a second;
events count Unix milliseconds; claims write Moscow time and do not say so. What names no zone where
one is documented is no date: a guess would be three hours wrong. Nor is a moment that no item of a
marketplace can have: where Go has no date it writes the year 1.
"""

from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationInfo

from shared.domain.dataclass import dataclass
from shared.domain.moscow import MOSCOW

# Older than the marketplace, and younger than any deadline that is counted from it.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
# Nothing is younger than its reading, but for clocks that disagree.
MOST_AHEAD = timedelta(days=2)

_GO_NO_DATE = "0001-01-01T00:00:00"
_GO_NO_MILLIS = -62_135_596_800_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = TypeAdapter(datetime, config=ConfigDict(defer_build=True))


@dataclass(slots=True)
class Sight:
    """How late a moment of an item may be, and which of its dates say something unreadable.

    A date that an item can do without is noted here; one that it needs refuses the item.
    """

    latest: datetime = LATEST
    unread: list[str] = field(default_factory=list)


def read_moment(value: Any) -> datetime:
    """ISO 8601 with its zone, cut to microseconds."""
    moment = _read_iso(value)
    if moment.tzinfo is None:
        raise ValueError("a date without a zone")
    return _in_bounds(_in_utc(moment))


def read_moscow(value: Any) -> datetime:
    """ISO 8601 of Moscow's clock; a zone counts where there is one."""
    moment = _read_iso(value)
    return _in_bounds(_in_utc(moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)))


def read_millis(value: Any) -> datetime:
    """Unix milliseconds."""
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError("not a moment")
    try:
        return _in_bounds(_EPOCH + timedelta(milliseconds=value))
    except OverflowError as broken:
        raise ValueError("not a moment of this world") from broken


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


def _in_bounds(moment: datetime, latest: datetime = LATEST) -> datetime:
    if not EARLIEST <= moment <= latest:
        raise ValueError("not a moment of any item")
    return moment


def _latest(info: ValidationInfo) -> datetime:
    return info.context.latest if isinstance(info.context, Sight) else LATEST


def _read_needed(value: Any, info: ValidationInfo) -> datetime:
    return _in_bounds(read_moment(value), _latest(info))


def _read_loose_moment(value: Any, info: ValidationInfo) -> datetime | None:
    if value in (None, "") or str(value).startswith(_GO_NO_DATE):
        return None
    try:
        return _read_needed(value, info)
    except ValueError:
        _note_unread(info)
    return None


def _read_loose_millis(value: Any, info: ValidationInfo) -> datetime | None:
    if value in (None, 0, _GO_NO_MILLIS):
        return None
    try:
        return _in_bounds(read_millis(value), _latest(info))
    except ValueError:
        _note_unread(info)
    return None


def _note_unread(info: ValidationInfo) -> None:
    if isinstance(info.context, Sight):
        info.context.unread.append(info.field_name or "")


Moment = Annotated[datetime, BeforeValidator(_read_needed)]
LooseMoment = Annotated[datetime | None, BeforeValidator(_read_loose_moment)]
LooseMillis = Annotated[datetime | None, BeforeValidator(_read_loose_millis)]
