"""What a write makes of a document, without touching the one before."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.store.checks import check_size, check_value
from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.plain import (
    BumpDoc,
    CreateDoc,
    DeleteDoc,
    DocWrite,
    Found,
    SetDoc,
    UpdateDoc,
)
from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.field_paths import Segments
from shared.ports import REMOVE

_LARGEST_INT = 2**63 - 1
_SMALLEST_INT = -(2**63)


def check_precondition(write: DocWrite, before: Found | None) -> None:
    """Compare a write's conditions with the document as it was before the commit."""
    version = getattr(write, "version", None)
    if isinstance(write, CreateDoc) and before is not None:
        raise AlreadyExists("the document exists")
    if version is not None and (before is None or before.version != version):
        raise Stale("the document has changed")


def apply_write(write: DocWrite, before: PlainDoc | None) -> PlainDoc | None:
    """Compute a document after one write; None when it is gone."""
    match write:
        case CreateDoc(data=data) | SetDoc(data=data):
            return data
        case DeleteDoc():
            return None
        case UpdateDoc(changes=changes):
            if before is None:
                raise NotFound("there is no document to change")
            after = _change(before, changes)
        case BumpDoc(amounts=amounts):
            after = _add_amounts(before or {}, amounts)
    check_size(after)
    return after


def _change(before: PlainDoc, changes: Mapping[Segments, Any]) -> PlainDoc:
    """What lies there was checked when it came; what comes is checked in its place."""
    after = before
    for segments, value in changes.items():
        if value is REMOVE:
            after = _remove(after, segments)
        else:
            check_value(value, len(segments))
            after = _set(after, segments, value)
    return after


def _add_amounts(data: PlainDoc, amounts: Mapping[Segments, int]) -> PlainDoc:
    after = data
    for segments, amount in amounts.items():
        after = _set(after, segments, _sum(_value_at(after, segments), amount))
    return after


def _sum(held: Any, amount: int) -> float:
    """What is no number counts as zero; integers stop at the ends of 64 bits."""
    if isinstance(held, bool) or not isinstance(held, int | float):
        return amount
    if isinstance(held, float):
        return held + amount
    return min(max(held + amount, _SMALLEST_INT), _LARGEST_INT)


def _value_at(data: Any, segments: Segments) -> Any:
    for segment in segments:
        data = data.get(segment) if isinstance(data, dict) else None
    return data


def _set(data: Any, segments: Segments, value: Any) -> PlainDoc:
    """Whatever is no map on the way is replaced by one."""
    held = data if isinstance(data, dict) else {}
    name, *rest = segments
    return {**held, name: _set(held.get(name), tuple(rest), value) if rest else value}


def _remove(data: PlainDoc, segments: Segments) -> PlainDoc:
    name, *rest = segments
    if name not in data:
        return data
    if not rest:
        return {key: value for key, value in data.items() if key != name}
    inner = data[name]
    return {**data, name: _remove(inner, tuple(rest))} if isinstance(inner, dict) else data
