"""Shapes compare, hash and show themselves as the standard library's do."""

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any, Generic, TypeVar

import pytest

from shared.domain.dataclass import dataclass

T = TypeVar("T")


def _define(decorate: Callable[[type], type]) -> type:
    @decorate
    class Parcel:
        name: str
        token: str = field(default="t", repr=False)
        seen: int = field(default=0, compare=False)

    return Parcel


OPTIONS = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True},
    {"slots": True},
]


def _shapes(options: dict[str, bool]) -> tuple[Any, Any]:
    return _define(dataclass(**options)), _define(dataclasses.dataclass(**options))


@pytest.mark.parametrize("options", OPTIONS)
def test_as_the_standard_one(options: dict[str, bool]) -> None:
    ours, standard = _shapes(options)
    rows: list[dict[str, Any]] = [
        {"name": "a"},
        {"name": "b"},
        {"name": "a", "token": "u"},
        {"name": "a", "seen": 1},
    ]
    for one in rows:
        assert repr(ours(**one)) == repr(standard(**one))
        for other in rows:
            same = ours(**one) == ours(**other)
            assert same == (standard(**one) == standard(**other))
            if options.get("frozen"):
                assert not same or hash(ours(**one)) == hash(ours(**other))
    assert ours(name="a") != standard(name="a")
    assert ours.__match_args__ == standard.__match_args__
    assert getattr(ours, "__slots__", None) == getattr(standard, "__slots__", None)


def test_frozen_one_is_hashable_and_stays_as_it_is() -> None:
    ours, _ = _shapes({"frozen": True, "slots": True})
    made = ours(name="a")
    assert {made: 1}[replace(made)] == 1
    assert replace(made, name="b") != made
    with pytest.raises(FrozenInstanceError):
        made.name = "b"


def test_one_that_changes_has_no_hash() -> None:
    ours, _ = _shapes({"slots": True})
    with pytest.raises(TypeError, match="unhashable"):
        hash(ours(name="a"))


def test_shapes_of_one_field_and_of_none() -> None:
    @dataclass(frozen=True)
    class Empty:
        pass

    @dataclass(frozen=True)
    class Single:
        of: tuple[float, ...]

    assert Empty() == Empty()
    assert {Empty(), Empty()} == {Empty()}
    assert repr(Empty()) == f"{Empty.__qualname__}()"
    assert Single((1,)) == Single((1,)) != Single((2,))
    assert hash(Single((1,))) == hash(Single((1,)))
    nothing = (float("nan"),)
    assert Single(nothing) == Single(nothing)


def test_shape_that_is_itself_alone_compares_by_identity() -> None:
    ours = _define(dataclass(frozen=True, slots=True, eq=False))
    made = ours(name="a")
    assert made != replace(made)
    assert hash(made) == hash(made)


def test_what_a_class_defines_itself_stays() -> None:
    @dataclass(frozen=True, slots=True)
    class Sealed:
        token: str

        def __repr__(self) -> str:
            return "Sealed()"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Sealed)

        def __hash__(self) -> int:
            return 1

    assert repr(Sealed("a")) == "Sealed()"
    assert Sealed("a") == Sealed("b")
    assert hash(Sealed("a")) == 1


def test_heirs_compare_by_all_their_fields_and_with_their_own_kind() -> None:
    @dataclass(frozen=True, slots=True)
    class Parent(Generic[T]):
        one: T

    @dataclass(frozen=True, slots=True)
    class Child(Parent[int]):
        two: int

    assert Child(1, 2) == Child(1, 2) != Child(1, 3)
    assert len({Child(1, 2), Child(1, 2), Child(2, 2)}) == 2
    assert Parent(1) != Child(1, 2)


def test_shape_that_holds_itself_can_be_shown() -> None:
    @dataclass(slots=True)
    class Knot:
        end: Any = None

    knot = Knot()
    knot.end = knot
    assert repr(knot).endswith("Knot(end=...)")
