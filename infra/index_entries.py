"""How many index entries Firestore keeps of one document: each is paid for with every write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from shared.adapters.store.indexes import Index, Indexes, IndexScope, Mode
from shared.domain.field_paths import Segments


@dataclass(frozen=True, slots=True)
class Entries:
    """`terms` are those that hold one element of the array asked about, `others` all the rest."""

    terms: int
    others: int


def count_entries(
    document: Mapping[str, Any], collection: str, indexes: Indexes, array: Segments
) -> Entries:
    """Count what single fields and composite indexes hold of a document.

    Composites that need a field which the document lacks hold nothing of it.
    """
    composites = [index for index in indexes.composites if index.collection == collection]
    with_terms = [index for index in composites if _holds(index, array)]
    terms = sum(_entries_of(document, index) for index in with_terms)
    others = sum(_entries_of(document, index) for index in composites if index not in with_terms)
    single = sum(
        _entries_of(document, Index(collection, IndexScope.COLLECTION, ((path, mode),)))
        for path, value in _leaves(document)
        for mode in (Mode.ASCENDING, Mode.DESCENDING, Mode.CONTAINS)
        if indexes.has_single(collection, IndexScope.COLLECTION, (path, mode))
        if mode is not Mode.CONTAINS or isinstance(value, list)
    )
    return Entries(terms=terms, others=others + single)


def _holds(index: Index, array: Segments) -> bool:
    return any(path == array and mode is Mode.CONTAINS for path, mode in index.fields)


def _entries_of(document: Mapping[str, Any], index: Index) -> int:
    return prod(_values(document, path, mode) for path, mode in index.fields)


def _values(document: Any, path: Segments, mode: Mode) -> int:
    for segment in path:
        if not isinstance(document, dict) or segment not in document:
            return 0
        document = document[segment]
    if mode is Mode.CONTAINS:
        return len({repr(part) for part in document}) if isinstance(document, list) else 0
    return 1


def _leaves(value: Mapping[str, Any], path: Segments = ()) -> Iterator[tuple[Segments, Any]]:
    """Every field that may be indexed: what a map holds, and not the map."""
    for name, part in value.items():
        if isinstance(part, dict) and part:
            yield from _leaves(part, (*path, name))
        else:
            yield (*path, name), part
