"""Random documents, writes and queries that any store must treat alike."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import (
    BumpDoc,
    Condition,
    CreateDoc,
    Cursor,
    DeleteDoc,
    DocQuery,
    DocWrite,
    SetDoc,
    Sort,
    UpdateDoc,
)
from shared.domain.field_paths import Segments
from shared.ports import REMOVE, Operator

NAMES = ("1", "10", "2", "a", "A", "é", "b c", "😀", "a.b", "-", "zz")
FIELDS: tuple[Segments, ...] = (("a",), ("b",), ("m", "x"), ("m", "y"), ("odd.key",), ("Ё", "`"))
SCALARS: tuple[Any, ...] = (
    None,
    False,
    True,
    0,
    1,
    -1,
    2**53,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
    0.0,
    1.0,
    1.5,
    -1e300,
    -0.0,
    float(2**53),
    "",
    "a",
    "aa",
    "a\u0000",
    "\u0000",
    "Ё",
    "é",
    "\uffff",
    "😀",
    b"",
    b"\x00",
    b"a",
    b"\xff",
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - timedelta(microseconds=1),
)
Documents = Sequence[tuple[DocPath, dict[str, Any]]]
INEQUALITIES: tuple[Operator, ...] = ("<", "<=", ">", ">=")


NEIGHBOURS: tuple[tuple[Any, ...], ...] = (
    (2**53, 2**53 + 1, float(2**53), 2**53 - 1),
    (2**63 - 1, 2**63 - 2, float(2**63), -(2**63)),
    (0, 0.0, -0.0, False, None),
    (1, 1.0, True, "1"),
    ("", "\u0000", "a", "a\u0000"),
    (b"", b"\x00", b"\xff", ""),
)


@dataclass(frozen=True, slots=True)
class Dice:
    """Randomness with few different values a sequence, so that documents tie and are found."""

    random: random.Random
    pool: tuple[Any, ...]

    @classmethod
    def seeded(cls, seed: int) -> "Dice":
        source = random.Random(seed)
        return cls(source, (*source.choice(NEIGHBOURS), *source.sample(SCALARS, 3)))

    def scalar(self) -> Any:
        return self.random.choice(self.pool)

    def value(self, depth: int = 0) -> Any:
        roll = self.random.random()
        if depth < 2 and roll < 0.1:
            return [self.scalar() for _ in range(self.random.randint(0, 3))]
        if depth < 2 and roll < 0.16:
            names = [self.random.choice("xyz`.") for _ in range(self.random.randint(0, 2))]
            return {name: self.value(depth + 1) for name in names}
        return self.scalar()

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for path in self.random.sample(FIELDS, self.random.randint(2, len(FIELDS))):
            inner = document
            for segment in path[:-1]:
                inner = inner.setdefault(segment, {})
            inner[path[-1]] = self.value()
        return document


@dataclass
class Versions:
    """What both stores called each state of a document, so that either can be asked for it."""

    seen: dict[DocPath, list[tuple[str, str]]] = field(default_factory=dict)

    def pick(self, path: DocPath, dice: Dice) -> tuple[str, str] | None:
        known = self.seen.get(path)
        if not known:
            return None
        return known[-1] if dice.random.random() < 0.7 else dice.random.choice(known)


def pick_writes(
    paths: Sequence[DocPath], versions: Versions, dice: Dice
) -> tuple[list[DocWrite], list[DocWrite]]:
    """One commit, once for each store: they differ in versions alone."""
    written: set[DocPath] = set()
    left: list[DocWrite] = []
    right: list[DocWrite] = []
    for _ in range(dice.random.choice((1, 1, 1, 2, 3))):
        path = dice.random.choice(paths)
        if any(isinstance(write, DeleteDoc) and write.path == path for write in left):
            continue
        pair = (
            versions.pick(path, dice)
            if dice.random.random() < 0.4 and path not in written
            else None
        )
        write = _pick_write(path, dice, may_create=path not in written)
        for side, writes in enumerate((left, right)):
            version = pair[side] if pair else None
            writes.append(_with_version(write, version))
        written.add(path)
    return left, right


def _pick_write(path: DocPath, dice: Dice, *, may_create: bool) -> DocWrite:
    roll = dice.random.random()
    if roll < 0.3 and may_create:
        return CreateDoc(path, dice.document())
    if roll < 0.5:
        return SetDoc(path, dice.document(), None)
    if roll < 0.75:
        return UpdateDoc(path, _pick_changes(dice), None)
    if roll < 0.9:
        fields = _pick_fields(dice)
        return BumpDoc(path, {f: dice.random.choice((1, -1, 0, 2**62, -(2**62))) for f in fields})
    return DeleteDoc(path)


def _with_version(write: DocWrite, version: str | None) -> DocWrite:
    match write:
        case SetDoc(path, data, _):
            return SetDoc(path, data, version)
        case UpdateDoc(path, changes, _):
            return UpdateDoc(path, changes, version)
        case DeleteDoc(path, _):
            return DeleteDoc(path, version)
    return write


def _pick_changes(dice: Dice) -> dict[Segments, Any]:
    return {f: REMOVE if dice.random.random() < 0.25 else dice.value() for f in _pick_fields(dice)}


def _pick_fields(dice: Dice) -> list[Segments]:
    """No field beside one that lies inside it."""
    pool = [*FIELDS, ("m",), ("a", "deep", "er")]
    chosen: list[Segments] = []
    for path in dice.random.sample(pool, dice.random.randint(1, 3)):
        if not any(path[: len(other)] == other or other[: len(path)] == path for other in chosen):
            chosen.append(path)
    return chosen


def pick_query(collection: DocPath, documents: Documents, dice: Dice) -> DocQuery:
    """A query of a shape that the typed store lets through, about values that are there."""
    fields = dice.random.sample(FIELDS, len(FIELDS))
    conditions: list[Condition] = []
    if dice.random.random() < 0.4:
        path = fields.pop()
        conditions.append(Condition(path, "==", _likely_value(path, documents, dice)))
    if dice.random.random() < 0.2:
        several = [dice.scalar() for _ in range(dice.random.randint(1, 4))]
        conditions.append(Condition(fields.pop(), "in", several))
    if dice.random.random() < 0.15:
        element = next(value for value in iter(dice.scalar, object()) if value is not None)
        conditions.append(Condition(fields.pop(), "array_contains", element))
    elif dice.random.random() < 0.15:
        elements = [dice.scalar() for _ in range(dice.random.randint(1, 4))]
        conditions.append(Condition(fields.pop(), "array_contains_any", elements))
    sorts = [
        Sort(fields.pop(), dice.random.random() < 0.5)
        for _ in range(dice.random.choice((0, 1, 1, 1, 2)))
    ]
    for sort in sorts:
        for _ in range(dice.random.choice((0, 0, 1, 2))):
            value = _likely_value(sort.field, documents, dice)
            if value is not None:
                operator = dice.random.choice(INEQUALITIES)
                conditions.append(Condition(sort.field, operator, value))
    return DocQuery(
        collection=collection,
        group=len(collection) == 1,
        conditions=tuple(conditions),
        sorts=tuple(sorts),
        limit=dice.random.choice((None, None, 1, 2, 3)),
        after=_pick_cursor(sorts, documents, dice),
    )


def _pick_cursor(sorts: Sequence[Sort], documents: Documents, dice: Dice) -> Cursor | None:
    if not documents or dice.random.random() < 0.5:
        return None
    path, data = dice.random.choice(documents)
    values = [_value_at(data, sort.field) if dice.random.random() < 0.8 else None for sort in sorts]
    return Cursor(tuple(dice.scalar() if value is None else value for value in values), path)


def _likely_value(path: Segments, documents: Documents, dice: Dice) -> Any:
    held = [_value_at(data, path) for _, data in documents]
    return dice.random.choice(held) if held and dice.random.random() < 0.7 else dice.value()


def _value_at(data: Any, segments: Segments) -> Any:
    for segment in segments:
        data = data.get(segment) if isinstance(data, dict) else None
    return data
