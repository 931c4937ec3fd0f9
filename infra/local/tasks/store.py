"""Every task, and every name that must not come back soon, in one SQLite file."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

REMEMBER_NAMES_S: Final = 24 * 3600.0

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS tasks(
  seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, due REAL NOT NULL,
  created REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, responses INTEGER NOT NULL DEFAULT 0,
  executions INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0,
  first_due REAL, first_dispatch REAL, last_due REAL, last_dispatch REAL, last_response REAL,
  last_code INTEGER, last_reason TEXT, last_rpc_code INTEGER, request BLOB NOT NULL,
  UNIQUE(queue, id));
CREATE INDEX IF NOT EXISTS tasks_due ON tasks(queue, leased, due, seq);
CREATE TABLE IF NOT EXISTS names(
  queue TEXT NOT NULL, id TEXT NOT NULL, until REAL NOT NULL, PRIMARY KEY(queue, id));
CREATE INDEX IF NOT EXISTS names_until ON names(until);
CREATE TABLE IF NOT EXISTS paused(kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(kind, name));
CREATE TABLE IF NOT EXISTS ticks(job TEXT PRIMARY KEY, at REAL NOT NULL, status TEXT NOT NULL);
"""
_COLUMNS: Final = (
    "queue, id, due, created, attempts, responses, executions, leased, first_due, first_dispatch, "
    "last_due, last_dispatch, last_response, last_code, last_reason, last_rpc_code, request"
)


class StoreBusyError(Exception):
    """Another process has the file open; two of them would deliver everything twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTask:
    """A task that waits or is being delivered; `request` is Google's own encoding of it."""

    queue: str
    id: str
    due: float
    created: float
    request: bytes
    attempts: int = 0
    responses: int = 0
    executions: int = 0
    leased: bool = False
    first_due: float | None = None
    first_dispatch: float | None = None
    last_due: float | None = None
    last_dispatch: float | None = None
    last_response: float | None = None
    last_code: int | None = None
    last_reason: str | None = None
    last_rpc_code: int | None = None


class TaskStore:
    """Each public write is one commit, made before the method returns.

    The write-ahead log survives the death of the process at any instruction.
    A crash of the whole machine may cost the last moments, which is enough for local work.
    """

    def __init__(self, file: Path | str) -> None:
        self._db = sqlite3.connect(file, timeout=0.2, check_same_thread=False)
        try:
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._release_leases()
        except sqlite3.OperationalError as error:
            self._db.close()
            raise StoreBusyError(str(file)) from error

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    def forget_names(self) -> None:
        """Let every finished task's name be used again; what waits keeps its own."""
        with self._db:
            self._db.execute("DELETE FROM names")

    def knows(self, queue: str, task_id: str, now: float) -> bool:
        """A name is taken while its task exists and for a day after."""
        found = self._db.execute(
            "SELECT 1 FROM tasks WHERE queue=? AND id=? UNION ALL "
            "SELECT 1 FROM names WHERE queue=? AND id=? AND until>?",
            (queue, task_id, queue, task_id, now),
        ).fetchone()
        return found is not None

    def add(self, task: StoredTask) -> None:
        """Keep a new task; its name has been found free."""
        with self._db:
            self._db.execute(
                "INSERT INTO tasks(queue, id, due, created, request) VALUES(?,?,?,?,?)",
                (task.queue, task.id, task.due, task.created, task.request),
            )

    def find(self, queue: str, task_id: str) -> StoredTask | None:
        """One task by name."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM tasks WHERE queue=? AND id=?",  # noqa: S608 - constant columns
            (queue, task_id),
        ).fetchone()
        return None if row is None else _as_task(row)

    def page(self, queue: str, after: str, limit: int) -> list[StoredTask]:
        """Tasks of a queue in the order of their ids."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM tasks WHERE queue=? AND id>? "  # noqa: S608 - constant columns
            "ORDER BY id LIMIT ?",
            (queue, after, limit),
        )
        return [_as_task(row) for row in rows]

    def take(self, queue: str, now: float, limit: int) -> list[StoredTask]:
        """Lease the tasks that have been due longest."""
        rows = self._db.execute(
            f"SELECT seq, {_COLUMNS} FROM tasks WHERE queue=? AND leased=0 "  # noqa: S608 - constant columns
            "AND due<=? ORDER BY due, seq LIMIT ?",
            (queue, now, limit),
        ).fetchall()
        if rows:
            with self._db:
                self._db.executemany(
                    "UPDATE tasks SET leased=1 WHERE seq=?", [(row[0],) for row in rows]
                )
        return [_as_task(row[1:]) for row in rows]

    def take_one(self, queue: str, task_id: str, now: float) -> StoredTask | None:
        """Lease one task whatever its schedule says; None when it is gone or leased already."""
        with self._db:
            changed = self._db.execute(
                "UPDATE tasks SET leased=1, due=? WHERE queue=? AND id=? AND leased=0",
                (now, queue, task_id),
            ).rowcount
        return self.find(queue, task_id) if changed else None

    def next_due(self, queue: str) -> float | None:
        """When the earliest waiting task of a queue is due."""
        row = self._db.execute(
            "SELECT min(due) FROM tasks WHERE queue=? AND leased=0", (queue,)
        ).fetchone()
        return None if row is None else row[0]

    def replace(self, task: StoredTask) -> bool:
        """Write back what an attempt changed; False when the task was deleted meanwhile."""
        with self._db:
            changed = self._db.execute(
                "UPDATE tasks SET due=?, attempts=?, responses=?, executions=?, leased=?,"
                " first_due=?, first_dispatch=?, last_due=?, last_dispatch=?, last_response=?,"
                " last_code=?, last_reason=?, last_rpc_code=? WHERE queue=? AND id=?",
                (
                    *(task.due, task.attempts, task.responses, task.executions, task.leased),
                    *(task.first_due, task.first_dispatch, task.last_due, task.last_dispatch),
                    *(task.last_response, task.last_code, task.last_reason, task.last_rpc_code),
                    *(task.queue, task.id),
                ),
            ).rowcount
        return changed == 1

    def remove(self, queue: str, task_id: str, now: float) -> bool:
        """Forget a task but remember its name; False when there is no such task."""
        with self._db:
            gone = self._db.execute(
                "DELETE FROM tasks WHERE queue=? AND id=?", (queue, task_id)
            ).rowcount
            if gone:
                self._db.execute(
                    "INSERT OR REPLACE INTO names VALUES(?,?,?)",
                    (queue, task_id, now + REMEMBER_NAMES_S),
                )
            self._db.execute("DELETE FROM names WHERE until<=?", (now,))
        return gone == 1

    def purge(self, queue: str, now: float) -> int:
        """Remove all tasks of a queue and remember their names."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO names SELECT queue, id, ? FROM tasks WHERE queue=?",
                (now + REMEMBER_NAMES_S, queue),
            )
            return self._db.execute("DELETE FROM tasks WHERE queue=?", (queue,)).rowcount

    def depth(self, queue: str) -> tuple[int, float | None]:
        """How many tasks a queue holds and when the oldest was created."""
        row = self._db.execute(
            "SELECT count(*), min(created) FROM tasks WHERE queue=?", (queue,)
        ).fetchone()
        return int(row[0]), row[1]

    def paused(self, kind: str) -> frozenset[str]:
        """Names of the paused queues (kind ``queue``) or jobs (kind ``job``)."""
        rows = self._db.execute("SELECT name FROM paused WHERE kind=?", (kind,))
        return frozenset(row[0] for row in rows)

    def pause(self, kind: str, name: str) -> None:
        """Remember a pause across restarts."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO paused VALUES(?,?)", (kind, name))

    def resume(self, kind: str, name: str) -> None:
        """Forget a pause."""
        with self._db:
            self._db.execute("DELETE FROM paused WHERE kind=? AND name=?", (kind, name))

    def ticks(self) -> dict[str, tuple[float, str]]:
        """The last tick of each job and what came of it."""
        rows: Iterator[Sequence[Any]] = self._db.execute("SELECT job, at, status FROM ticks")
        return {job: (at, status) for job, at, status in rows}

    def note_tick(self, job: str, at: float, status: str) -> None:
        """Keep the last tick of a job."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO ticks VALUES(?,?,?)", (job, at, status))

    def _release_leases(self) -> None:
        # An attempt that this process did not see the end of is no attempt: it is made again.
        with self._db:
            self._db.execute("UPDATE tasks SET leased=0 WHERE leased=1")


def _as_task(row: Sequence[Any]) -> StoredTask:
    names = [name.strip() for name in _COLUMNS.split(",")]
    values = dict(zip(names, row, strict=True))
    return StoredTask(**{**values, "leased": bool(values["leased"])})
