"""Which work a process has begun and not ended, written where its death cannot lose it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Counted from behind the name in /proc/PID/stat (proc(5), starttime).
_BORN = 19


class Ledger:
    """One file per process: a line when a request begins, another when its handler has ended.

    A machine gives the numbers of dead processes to new ones, so that a process is known by its
    number and its birth: nobody else's may be taken for a worker and killed.
    """

    def __init__(self, app: "WSGIApplication", folder: Path, name: str) -> None:
        self._app = app
        path = _file_of(folder, name, os.getpid())
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
    files = folder.glob(f"{function}.*")
    known = (file.suffix[1:].split("-") for file in files)
    pids = [int(pid) for pid, born in known if born_at(int(pid)) == born]
    return [pid for pid in pids if state_of(pid) not in ("", "Z", "X")]


def unfinished(folder: Path, function: str, pid: int) -> list[str]:
    """What a process has begun and not ended; exact while it is stopped."""
    open_work: dict[str, None] = {}
    file = _file_of(folder, function, pid)
    if not file.exists():
        return []
    for line in file.read_text().splitlines():
        if line[0] == "+":
            open_work[line[1:]] = None
        else:
            open_work.pop(line[1:], None)
    return list(open_work)


def state_of(pid: int) -> str:
    """Linux's letter for what a process does; empty when there is none."""
    return _status_of(pid)[0]


def born_at(pid: int) -> str:
    """When a process began, in ticks since the machine did; empty when there is none."""
    return _status_of(pid)[_BORN]


def _status_of(pid: int) -> list[str]:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return [""] * (_BORN + 1)
    return status.rpartition(")")[2].split()


def _file_of(folder: Path, function: str, pid: int) -> Path:
    return folder / f"{function}.{pid}-{born_at(pid)}"
