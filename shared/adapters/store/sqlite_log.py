"""Keeps plain documents in one SQLite file, each commit in one transaction."""

import base64
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Found
from shared.domain.errors import Unavailable

_TIME, _BYTES, _MAP = "$time", "$bytes", "$map"
_TAGS = frozenset({_TIME, _BYTES, _MAP})


class SqliteLog:
    """One process owns the file; a second one is refused while the first lives."""

    def __init__(self, path: Path, patience: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            path, timeout=patience, check_same_thread=False, isolation_level=None
        )
        try:
            self._open_tables()
        except sqlite3.Error as error:
            self._connection.close()
            raise Unavailable(f"{path} cannot be opened: {error}") from error

    def load(self) -> Iterator[Found]:
        """Read every document."""
        for path, version, data in self._connection.execute(
            "SELECT path, version, data FROM documents"
        ):
            yield Found(_split_path(path), load_document(data), version)

    def last_commit(self) -> int:
        """The number that the newest commit had."""
        (number,) = self._connection.execute("SELECT number FROM last_commit").fetchone()
        return int(number)

    def write(self, number: int, changes: Mapping[DocPath, Found | None]) -> None:
        """Make one commit durable against the end of the process; Unavailable when it is not."""
        kept = [
            ("/".join(path), found.version, dump_document(found.data))
            for path, found in changes.items()
            if found is not None
        ]
        gone = [("/".join(path),) for path, found in changes.items() if found is None]
        run = self._connection
        try:
            run.execute("BEGIN IMMEDIATE")
            run.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", kept)
            run.executemany("DELETE FROM documents WHERE path = ?", gone)
            run.execute("UPDATE last_commit SET number = ?", (number,))
            run.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                run.execute("ROLLBACK")
            raise Unavailable(f"the commit could not be written: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _open_tables(self) -> None:
        run = self._connection.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN IMMEDIATE")
        run("CREATE TABLE IF NOT EXISTS documents (path TEXT PRIMARY KEY, version TEXT, data TEXT)")
        run("CREATE TABLE IF NOT EXISTS last_commit (number INTEGER)")
        run("INSERT INTO last_commit SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM last_commit)")
        run("COMMIT")


def _split_path(path: str) -> DocPath:
    return tuple(map(sys.intern, path.split("/")))


def dump_document(data: PlainDoc) -> str:
    """Write a plain document as JSON, with tags for what JSON lacks."""
    return json.dumps(_tag(data), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load_document(text: str) -> PlainDoc:
    """Read what `dump_document` wrote."""
    return dict(_untag(json.loads(text)))


def _tag(value: Any) -> Any:
    match value:
        case datetime():
            return {_TIME: value.isoformat()}
        case bytes():
            return {_BYTES: base64.b64encode(value).decode()}
        case list():
            return [_tag(part) for part in value]
        case dict():
            tagged = {name: _tag(part) for name, part in value.items()}
            return {_MAP: tagged} if _TAGS & tagged.keys() else tagged
    return value


def _untag(value: Any) -> Any:
    """Names, and words of lists, stand in thousands of documents: they are kept once."""
    match value:
        case list():
            return [sys.intern(part) if type(part) is str else _untag(part) for part in value]
        case {"$time": str(moment), **rest} if not rest:
            return datetime.fromisoformat(moment)
        case {"$bytes": str(text), **rest} if not rest:
            return base64.b64decode(text)
        case {"$map": dict(inner), **rest} if not rest:
            return {sys.intern(name): _untag(part) for name, part in inner.items()}
        case dict():
            return {sys.intern(name): _untag(part) for name, part in value.items()}
    return value
