"""What a process and all that it started hold and spend, read from the system."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_EVERY_S = 2.0
_PAGE_MB = 4 / 1024
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def weigh(leader: int, read: Callable[[int], float] | None = None) -> Iterator[list[float]]:
    """Read what a group holds now and then: its resident memory, or by another measure."""
    read = read or _resident
    weights = [read(leader)]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY_S):
            weights.append(read(leader))

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


def held_mb(leader: int) -> float:
    """As an instance is counted: what the heaviest of a group holds, and the others hold alone."""
    held = [_read_held(pid) for pid in group_of(leader)]
    whole, alone = max(held, default=(0, 0))
    return (whole + sum(own for _, own in held) - alone) / 1024


def _read_held(pid: int) -> tuple[int, int]:
    """Kilobytes in memory, and those that no other process has too."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0, 0
    held = {line.partition(":")[0]: int(line.split()[1]) for line in lines}
    return held["Rss"], held["Private_Clean"] + held["Private_Dirty"]


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
