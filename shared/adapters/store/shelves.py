"""Documents in memory, with one sorted list per shape of query.

A list is made when the first query of its shape comes and kept up to date afterwards, so that a
page costs what it returns and not what the collection holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from typing import TypeAlias

from sortedcontainers import SortedList

from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import DocQuery, Found
from shared.adapters.store.shapes import Range, Shape, passes_rest

Scope = tuple[bool, DocPath]
Entry = tuple[bytes, DocPath]
Entries: TypeAlias = SortedList[Entry]


class Shelves:
    """All documents and their sorted lists; callers hold the lock."""

    def __init__(self) -> None:
        self._documents: dict[DocPath, Found] = {}
        self._members: dict[Scope, dict[DocPath, Found]] = defaultdict(dict)
        self._lists: dict[Scope, dict[Shape, Entries]] = defaultdict(dict)

    def get(self, path: DocPath) -> Found | None:
        """Read one document."""
        return self._documents.get(path)

    def replace(self, path: DocPath, document: Found | None) -> None:
        """Put a document in the place of the one before, or take it away."""
        before = self._documents.pop(path, None)
        for scope in _scopes_of(path):
            self._members[scope].pop(path, None)
            for shape, entries in self._lists[scope].items():
                _replace_entries(shape, entries, before, document)
            if document is not None:
                self._members[scope][path] = document
        if document is not None:
            self._documents[path] = document

    def select(self, query: DocQuery) -> list[Found]:
        """Answer a query in its order."""
        shape = Shape.of(query)
        entries = self._entries((query.group, query.collection), shape)
        runs = [_walk_range(entries, part) for part in shape.ranges_of(query)]
        paths = _each_once(path for _, path in merge(*runs))
        documents = (self._documents[path] for path in paths)
        passing = (found for found in documents if passes_rest(query, found.data))
        return list(islice(passing, query.limit))

    def _entries(self, scope: Scope, shape: Shape) -> Entries:
        lists = self._lists[scope]
        if shape not in lists:
            members = self._members[scope].values()
            lists[shape] = SortedList(
                entry for found in members for entry in _entries(shape, found)
            )
        return lists[shape]


def _scopes_of(path: DocPath) -> tuple[Scope, Scope]:
    """The one collection that a document lies in, and all of that name."""
    return (False, path[:-1]), (True, path[-2:-1])


def _replace_entries(
    shape: Shape, entries: Entries, before: Found | None, after: Found | None
) -> None:
    old = set(_entries(shape, before)) if before is not None else set()
    new = set(_entries(shape, after)) if after is not None else set()
    for entry in old - new:
        entries.remove(entry)
    entries.update(new - old)


def _entries(shape: Shape, found: Found) -> Iterator[Entry]:
    for key in shape.keys_of(found.path, found.data):
        yield key, found.path


def _each_once(paths: Iterable[DocPath]) -> Iterator[DocPath]:
    """A document that holds several of the values asked for stands in a row with itself."""
    return (path for path, _ in groupby(paths))


def _walk_range(entries: Entries, part: Range) -> Iterator[Entry]:
    """Leave out what the keys of one range share, so that ranges can be merged."""
    shared = len(part.head)
    last = None if part.stop is None else (part.stop, ())
    for key, path in entries.irange((part.start, ()), last, inclusive=(True, False)):
        yield key[shared:], path
