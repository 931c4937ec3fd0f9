"""A seller's data as a file to take along: lines of JSON, and where their parts lie."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from shared.domain.dataclass import dataclass
from shared.domain.ids import hash_key

EXPORT_KEY = "latest"
KEEP_EXPORT = timedelta(days=7)
PART_BYTES = 2 * 1024 * 1024
README = """Выгрузка данных магазина из «Единого окна».

account.json — аккаунт и подключение, без пароля и токена.
data-NNNN.ndjson — по одному документу в строке: kind — вид, key — имя, value — содержимое.
files/ — файлы из чатов, которые ещё хранятся.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The newest finished export; its parts are files named by `part_name`."""

    id: str = EXPORT_KEY
    job: str
    made_at: datetime
    expires_at: datetime
    parts: int
    size: int


def part_name(job: str, number: int) -> str:
    """Name one part; a slice that is done twice writes the same ones."""
    return f"export-{hash_key('part', job, str(number))}"


def as_line(key: Sequence[str], value: Any) -> bytes:
    """One document as a line of JSON."""
    line = {"kind": type(value).__name__, "key": list(key), "value": as_plain(value)}
    return (json.dumps(line, ensure_ascii=False) + "\n").encode()


def as_plain(value: Any) -> Any:
    """Make a value fit for JSON: times in ISO 8601, periods in seconds, bytes in base64."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return base64.b64encode(value).decode()
        case Mapping():
            return {str(as_plain(name)): as_plain(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: as_plain(getattr(value, part.name)) for part in fields(value)}
    return value
