"""Where objects survive a kill: one SQLite row each, written through."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

Row = tuple[str, str, str, dict[str, Any]]


class Store(Protocol):
    """Keeps every object of the world by kind, seller and id."""

    def save(self, kind: str, seller: str, key: str, data: dict[str, Any]) -> None:
        """Write one object before the answer leaves."""
        ...

    def delete(self, kind: str, seller: str, key: str) -> None:
        """Forget one object."""
        ...

    def rows(self) -> list[Row]:
        """Everything kept, in the order it was first saved."""
        ...

    def clear(self) -> None:
        """Forget everything."""
        ...

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Group many saves into one commit."""
        ...


class MemoryStore:
    """Keeps nothing: the world itself is the only copy."""

    def save(self, kind: str, seller: str, key: str, data: dict[str, Any]) -> None:
        """Nothing outlives the process."""

    def delete(self, kind: str, seller: str, key: str) -> None:
        """Nothing was kept."""

    def rows(self) -> list[Row]:
        """A fresh world is always empty."""
        return []

    def clear(self) -> None:
        """Nothing was kept."""

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One save costs as little as many."""
        yield


class SqliteStore:
    """A write-ahead log keeps committed rows across ``kill -9``."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._batched = False
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS objects (kind TEXT, seller TEXT, key TEXT, data TEXT,"
            " PRIMARY KEY (kind, seller, key))"
        )

    def save(self, kind: str, seller: str, key: str, data: dict[str, Any]) -> None:
        """The upsert keeps the row's place, so a reload sees the first order."""
        self._db.execute(
            "INSERT INTO objects VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, seller, key) DO UPDATE SET data = excluded.data",
            (kind, seller, key, json.dumps(data, ensure_ascii=False)),
        )

    def delete(self, kind: str, seller: str, key: str) -> None:
        """Forget one object."""
        self._db.execute(
            "DELETE FROM objects WHERE kind = ? AND seller = ? AND key = ?", (kind, seller, key)
        )

    def rows(self) -> list[Row]:
        """Everything kept, in the order it was first saved."""
        found = self._db.execute("SELECT kind, seller, key, data FROM objects ORDER BY rowid")
        return [(kind, seller, key, json.loads(data)) for kind, seller, key, data in found]

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM objects")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Group many saves into one commit; a nested batch joins the outer one."""
        if self._batched:
            yield
            return
        self._batched = True
        self._db.execute("BEGIN")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            self._batched = False
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
