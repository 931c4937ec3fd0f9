"""How fast a queue may dispatch: its token bucket and the service's own throttling."""

import math
from collections import deque
from typing import Final

_LOWEST_FACTOR: Final = 0.1
_RECOVERY_S: Final = 5.0
# From the lowest factor four doublings lead back to the full rate.
_MOST_DOUBLINGS: Final = 4.0
_COOLING_S: Final = 1.0
_WINDOW: Final = 20
_HIGH_FAILURE: Final = 0.5


class Throttle:
    """Slows a queue whose handler says it is overloaded, and lets it recover with time.

    Google does not publish its formula.
    Here an overload halves the rate, at most once a second and never below a tenth; the rate then
    doubles every five quiet seconds.
    """

    def __init__(self) -> None:
        self._factor = 1.0
        self._changed_at = -math.inf
        self._recent: deque[bool] = deque(maxlen=_WINDOW)

    def factor(self, now: float) -> float:
        """The share of the configured rate that is allowed at this moment."""
        if self._factor >= 1.0:
            return 1.0
        doublings = min((now - self._changed_at) / _RECOVERY_S, _MOST_DOUBLINGS)
        return min(1.0, self._factor * math.exp2(doublings))

    def note_success(self) -> None:
        """Successes count against the share of failures."""
        self._recent.append(True)

    def note_failure(self, now: float) -> bool:
        """Return whether this failure slowed the queue: most recent attempts failed too."""
        self._recent.append(False)
        full = len(self._recent) == _WINDOW
        if full and self._recent.count(False) > _WINDOW * _HIGH_FAILURE:
            return self.note_overload(now)
        return False

    def note_overload(self, now: float) -> bool:
        """Return whether the rate went down; answers that arrive together count once."""
        if now - self._changed_at < _COOLING_S:
            return False
        self._factor = max(_LOWEST_FACTOR, self.factor(now) / 2.0)
        self._changed_at = now
        return True


class TokenBucket:
    """Holds at most one second's worth of dispatches."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self.capacity = max(1, math.ceil(rate))
        self._tokens = float(self.capacity)
        self._filled_at: float | None = None

    def available(self, now: float, factor: float) -> int:
        """How many dispatches may start now."""
        self._refill(now, factor)
        # Sums of floating-point shares may miss a whole token by a hair.
        return math.floor(self._tokens + 1e-6)

    def spend(self, count: int) -> None:
        """Take the tokens of dispatches that do start."""
        self._tokens -= count

    def ready_at(self, now: float, factor: float) -> float:
        """When the next dispatch may start."""
        self._refill(now, factor)
        missing = 1.0 - self._tokens
        return now if missing <= 0 else now + missing / (self._rate * factor)

    def _refill(self, now: float, factor: float) -> None:
        passed = 0.0 if self._filled_at is None else max(0.0, now - self._filled_at)
        self._filled_at = now
        ceiling = max(1.0, self.capacity * factor)
        self._tokens = min(ceiling, self._tokens + passed * self._rate * factor)
