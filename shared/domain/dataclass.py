"""A dataclass that is cheap to define (decision 0032).

The standard one compiles how each class compares, hashes and shows itself, a third of what defining
it costs at every start. Here these are closures over its fields. Fields, options and behaviour are
the standard ones, and so is the name for whoever checks types.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
    ) -> Callable[[type], type]:
        """As `dataclasses.dataclass`: equal by its fields, and hashable where it is frozen."""

        def define(kind: type) -> type:
            made = dataclasses.dataclass(
                kind, frozen=frozen, slots=slots, kw_only=kw_only, eq=False, repr=False
            )
            if eq:
                _compare_by(made, _key_of(made), frozen=frozen)
            made.__repr__ = _show
            return made

        return define


def _key_of(kind: type) -> Callable[[Any], object]:
    names = [one.name for one in dataclasses.fields(kind) if one.compare]
    return attrgetter(*names) if names else lambda _: ()


def _compare_by(kind: Any, key: Callable[[Any], object], *, frozen: bool) -> None:
    def equal(one: object, other: object) -> object:
        if type(other) is not type(one):
            return NotImplemented
        return key(one) == key(other)

    kind.__eq__ = equal
    kind.__hash__ = (lambda one: hash(key(one))) if frozen else None


def _show(one: Any) -> str:
    shown = (field.name for field in dataclasses.fields(one) if field.repr)
    inside = ", ".join(f"{name}={getattr(one, name)!r}" for name in shown)
    return f"{type(one).__qualname__}({inside})"
