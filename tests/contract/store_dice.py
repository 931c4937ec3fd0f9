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
INEQUALITIES: tuple[Operator, ...] = ("<", "<=", ">", ">=")


def pick_value(dice: random.Random, depth: int = 0) -> Any:
    """Mostly few different values, so that documents tie; sometimes nested ones."""
    roll = dice.random()
    if depth < 2 and roll < 0.08:
        return [pick_scalar(dice) for _ in range(dice.randint(0, 3))]
    if depth < 2 and roll < 0.16:
        return {
            dice.choice("xyz`."): pick_value(dice, depth + 1) for _ in range(dice.randint(0, 2))
        }
    return pick_scalar(dice)


def pick_scalar(dice: random.Random) -> Any:
    return dice.choice((0, 1, "a", True, None)) if dice.random() < 0.4 else dice.choice(SCALARS)


def pick_document(dice: random.Random) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for field_path in dice.sample(FIELDS, dice.randint(0, len(FIELDS))):
        inner = document
        for segment in field_path[:-1]:
            inner = inner.setdefault(segment, {})
        inner[field_path[-1]] = pick_value(dice)
    return document


@dataclass
class Versions:
    """What both stores called each state of a document, so that either can be asked for it."""

    seen: dict[DocPath, list[tuple[str, str]]] = field(default_factory=dict)

    def pick(self, path: DocPath, dice: random.Random) -> tuple[str, str] | None:
        known = self.seen.get(path)
        if not known:
            return None
        return known[-1] if dice.random() < 0.7 else dice.choice(known)


def pick_writes(
    paths: Sequence[DocPath], versions: Versions, dice: random.Random
) -> tuple[list[DocWrite], list[DocWrite]]:
    """One commit, once for each store: they differ in versions alone."""
    written: set[DocPath] = set()
    left: list[DocWrite] = []
    right: list[DocWrite] = []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        path = dice.choice(paths)
        if any(isinstance(write, DeleteDoc) and write.path == path for write in left):
            continue
        pair = versions.pick(path, dice) if dice.random() < 0.4 and path not in written else None
        write = _pick_write(path, dice, may_create=path not in written)
        for side, writes in enumerate((left, right)):
            version = pair[side] if pair else None
            writes.append(_with_version(write, version))
        written.add(path)
    return left, right


def _pick_write(path: DocPath, dice: random.Random, *, may_create: bool) -> DocWrite:
    roll = dice.random()
    if roll < 0.3 and may_create:
        return CreateDoc(path, pick_document(dice))
    if roll < 0.5:
        return SetDoc(path, pick_document(dice), None)
    if roll < 0.75:
        return UpdateDoc(path, _pick_changes(dice), None)
    if roll < 0.9:
        fields = _pick_fields(dice)
        return BumpDoc(path, {f: dice.choice((1, -1, 0, 2**62, -(2**62))) for f in fields})
    return DeleteDoc(path)


def _with_version(write: DocWrite, version: str | None) -> DocWrite:
    match write:
        case SetDoc(path, data, _):
            return SetDoc(path, data, version)
        case UpdateDoc(path, changes, _):
            return UpdateDoc(path, changes, version)
    return write


def _pick_changes(dice: random.Random) -> dict[Segments, Any]:
    return {f: REMOVE if dice.random() < 0.25 else pick_value(dice) for f in _pick_fields(dice)}


def _pick_fields(dice: random.Random) -> list[Segments]:
    """No field beside one that lies inside it."""
    pool = [*FIELDS, ("m",), ("a", "deep", "er")]
    chosen: list[Segments] = []
    for path in dice.sample(pool, dice.randint(1, 3)):
        if not any(path[: len(other)] == other or other[: len(path)] == path for other in chosen):
            chosen.append(path)
    return chosen


def pick_query(
    collection: DocPath, documents: Sequence[tuple[DocPath, dict[str, Any]]], dice: random.Random
) -> DocQuery:
    """A query of a shape that the typed store lets through."""
    fields = dice.sample(FIELDS, len(FIELDS))
    conditions: list[Condition] = []
    if dice.random() < 0.5:
        conditions.append(Condition(fields.pop(), "==", pick_value(dice)))
    if dice.random() < 0.2:
        several = [pick_scalar(dice) for _ in range(dice.randint(1, 4))]
        conditions.append(Condition(fields.pop(), "in", several))
    if dice.random() < 0.15:
        element = dice.choice([value for value in SCALARS if value is not None])
        conditions.append(Condition(fields.pop(), "array_contains", element))
    sorts = [Sort(fields.pop(), dice.random() < 0.5) for _ in range(dice.choice((0, 1, 1, 1, 2)))]
    for sort in sorts:
        for _ in range(dice.choice((0, 0, 1, 2))):
            value = pick_value(dice)
            if value is not None:
                conditions.append(Condition(sort.field, dice.choice(INEQUALITIES), value))
    return DocQuery(
        collection=collection[-1:] if len(collection) == 1 else collection,
        group=len(collection) == 1,
        conditions=tuple(conditions),
        sorts=tuple(sorts),
        limit=dice.choice((None, None, 1, 2, 3)),
        after=_pick_cursor(sorts, documents, dice),
    )


def _pick_cursor(
    sorts: Sequence[Sort],
    documents: Sequence[tuple[DocPath, dict[str, Any]]],
    dice: random.Random,
) -> Cursor | None:
    if not documents or dice.random() < 0.5:
        return None
    path, data = dice.choice(documents)
    values = [_value_at(data, sort.field) if dice.random() < 0.8 else None for sort in sorts]
    return Cursor(tuple(pick_scalar(dice) if value is None else value for value in values), path)


def _value_at(data: Any, segments: Segments) -> Any:
    for segment in segments:
        data = data.get(segment) if isinstance(data, dict) else None
    return data
