"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta

from shared.ports import Clock


class FixedClock(Clock):
    """Both readings move together, so waiting costs no time."""

    def __init__(self, now: datetime, name: str = "fixed") -> None:
        self._now = now.astimezone(UTC)
        self._name = name
        self._elapsed = 0.0

    def now(self) -> datetime:
        """Tell the time that was set."""
        return self._now

    def monotonic(self) -> float:
        """Tell the seconds advanced so far."""
        return self._elapsed

    def name(self) -> str:
        """Tell the name that was given."""
        return self._name

    def wait(self, pause: timedelta) -> None:
        """Let time pass at once."""
        self.advance(pause)

    def advance(self, step: timedelta) -> None:
        """Let time pass."""
        self.set(self._now + step)

    def set(self, now: datetime) -> None:
        """Jump, forward only as far as elapsed seconds are concerned."""
        self._elapsed += max((now - self._now).total_seconds(), 0.0)
        self._now = now.astimezone(UTC)
