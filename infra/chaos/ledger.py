"""Which work a process has begun and not ended, written where its death cannot lose it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Ledger:
    """One file per process: a line when a request begins, another when its handler has ended."""

    def __init__(self, app: "WSGIApplication", folder: Path, name: str) -> None:
        self._app = app
        path = folder / f"{name}.{os.getpid()}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._begun = 0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Only what must not get lost counts: tasks, ticks and what sellers send."""
        if environ["REQUEST_METHOD"] == "GET":
            return self._app(environ, start_response)
        self._begun += 1
        key = f"{self._begun}-{environ.get('HTTP_X_CLOUDTASKS_TASKNAME') or environ['PATH_INFO']}"
        os.write(self._file, f"+{key}\n".encode())
        try:
            return self._app(environ, start_response)
        finally:
            os.write(self._file, f"-{key}\n".encode())


def workers_of(folder: Path, function: str) -> list[int]:
    """Processes of a function that live."""
    pids = [int(file.suffix[1:]) for file in folder.glob(f"{function}.*")]
    return [pid for pid in pids if state_of(pid) not in ("", "Z", "X")]


def unfinished(folder: Path, function: str, pid: int) -> list[str]:
    """What a process has begun and not ended; exact while it is stopped."""
    open_work: dict[str, None] = {}
    for line in (folder / f"{function}.{pid}").read_text().splitlines():
        if line[0] == "+":
            open_work[line[1:]] = None
        else:
            open_work.pop(line[1:], None)
    return list(open_work)


def state_of(pid: int) -> str:
    """Linux's letter for what a process does; empty when there is none."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[0]
