"""Days as sellers type them, by Moscow's calendar."""

import re
from datetime import date, datetime, time, timedelta

from shared.domain.moscow import MOSCOW

# What stands after «от:» or «до:»: digits and signs, a day and a month's name, or one word.
DAY = re.compile(r"\d{1,2}\s+[а-яё]{3,8}(?:\s+\d{4})?|[^\s]+", re.IGNORECASE)

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
_DOTTED = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?")
_NAMED = re.compile(r"(\d{1,2})\s+([а-я]+)(?:\s+(\d{4}))?")
_AGO = {"сегодня": 0, "вчера": 1, "позавчера": 2, "неделя": 7, "неделю": 7, "месяц": 30}
_CENTURY = 2000
_SHORT_YEAR = 100
# Moscow's first day begins before the first moment that computers know.
_FIRST = date(1, 1, 2)


def read_day(typed: str, now: datetime) -> date | None:
    """2026-11-01, 01.11.2026, 1.11, 1 ноября, вчера; a day without a year is the last such day."""
    text = typed.lower().replace("ё", "е").strip()
    today = now.astimezone(MOSCOW).date()
    if text in _AGO:
        return today - timedelta(days=_AGO[text])
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
        return _day(int(year), int(month), int(day or 1))
    if found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
        return _recent(int(day), int(month), year, today)
    if found := _NAMED.fullmatch(text):
        day, name, year = found.groups()
        return _recent(int(day), _month(name), year, today)
    return None


def begins_at(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(max(day, _FIRST), time(), MOSCOW)


def ends_at(day: date) -> datetime:
    """The first moment after a day."""
    return begins_at(day + timedelta(days=1)) if day < date.max else begins_at(day)


def name_day(day: date) -> str:
    """As it stands on a chip."""
    return day.strftime("%d.%m.%Y")


def _recent(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        number = int(year)
        return _day(number + _CENTURY if number < _SHORT_YEAR else number, month, day)
    this = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if this is None or this > today else this


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """«мар» comes before «ма», so that March is not taken for May."""
    for number, begins in enumerate(_MONTHS, start=1):
        if name.startswith(begins):
            return number
    return 0
