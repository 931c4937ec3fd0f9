"""What of a seller's deadlines and working hours can be kept, and what to say of the rest."""

from collections.abc import Mapping
from datetime import timedelta

from shared.domain.deadlines.calendar import WHOLE_DAY, WorkingHours
from shared.domain.deadlines.table import DEFAULT_TABLE, Table, Within

LEAST_MINUTES = 1
MOST_MINUTES = 10_080
MOST_DAYS_OFF = 366
SHORTEST_DAY = timedelta(hours=1)

_MINUTE = timedelta(minutes=1)
_WEEK = 7

UNKNOWN_ROW = "Такой строки нет"
OUT_OF_RANGE = f"От {LEAST_MINUTES} до {MOST_MINUTES} минут"
TARGET_AFTER_LIMIT = "Цель не может быть позже крайнего срока"
NO_DAYS = "Выберите хотя бы один рабочий день"
WRONG_DAY = "Дни недели: от 0 (понедельник) до 6 (воскресенье)"
WRONG_TIME = "Время — от 00:00 до 24:00, с точностью до минуты"
SHORT_DAY = "Рабочий день должен длиться хотя бы час, конец — позже начала"
MANY_DAYS_OFF = f"Не больше {MOST_DAYS_OFF} своих выходных"


def check_table(table: Table) -> Mapping[str, str]:
    """What is wrong, by row; nothing when the table can be kept."""
    found = {name: _check_row(name, row) for name, row in table.items()}
    return {name: fault for name, fault in found.items() if fault}


def _check_row(name: str, row: Within) -> str:
    if name not in DEFAULT_TABLE:
        return UNKNOWN_ROW
    if not all(_is_in_range(span) for span in (row.target, row.limit)):
        return OUT_OF_RANGE
    return TARGET_AFTER_LIMIT if row.target > row.limit else ""


def _is_in_range(span: timedelta) -> bool:
    whole = span % _MINUTE == timedelta(0)
    return whole and LEAST_MINUTES * _MINUTE <= span <= MOST_MINUTES * _MINUTE


def check_hours(hours: WorkingHours) -> Mapping[str, str]:
    """What is wrong, by field; nothing when a shop may be open so."""
    faults = {}
    if not hours.weekdays:
        faults["weekdays"] = NO_DAYS
    elif not all(0 <= day < _WEEK for day in hours.weekdays):
        faults["weekdays"] = WRONG_DAY
    for name, at in (("opens", hours.opens), ("closes", hours.closes)):
        if not timedelta(0) <= at <= WHOLE_DAY or at % _MINUTE:
            faults[name] = WRONG_TIME
    if not faults.keys() & {"opens", "closes"} and hours.closes - hours.opens < SHORTEST_DAY:
        faults["closes"] = SHORT_DAY
    if len(hours.days_off) > MOST_DAYS_OFF:
        faults["days_off"] = MANY_DAYS_OFF
    return faults
