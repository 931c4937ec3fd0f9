"""How documents and queries meet in a sorted list: keys for the ones, ranges for the others."""

import operator
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.ordering import complement, encode_key, encode_names, successor
from shared.adapters.store.plain import Condition, DocQuery
from shared.adapters.store.queries import HOLDINGS, INEQUALITIES
from shared.domain.dataclass import dataclass
from shared.domain.field_paths import Segments

_MISSING = object()
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Shape:
    """What one sorted list is sorted by: pinned fields, an array's elements, sort keys, names."""

    pinned: tuple[Segments, ...]
    contains: Segments | None
    sorts: tuple[tuple[Segments, bool], ...]

    @classmethod
    def of(cls, query: DocQuery) -> "Shape":
        """Forget a query's values."""
        pinned = {part.field for part in query.conditions if part.operator in {"==", "in"}}
        contains = [part.field for part in query.conditions if part.operator in HOLDINGS]
        sorts = tuple((sort.field, sort.descending) for sort in query.sorts)
        return cls(tuple(sorted(pinned)), contains[0] if contains else None, sorts)

    def keys_of(self, path: DocPath, data: PlainDoc) -> Iterator[bytes]:
        """Where a document stands in the list: nowhere if it lacks a field."""
        pinned = [_field_at(data, field) for field in self.pinned]
        sorts = [_field_at(data, field) for field, _ in self.sorts]
        if _MISSING in pinned or _MISSING in sorts:
            return
        head = b"".join(map(encode_key, pinned))
        tail = self._tail(sorts, path)
        for element in self._elements(data):
            yield head + element + tail

    def ranges_of(self, query: DocQuery) -> Iterator["Range"]:
        """The parts of the list that hold a query's answers, one for each choice of values."""
        conditions = {part.field: part for part in query.conditions}
        choices = [_pinned_keys(conditions[field]) for field in self.pinned]
        if self.contains is not None:
            choices.append(_held_keys(conditions[self.contains]))
        start, stop = self._bounds(query)
        for head in {b"".join(parts) for parts in product(*choices)}:
            yield Range(head, head + start, successor(head) if stop is None else head + stop)

    def _bounds(self, query: DocQuery) -> tuple[bytes, bytes | None]:
        start, stop = b"", None
        if self.sorts:
            field, descending = self.sorts[0]
            for part in query.conditions:
                if part.field == field:
                    low, high = _range_of(part, descending=descending)
                    start = max(start, low)
                    stop = high if stop is None else min(stop, high)
        if query.after is not None:
            # Keys end themselves, so only the cursor's own row could begin with its key.
            start = max(start, self._tail(query.after.values, query.after.path) + b"\x00")
        return start, stop

    def _tail(self, values: Iterable[Any], path: DocPath) -> bytes:
        keys = [
            _direct(encode_key(value), descending=descending)
            for value, (_, descending) in zip(values, self.sorts, strict=True)
        ]
        names_descend = bool(self.sorts) and self.sorts[-1][1]
        return b"".join(keys) + _direct(encode_names(path), descending=names_descend)

    def _elements(self, data: PlainDoc) -> Iterable[bytes]:
        if self.contains is None:
            return (b"",)
        held = _field_at(data, self.contains)
        return {encode_key(part) for part in held} if isinstance(held, list) else ()


@dataclass(frozen=True, slots=True)
class Range:
    """Keys from `start` up to `stop`, which share the first bytes."""

    head: bytes
    start: bytes
    stop: bytes | None


def passes_rest(query: DocQuery, data: PlainDoc) -> bool:
    """Check the inequalities that a range alone cannot: those on later sort keys."""
    first = query.sorts[0].field if query.sorts else None
    return all(
        _compare(part, _field_at(data, part.field))
        for part in query.conditions
        if part.operator in INEQUALITIES and part.field != first
    )


def _compare(part: Condition, value: Any) -> bool:
    held, wanted = encode_key(value), encode_key(part.value)
    return held[:1] == wanted[:1] and bool(_COMPARE[part.operator](held, wanted))


def _pinned_keys(part: Condition) -> set[bytes]:
    """An equality matches null; `in` never does."""
    if part.operator == "==":
        return {encode_key(part.value)}
    return {encode_key(value) for value in part.value if value is not None}


def _held_keys(part: Condition) -> set[bytes]:
    """An array may hold null, and be asked for it, but not among other values."""
    if part.operator == "array_contains":
        return {encode_key(part.value)}
    return {encode_key(value) for value in part.value if value is not None}


def _range_of(part: Condition, *, descending: bool) -> tuple[bytes, bytes]:
    """Where one inequality holds; only values of the same type satisfy it."""
    key = _direct(encode_key(part.value), descending=descending)
    behind = successor(key)
    low, high = key[:1], bytes([key[0] + 1])
    comparison = _FLIPPED[part.operator] if descending else part.operator
    match comparison:
        case "<":
            high = key
        case "<=":
            high = behind or high
        case ">":
            low = behind or high
        case _:
            low = key
    return low, high


def _direct(key: bytes, *, descending: bool) -> bytes:
    return complement(key) if descending else key


def _field_at(data: PlainDoc, field: Segments) -> Any:
    value: Any = data
    for segment in field:
        if not isinstance(value, dict) or segment not in value:
            return _MISSING
        value = value[segment]
    return value
