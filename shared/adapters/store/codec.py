"""Turns frozen dataclasses into plain documents and back.

A plain document is a dict of None, bool, int, float, str, bytes, UTC datetimes, lists and dicts.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from shared.domain.errors import Rejected

T = TypeVar("T")
PlainDoc = dict[str, Any]

_AS_IT_IS = frozenset({type(None), bool, int, float, str, bytes})
_NESTING = frozenset({dict, list})


def encode_value(value: Any) -> Any:
    """Make a value storable; times must say their zone, days become text, periods seconds."""
    if type(value) in _AS_IT_IS:
        return value
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str() | bytes():
            return value
        case datetime():
            return _encode_time(value)
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case list() | tuple():
            return [encode_value(part) for part in value]
        case Mapping():
            return {encode_value(key): encode_value(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return encode_document(value)
    raise ValueError(f"{type(value).__name__} cannot be stored")


def encode_document(value: Any) -> PlainDoc:
    """Make a whole dataclass storable."""
    names = _field_names(cast("Hashable", type(value)))
    return {name: encode_value(getattr(value, name)) for name in names}


def decode_document(kind: type[T], document: PlainDoc) -> T:
    """Read a document, whatever fields later versions added to it or earlier ones lacked.

    Maps come sorted by key, because the order in which they were filled is not kept. The error
    names fields and never their values, which may be a buyer's words.
    """
    reader: TypeAdapter[T] = _reader(cast("Hashable", kind))
    try:
        return reader.validate_python(_sort_maps(document))
    except ValidationError as error:
        spots = ", ".join(
            f"{'.'.join(map(str, part['loc']))} ({part['type']})"
            for part in error.errors(include_input=False, include_context=False, include_url=False)
        )
    raise Rejected(f"a stored {kind.__name__} cannot be read: {spots}")


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _sort_maps(value: Any) -> Any:
    # A page of a list sorts thousands of maps, and most of what they hold is plain or empty.
    if type(value) is list:
        return [_sort_maps(part) if type(part) in _NESTING else part for part in value]
    made = {}
    for name in sorted(value):
        part = value[name]
        made[name] = _sort_maps(part) if type(part) in _NESTING and part else part
    return made


def _encode_time(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a stored time must say its zone")
    return moment.astimezone(UTC)
