"""The store inside the process: Firestore's meaning without Firestore.

Everything lies in memory; with a path, every commit is in one SQLite file before it is told done.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from shared.adapters.store.changes import apply_write, check_precondition
from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.indexes import Indexes
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import DocQuery, DocWrite, Found
from shared.adapters.store.shelves import Shelves
from shared.adapters.store.sqlite_log import SqliteLog, dump_document
from shared.adapters.store.typed import TypedStores


class EmbeddedStores(TypedStores):
    """Opens stores in memory; with `indexes`, queries that production would refuse are refused.

    A file that another process holds is waited for as many seconds as `patience` says.
    """

    def __init__(
        self, path: Path | None = None, indexes: Indexes | None = None, patience: float = 10.0
    ) -> None:
        log = SqliteLog(path, patience) if path is not None else None
        self._embedded = EmbeddedDatabase(indexes, log)
        super().__init__(self._embedded)

    def close(self) -> None:
        """Let go of the file, so that another process may open it."""
        self._embedded.close()


class EmbeddedDatabase:
    """Plain documents in memory, safe for threads; without indexes every query runs."""

    def __init__(self, indexes: Indexes | None, log: SqliteLog | None) -> None:
        self._indexes = indexes
        self._log = log
        self._lock = threading.Lock()
        # Commits take turns here: nobody who reads waits for a disk.
        self._turn = threading.Lock()
        self._shelves = Shelves()
        self._commits = log.last_commit() if log is not None else 0
        for found in log.load() if log is not None else ():
            self._shelves.replace(found.path, found)

    def read(self, paths: Sequence[DocPath]) -> list[Found]:
        """Read the documents that exist."""
        with self._lock:
            found = [self._shelves.get(path) for path in paths]
        return [document for document in found if document is not None]

    def query(self, query: DocQuery) -> list[Found]:
        """Run a query that the declared indexes allow."""
        if self._indexes is not None:
            self._indexes.require(query)
        with self._lock:
            return self._shelves.select(query)

    def count(self, query: DocQuery) -> int:
        """Count what a query would find."""
        return len(self.query(query))

    def commit(self, writes: Sequence[DocWrite]) -> None:
        """Apply all writes or none; what is read meanwhile is as it was before."""
        with self._turn:
            number = self._commits + 1
            changes = self._compute(writes, str(number))
            if self._log is not None and changes:
                self._log.write(number, changes)
            self._commits = number
            with self._lock:
                for path, found in changes.items():
                    self._shelves.replace(path, found)

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            if self._log is not None:
                self._log.close()

    def _compute(self, writes: Sequence[DocWrite], version: str) -> dict[DocPath, Found | None]:
        """A document that a write leaves as it was keeps its version, as in Firestore."""
        data = {write.path: self._data_of(write.path) for write in writes}
        for write in writes:
            check_precondition(write, self._shelves.get(write.path))
            data[write.path] = apply_write(write, data[write.path])
        return {
            path: None if after is None else Found(path, after, version)
            for path, after in data.items()
            if not _is_same(after, self._data_of(path))
        }

    def _data_of(self, path: DocPath) -> PlainDoc | None:
        found = self._shelves.get(path)
        return found.data if found is not None else None


def _is_same(after: PlainDoc | None, before: PlainDoc | None) -> bool:
    """Numbers of different types are different values to keep, though they compare equal."""
    if after is None or before is None or after != before:
        return after is before
    return dump_document(after) == dump_document(before)
