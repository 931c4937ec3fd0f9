"""A full value of any dataclass, made from its types, so that no field is forgotten."""

import random
import types
import typing
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

ODD_TEXTS = ("", "a", "Ёлка", "\u0000", "a.b", "`", "\\", "__x", " ", "😀", "0", "\n", "$time")


def make_sample(kind: Any, dice: random.Random, name: str = "") -> Any:
    """Fill every field; the fields that name documents get names that a path may hold."""
    match kind:
        case typing.NewType():
            return make_sample(kind.__supertype__, dice, name)
        case type() if issubclass(kind, Enum):
            return dice.choice(list(kind))
        case type() if hasattr(kind, "__dataclass_fields__"):
            hints = typing.get_type_hints(kind)
            return kind(
                **{
                    part.name: make_sample(hints[part.name], dice, part.name)
                    for part in fields(kind)
                }
            )
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if dice.random() < 0.3 else make_sample(arguments[0], dice, name)
    if origin is tuple:
        return tuple(make_sample(arguments[0], dice) for _ in range(dice.randint(0, 3)))
    if origin is dict:
        return {
            make_sample(arguments[0], dice, "key"): make_sample(arguments[1], dice)
            for _ in range(dice.randint(0, 3))
        }
    return _make_plain(kind, dice, name)


def _make_plain(kind: Any, dice: random.Random, name: str) -> Any:
    if kind is str:
        named = name in ("id", "interaction", "seller", "key")
        return f"n{dice.randint(0, 10**9)}" if named else dice.choice(ODD_TEXTS)
    makers: dict[Any, Callable[[], Any]] = {
        bool: lambda: dice.random() < 0.5,
        int: lambda: dice.choice([0, 1, -1, 2**53 + 1, 2**63 - 1, dice.randint(1, 10**6)]),
        float: lambda: dice.choice([0.0, 0.5, -1.25, 1e300]),
        bytes: lambda: dice.randbytes(dice.randint(0, 20)),
        timedelta: lambda: timedelta(microseconds=dice.randint(0, 10**9)),
        date: lambda: date(2026, 1, 1) + timedelta(days=dice.randint(0, 3650)),
        datetime: lambda: (
            datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=dice.randint(0, 10**14))
        ),
    }
    return makers[kind]()
