"""Task queues in memory, for tests and for a stack in one process."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from typing import Final

from shared.domain.analytics.health import QueueLevel
from shared.domain.errors import RetryLater
from shared.ports import Clock

Handler = Callable[[Mapping[str, str]], None]

_FIRST_RETRY: Final = timedelta(seconds=1)
_LONGEST_RETRY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, order=True)
class QueuedTask:
    """A call that waits; tasks sort by the moment they are due, then by age."""

    due: datetime
    number: int
    queue: str = field(compare=False)
    key: str = field(compare=False)
    payload: Mapping[str, str] = field(compare=False)
    attempts: int = field(compare=False, default=0)
    tried_at: datetime | None = field(compare=False, default=None)


class MemoryTaskQueue:
    """Remembers every key it was given, as Cloud Tasks does within its window."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._numbers = count()
        self._known: set[tuple[str, str]] = set()
        self._waiting: list[QueuedTask] = []

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        """Queue one call unless the key is known."""
        # Tests let several workers queue at once, and a heap moves while it compares.
        with self._lock:
            if (queue, key) in self._known:
                return False
            self._known.add((queue, key))
            due = self._clock.now() + delay
            task = QueuedTask(due, next(self._numbers), queue, key, dict(payload))
            heapq.heappush(self._waiting, task)
        return True

    @property
    def waiting(self) -> tuple[QueuedTask, ...]:
        """All tasks that are not done, earliest first."""
        return tuple(sorted(self._waiting))

    def read_level(self, queue: str, now: datetime) -> QueueLevel:
        """Count what waits; a task waits from its first attempt on, or from its time."""
        tasks = [task for task in self._waiting if task.queue == queue]
        since = [task.tried_at or task.due for task in tasks]
        return QueueLevel(
            depth=len(tasks), oldest_at=min((at for at in since if at <= now), default=None)
        )

    def next_due(self) -> datetime | None:
        """When the earliest task is due."""
        return self._waiting[0].due if self._waiting else None

    def run_due(self, handlers: Mapping[str, Handler]) -> int:
        """Run what is due now, and what that queues for now; count the attempts.

        A handler that raises RetryLater gets its task again after a growing pause.
        """
        attempts = 0
        while self._waiting and self._waiting[0].due <= self._clock.now():
            self._run(heapq.heappop(self._waiting), handlers)
            attempts += 1
        return attempts

    def _run(self, task: QueuedTask, handlers: Mapping[str, Handler]) -> None:
        try:
            handlers[task.queue](task.payload)
        except RetryLater:
            pause = min(_FIRST_RETRY * 2 ** min(task.attempts, 20), _LONGEST_RETRY)
            now = self._clock.now()
            again = replace(
                task,
                due=now + pause,
                attempts=task.attempts + 1,
                tried_at=task.tried_at or now,
            )
            heapq.heappush(self._waiting, again)
