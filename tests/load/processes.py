"""What a process and all that it started hold and spend, read from the system."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_EVERY_S = 2.0
_PAGE_MB = 4 / 1024
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def weigh(pid: int) -> Iterator[list[float]]:
    """Read a process's resident memory now and then."""
    weights = [_resident(pid)]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY_S):
            weights.append(_resident(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield weights
    finally:
        over.set()
        watcher.join()


def _resident(leader: int) -> float:
    """Of the process and of all that it has started: a part of the stack leads a group."""
    return sum(map(_pages, group_of(leader))) * _PAGE_MB


def group_of(leader: int) -> list[int]:
    """Processes of one group; those that end meanwhile are left out."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(entry.name)) == leader:
                found.append(int(entry.name))
    return found


def _pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0


def spent_ms(leader: int) -> float:
    """The processor's time of a group since it began."""
    return sum(map(_ticks, group_of(leader))) * _TICK_MS


def _ticks(pid: int) -> int:
    """In user code and in the system; a name with spaces stands before, in brackets."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(parts[11]) + int(parts[12])
