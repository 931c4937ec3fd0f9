"""Limits and lists of values that WB states in words only."""

import re
from typing import Any

from shared.domain.accounts.tokens import TokenKind

Schema = dict[str, Any]

_MOST = re.compile(r"(?:max\.?|[Мм]аксим[^\d`]*?)\s*(\d[\d\s\u00a0]*)")
_LISTED = re.compile(r"^\s*[-*]\s+`([^`]*)`", re.MULTILINE)
_ROW = re.compile(
    r"^\|\s*([А-Яа-я ]+?)\s*\|[^|]*\|[^|]*\|\s*(\d+)\s*(\S+)\s*\|\s*(\d+)", re.MULTILINE
)
_UNITS_MS = {"мс": 1, "сек": 1000, "с": 1000, "мин": 60_000, "ч": 3_600_000}
_KINDS = {
    "Персональный": TokenKind.PERSONAL,
    "Сервисный": TokenKind.SERVICE,
    "Базовый с секретом": TokenKind.BASE_SECRET,
    "Базовый": TokenKind.BASE,
}


def read_most(schema: Schema, prose: str) -> int | None:
    """The largest number or length: as the schema says, else as the words do."""
    for name in ("maxLength", "maximum"):
        if isinstance(schema.get(name), int):
            return int(schema[name])
    match = _MOST.search(f"{prose}\n{schema.get('description', '')}")
    return int(re.sub(r"\D", "", match[1])) if match else None


def read_least(schema: Schema) -> int | None:
    """The smallest number or length; WB writes `minimum` on texts too."""
    values = [schema[name] for name in ("minLength", "minimum") if name in schema]
    return values[0] if values and isinstance(values[0], int) else None


def read_values(schema: Schema) -> set[str]:
    """The values of an enumeration, or of a list in the description; empty where none is given."""
    listed = schema.get("enum")
    if isinstance(listed, list):
        return {str(value) for value in listed}
    return {value.strip() for value in _LISTED.findall(str(schema.get("description", "")))}


def read_rates(prose: str) -> dict[str, dict[str, int]]:
    """The table of rate limits by kind of token."""
    return {
        _KINDS[title].value: {"burst": int(burst), "interval_ms": int(count) * _UNITS_MS[unit]}
        for title, count, unit, burst in _ROW.findall(prose)
        if title in _KINDS and unit in _UNITS_MS
    }
