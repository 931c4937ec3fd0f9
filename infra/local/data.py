"""The folder that keeps the stack's data between runs."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

_PRIVATE = 0o600
_OTHERS = 0o077


class DataBroken(Exception):
    """The folder cannot be used as it is; the message says what to do."""

    def __init__(self, path: Path, why: str, remedy: str = "«make dev-reset» empties it") -> None:
        super().__init__(f"{path} {why}; {remedy}, or set DATA to another folder")


class ResetRefused(Exception):
    """The folder was not emptied; the message says why."""


class Keys(BaseModel):
    """Secrets of this machine's stack alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token_key: str
    cursor_key: str


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths below one root, checked before anything starts."""

    root: Path

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.root / "logs"

    @property
    def mailbox(self) -> Path:
        """What the stack is made of while it runs: addresses and processes."""
        return self.root / "stack.json"

    @property
    def letters(self) -> Path:
        """Letters to sellers, which nobody carries further."""
        return self.root / "letters"

    @property
    def lock(self) -> Path:
        """Held while a stack runs; every folder that a stack has used holds it."""
        return self.root / "lock"

    def prepare(self) -> IO[str]:
        """Make the folder and take its lock; DataBroken says why it cannot be used."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            lock = self.lock.open("w")
        except OSError as error:
            why = f"cannot be written ({error.strerror})"
            raise DataBroken(self.root, why, "mend its rights") from error
        if not _take_lock(lock):
            lock.close()
            raise DataBroken(self.root, "is in use by another running stack", "stop that one")
        for database in sorted(self.root.glob("*.sqlite")):
            _require_sound(database)
        return lock

    def clear(self) -> None:
        """Delete the folder; ResetRefused when a stack uses it or none ever made it."""
        try:
            if not self.root.exists() or not any(self.root.iterdir()):
                return
            if not (self.lock.is_file() and self.logs.is_dir()):
                raise ResetRefused(f"{self.root} holds no data of this product: delete it yourself")
            with self.lock.open("r+") as lock:
                if not _take_lock(lock):
                    raise ResetRefused(f"{self.root} is in use: stop the running stack first")
                shutil.rmtree(self.root)
        except OSError as error:
            raise ResetRefused(f"{self.root} could not be deleted: {error}") from error

    def keep_backend(self, backend: str, why: str) -> None:
        """Remember what holds the data; DataBroken when an earlier start chose another one."""
        path = self.root / "backend.txt"
        made_with = path.read_text().strip() if path.exists() else backend
        if made_with != backend:
            raise DataBroken(
                self.root,
                f"was made with the {made_with} store, and this start would use the {backend} one "
                f"({why}), which does not hold its data: start with STORE={made_with} to go on",
            )
        path.write_text(f"{backend}\n")

    def read_keys(self) -> Keys:
        """Read the secrets, or make them on the first start."""
        path = self.root / "keys.json"
        if not path.exists():
            _write_private(path, _make_keys().model_dump())
        if path.stat().st_mode & _OTHERS:
            raise DataBroken(path, "can be read by others", f"«chmod 600 {path}» mends it")
        try:
            return Keys.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise DataBroken(
                path, "does not hold the keys that the data were sealed with"
            ) from error

    def write_keys(self, keys: Keys) -> None:
        """Replace the secrets; whoever is cut off leaves the old ones or the new ones."""
        fresh = self.root / "keys.json.new"
        fresh.unlink(missing_ok=True)
        _write_private(fresh, keys.model_dump())
        fresh.replace(self.root / "keys.json")


def _take_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _require_sound(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DataBroken(database, f"cannot be read ({error})") from error
    if verdict != "ok":
        raise DataBroken(database, f"is damaged ({verdict})")


def _make_keys() -> Keys:
    token_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return Keys(token_key=f"local:{token_key}", cursor_key=secrets.token_urlsafe(32))


def _write_private(path: Path, content: dict[str, str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
