"""The simulator's own time: movable start, and faster than real where a test has no hours."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3))
DAY = 86_400.0


class Clock:
    """Real time, `speed` times as fast, plus an offset that only grows."""

    def __init__(self, real: Callable[[], float] = time.time, speed: float = 1.0) -> None:
        self._real = real
        self._speed = speed
        self.offset = real() * (1 - speed)

    def now(self) -> float:
        """Unix seconds as the simulated marketplace sees them."""
        return self._real() * self._speed + self.offset

    def start_at(self, moment: float) -> None:
        """Make ``moment`` the present; time runs on from there."""
        self.offset = moment - self._real() * self._speed

    def advance(self, seconds: float) -> None:
        """Jump forward; buckets, moderation and ages all see the jump."""
        self.offset += seconds


def to_iso(moment: float) -> str:
    """Seconds precision with a ``Z``, as the review and event fields print it."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_precise_iso(moment: float) -> str:
    """Nine fraction digits, as the question dates print it."""
    moment_utc = datetime.fromtimestamp(moment, UTC)
    return moment_utc.strftime("%Y-%m-%dT%H:%M:%S") + f".{moment_utc.microsecond:06d}000Z"


def to_moscow_naive(moment: float) -> str:
    """UTC+3 without a zone, as the claim dates print it."""
    return datetime.fromtimestamp(moment, MOSCOW).replace(tzinfo=None).isoformat()


def parse_iso(text: str) -> float:
    """Accept a zone or ``Z`` and up to nine fraction digits."""
    head, dot, tail = text.partition(".")
    if dot:
        digits = len(tail) - len(tail.lstrip("0123456789"))
        text = f"{head}.{tail[:digits][:6].ljust(6, '0')}{tail[digits:]}"
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def moscow_midnight(moment: float) -> float:
    """The start of the seller's «today»."""
    local = datetime.fromtimestamp(moment, MOSCOW)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
