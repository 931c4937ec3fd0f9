"""Time, randomness, and work handed to other functions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shared.domain.analytics.health import QueueLevel


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Tell the time in UTC."""
        ...

    def monotonic(self) -> float:
        """Tell seconds that only grow, to measure how long a process has slept."""
        ...

    def name(self) -> str:
        """Tell which clock this is: what two different ones say may differ by seconds."""
        ...

    def wait(self, pause: timedelta) -> None:
        """Let so much of its time pass."""
        ...


class Ids(Protocol):
    """The only source of randomness."""

    def new(self) -> str:
        """Make a name nobody has used, of at least 128 random bits."""
        ...


class TaskQueue(Protocol):
    """Hands work to other functions, at least once each."""

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        """Queue one call and say whether it was new; raises RetryLater if nothing was stored."""
        ...


class QueueGauge(Protocol):
    """Tells how full queues are, without taking anything from them."""

    def read_level(self, queue: str, now: datetime) -> QueueLevel:
        """How many tasks wait and how long, by the product's clock; Unavailable if unknown."""
        ...
