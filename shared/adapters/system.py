"""Time and randomness of the machine."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import cache

from shared.ports import Clock, Ids

ID_BYTES = 16


@cache
def _process_name() -> str:
    return secrets.token_hex(ID_BYTES)


class SystemClock(Clock):
    """The machine's clock, moved by a constant so that a simulated past can be the present.

    With a speed other than one, hours of waiting pass in minutes on a developer's machine.
    """

    def __init__(self, offset: timedelta = timedelta(0), speed: float = 1.0) -> None:
        self._offset = offset
        self._speed = speed

    def now(self) -> datetime:
        """Tell the time in UTC."""
        return datetime.fromtimestamp(time.time() * self._speed, UTC) + self._offset

    def monotonic(self) -> float:
        """Tell seconds that only grow."""
        return time.monotonic() * self._speed

    def name(self) -> str:
        """Tell this process from all others: its clocks agree."""
        return _process_name()

    def wait(self, pause: timedelta) -> None:
        """Sleep."""
        time.sleep(max(pause.total_seconds(), 0.0) / self._speed)


class SystemIds(Ids):
    """Names from the system's random source."""

    def new(self) -> str:
        """Make a name of 32 hexadecimal digits."""
        return secrets.token_hex(ID_BYTES)
