"""Threads that take turns: handlers that may stand still run in one, and only one ever moves."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress

_idle: list["Track"] = []


class Track:
    """A thread that does one job at a time and hands the turn back when it stands still."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._back = threading.Lock()
        self._turn.acquire()
        self._back.acquire()
        self._job: Callable[[], None] | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    @classmethod
    def take(cls, job: Callable[[], None]) -> "Track":
        """A track that will do a job when it is driven for the first time."""
        track = _idle.pop() if _idle else cls()
        track._job = job
        return track

    def drive(self) -> bool:
        """Let the job go on until it stands still; false when it is done.

        What nobody expected of a handler ends the schedule, and not only its thread.
        """
        self._turn.release()
        self._back.acquire()
        if self._error is not None:
            raise self._error
        if self._job is not None:
            return True
        _idle.append(self)
        return False

    def stand_still(self) -> None:
        """Called by the job: everything else goes on until somebody drives again."""
        self._back.release()
        self._turn.acquire()

    def _run(self) -> None:
        while True:
            self._turn.acquire()
            assert self._job is not None
            # Whoever drives the schedule raises it again.
            with suppress(BaseException):
                try:
                    self._job()
                finally:
                    self._error = sys.exc_info()[1]
            self._job = None
            self._back.release()
