"""A dataclass that is cheap to define (decision 0032).

Of the six methods that the standard one compiles for each frozen class, at every start, three are
shared here: how it compares, hashes and shows itself. It takes four of the standard options and is
always called. What a class defines itself stays; what is compared is hashed.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
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
            own = frozenset(vars(kind))
            made = dataclasses.dataclass(
                kind, frozen=frozen, slots=slots, kw_only=kw_only, eq=False, repr=False
            )
            given = {"__repr__": _show} | (_compare_by(_key_of(made), frozen=frozen) if eq else {})
            for name in given.keys() - own:
                setattr(made, name, given[name])
            return made

        return define


def _key_of(kind: type) -> Callable[[Any], tuple[object, ...]]:
    """Always a tuple, which finds a part equal that is the same."""
    names = [one.name for one in dataclasses.fields(kind) if one.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _compare_by(
    key: Callable[[Any], tuple[object, ...]], *, frozen: bool
) -> dict[str, Callable[..., object] | None]:
    def equal(one: object, other: object) -> object:
        return key(one) == key(other) if type(other) is type(one) else NotImplemented

    def hash_key(one: object) -> int:
        return hash(key(one))

    return {"__eq__": equal, "__hash__": hash_key if frozen else None}


@recursive_repr()
def _show(one: Any) -> str:
    shown = (field.name for field in dataclasses.fields(one) if field.repr)
    inside = ", ".join(f"{name}={getattr(one, name)!r}" for name in shown)
    return f"{type(one).__qualname__}({inside})"
