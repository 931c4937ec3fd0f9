"""Which queries the declared indexes allow, as production Firestore decides it.

Composite indexes come from a file in the format of the Firebase command line. Beside them, every
field has ascending, descending and array indexes of its own within one collection, unless a field
override says otherwise. Several indexes that end in the same sort order may be merged.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Any

from shared.adapters.store.plain import DocQuery
from shared.adapters.store.queries import HOLDINGS
from shared.domain.dataclass import dataclass
from shared.domain.errors import MissingIndex
from shared.domain.field_paths import Segments, join_path, split_path


class Mode(StrEnum):
    """How an index holds one field."""

    ASCENDING = "ASCENDING"
    DESCENDING = "DESCENDING"
    CONTAINS = "CONTAINS"


class IndexScope(StrEnum):
    """Whether an index covers one collection or all of one name."""

    COLLECTION = "COLLECTION"
    GROUP = "COLLECTION_GROUP"


IndexField = tuple[Segments, Mode]


@dataclass(frozen=True, slots=True)
class Index:
    """One index; entries are tied by name in the direction of the last field."""

    collection: str
    scope: IndexScope
    fields: tuple[IndexField, ...]

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> "Index":
        """Understand an index as the file and Firestore's own interfaces write it."""
        return cls(
            raw["collectionGroup"],
            IndexScope(raw["queryScope"]),
            tuple(_parse_field(part) for part in raw["fields"] if part["fieldPath"] != "__name__"),
        )

    def as_json(self) -> dict[str, Any]:
        """Write the index as the file does."""
        return {
            "collectionGroup": self.collection,
            "queryScope": self.scope.value,
            "fields": [_field_json(path, mode) for path, mode in self.fields],
        }


@dataclass(frozen=True, slots=True)
class Need:
    """What a query asks of indexes: fields it pins, in any order, then sort keys."""

    collection: str
    scope: IndexScope
    pinned: frozenset[IndexField]
    sorts: tuple[IndexField, ...]

    def as_index(self) -> Index:
        """The one index that would do."""
        pinned = sorted(self.pinned, key=lambda part: (part[1] is Mode.CONTAINS, part[0]))
        return Index(self.collection, self.scope, (*pinned, *self.sorts))


@dataclass(frozen=True, slots=True)
class Override:
    """Single-field indexes that stand in place of the automatic ones."""

    collection: str
    path: Segments
    indexes: frozenset[tuple[IndexScope, Mode]]


@dataclass(frozen=True, slots=True)
class Indexes:
    """Everything that is declared."""

    composites: frozenset[Index] = frozenset()
    overrides: Mapping[tuple[str, Segments], Override] = field(default_factory=dict)
    _served: set[Need] = field(default_factory=set, init=False, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path) -> "Indexes":
        """Read the file that the deployment uses."""
        return cls.parse(json.loads(path.read_text()))

    @classmethod
    def parse(cls, declared: Mapping[str, Any]) -> "Indexes":
        """Understand the file's content."""
        overrides = [_parse_override(raw) for raw in declared.get("fieldOverrides", ())]
        return cls(
            frozenset(Index.parse(raw) for raw in declared.get("indexes", ())),
            {(override.collection, override.path): override for override in overrides},
        )

    def require(self, query: DocQuery) -> None:
        """Refuse a query with MissingIndex, naming the one index that would do."""
        need = need_of(query)
        if need in self._served:
            return
        if self.serving(need) is None:
            raise MissingIndex(f"the declared indexes lack {need.as_index().as_json()}")
        # The product asks few kinds of queries, each of them very often.
        self._served.add(need)

    def serving(self, need: Need) -> frozenset[Index] | None:
        """The indexes that together answer a query; None when they do not suffice."""
        if not need.pinned and not need.sorts:
            return frozenset()
        usable = {
            index: pins
            for index in self._candidates(need)
            if (pins := _pinned_by(index, need)) is not None
        }
        whole = [index for index, pins in usable.items() if pins == need.pinned]
        if whole:
            return frozenset(whole[:1])
        return _merge(usable, need.pinned) if need.pinned else None

    def _candidates(self, need: Need) -> Iterable[Index]:
        single = [*need.pinned, *need.sorts]
        for part in single:
            if self.has_single(need.collection, need.scope, part):
                yield Index(need.collection, need.scope, (part,))
        for index in sorted(self.composites, key=lambda index: len(index.fields)):
            if (index.collection, index.scope) == (need.collection, need.scope):
                yield index

    def has_single(self, collection: str, scope: IndexScope, part: IndexField) -> bool:
        """Whether one field alone is indexed; a map's override holds for what lies inside it."""
        path, mode = part
        for length in range(len(path), 0, -1):
            override = self.overrides.get((collection, path[:length]))
            if override is not None:
                return _has_mode(override, scope, mode)
        return scope is IndexScope.COLLECTION


def need_of(query: DocQuery) -> Need:
    """Say what a query asks of indexes; equality is served by either direction."""
    pinned = {
        (part.field, Mode.CONTAINS if part.operator in HOLDINGS else Mode.ASCENDING)
        for part in query.conditions
        if part.operator in {"==", "in"} | HOLDINGS
    }
    sorts = tuple(
        (sort.field, Mode.DESCENDING if sort.descending else Mode.ASCENDING) for sort in query.sorts
    )
    scope = IndexScope.GROUP if query.group else IndexScope.COLLECTION
    return Need(query.collection[-1], scope, frozenset(pinned), sorts)


def _has_mode(override: Override, scope: IndexScope, mode: Mode) -> bool:
    modes = {kept for kept_scope, kept in override.indexes if kept_scope is scope}
    return mode in modes


def _pinned_by(index: Index, need: Need) -> frozenset[IndexField] | None:
    """The pinned fields that an index brings to a merge; None when it cannot take part."""
    count = len(index.fields) - len(need.sorts)
    if count < 0 or index.fields[count:] != need.sorts:
        return None
    heads = frozenset(_as_pin(part) for part in index.fields[:count])
    if not heads <= need.pinned or (not need.sorts and index.fields[-1][1] is Mode.DESCENDING):
        return None
    return heads


def _merge(
    usable: Mapping[Index, frozenset[IndexField]], pinned: frozenset[IndexField]
) -> frozenset[Index] | None:
    """Join as few indexes as pin every field; None when some field stays loose."""
    merged: set[Index] = set()
    loose = pinned
    for index in sorted(usable, key=lambda index: -len(usable[index])):
        if usable[index] & loose:
            merged.add(index)
            loose -= usable[index]
    return None if loose else frozenset(merged)


def _as_pin(part: IndexField) -> IndexField:
    path, mode = part
    return path, Mode.CONTAINS if mode is Mode.CONTAINS else Mode.ASCENDING


def _parse_field(raw: Mapping[str, Any]) -> IndexField:
    return split_path(raw["fieldPath"]), _parse_mode(raw)


def _parse_override(raw: Mapping[str, Any]) -> Override:
    return Override(
        raw["collectionGroup"],
        split_path(raw["fieldPath"]),
        frozenset((IndexScope(part["queryScope"]), _parse_mode(part)) for part in raw["indexes"]),
    )


def _parse_mode(raw: Mapping[str, Any]) -> Mode:
    return Mode.CONTAINS if "arrayConfig" in raw else Mode(raw["order"])


def _field_json(path: Segments, mode: Mode) -> dict[str, str]:
    kind = {"arrayConfig": "CONTAINS"} if mode is Mode.CONTAINS else {"order": mode.value}
    return {"fieldPath": join_path(path), **kind}
