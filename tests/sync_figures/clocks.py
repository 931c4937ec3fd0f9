"""Time for measuring: it runs while the work that is measured runs, and waiting costs nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import process_time

from shared.ports import Clock


class WorkClock(Clock):
    """Counts the processor's seconds of what it is told to count, and jumps over waits.

    Whoever else uses the machine changes nothing, and a marketplace that works while the clock
    stands still answers at once.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed = 0.0
        self._since: float | None = None

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        running = 0.0 if self._since is None else process_time() - self._since
        return self._elapsed + running

    def name(self) -> str:
        return "work"

    def wait(self, pause: timedelta) -> None:
        self._elapsed += max(pause.total_seconds(), 0.0)

    def wait_until(self, moment: datetime) -> None:
        """Jump forward."""
        self._elapsed += max((moment - self.now()).total_seconds(), 0.0)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count what happens here."""
        self._since = process_time()
        yield
        self._elapsed, self._since = self.monotonic(), None

    @contextmanager
    def still(self) -> Iterator[None]:
        """Count nothing of what happens here."""
        was_running = self._since is not None
        self._elapsed, self._since = self.monotonic(), None
        yield
        self._since = process_time() if was_running else None
