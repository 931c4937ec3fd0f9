"""Values of any shape, made up: every field is filled, and each variant takes other members."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fill(kind: Any, variant: int = 0) -> Any:
    """One value; what may be absent is there."""
    if isinstance(kind, NewType):
        return fill(kind.__supertype__, variant)
    if isinstance(kind, type) and not get_args(kind):
        return _fill_class(kind, variant)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return arguments[variant % len(arguments)]
    if origin in (Union, types.UnionType):
        present = [part for part in arguments if part is not type(None)]
        return fill(present[variant % len(present)], variant)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {fill(arguments[0], variant): fill(arguments[1], variant)}
    if origin is tuple and arguments[-1] is not Ellipsis:
        return tuple(fill(part, variant) for part in arguments)
    return origin([fill(arguments[0], variant)])


def _fill_class(kind: type, variant: int) -> Any:
    if issubclass(kind, Enum):
        members = list(kind)
        return members[variant % len(members)]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{part.name: fill(hints[part.name], variant) for part in fields(kind)})
    if issubclass(kind, BaseModel):
        hints = get_type_hints(kind)
        return kind(**{name: fill(hints[name], variant) for name in kind.model_fields})
    return _PLAIN[kind](variant)


_PLAIN: dict[type, Any] = {
    bool: lambda variant: variant % 2 == 0,
    int: lambda variant: variant + 1,
    float: lambda variant: variant + 0.5,
    str: lambda variant: f"слово {variant}",
    bytes: lambda variant: bytes([variant]),
    datetime: lambda variant: MOMENT + timedelta(hours=variant),
    date: lambda variant: MOMENT.date() + timedelta(days=variant),
    timedelta: lambda variant: timedelta(minutes=variant + 1),
}


def fill_least(kind: type) -> Any:
    """Only what every document has: everything else is as it is by default."""
    hints = get_type_hints(kind)
    needed = [
        part.name
        for part in fields(cast("Any", kind))
        if part.default is MISSING and part.default_factory is MISSING
    ]
    return kind(**{name: fill(hints[name]) for name in needed})


def count_variants(kind: Any) -> int:
    """So many variants show every member of every choice within a shape."""
    return max(_choices(kind, set()), default=1)


def _choices(kind: Any, seen: set[Any]) -> list[int]:
    if isinstance(kind, NewType):
        return _choices(kind.__supertype__, seen)
    arguments = get_args(kind)
    inner = [size for part in arguments for size in _choices(part, seen)]
    if get_origin(kind) in (Union, types.UnionType, Literal):
        inner.append(len(arguments))
    if not isinstance(kind, type) or arguments or kind in seen:
        return inner
    seen.add(kind)
    if issubclass(kind, Enum):
        return [len(kind)]
    if is_dataclass(kind) or issubclass(kind, BaseModel):
        return [size for part in get_type_hints(kind).values() for size in _choices(part, seen)]
    return inner
