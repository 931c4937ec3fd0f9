"""How fast one seller may change things: as fast as hands can, and much slower than a script."""

from collections import OrderedDict
from threading import Lock

from shared.domain.dataclass import dataclass
from shared.domain.errors import RateLimited

MOST_AT_ONCE = 240
PER_SECOND = 4.0
# One process remembers so many sellers; who is forgotten begins anew.
_MOST_SELLERS = 10_000


@dataclass(slots=True)
class _Left:
    changes: float
    at: float


class Pace:
    """Counts the changes that each seller asks of this process, so it costs the store nothing."""

    def __init__(self, most: int = MOST_AT_ONCE, per_second: float = PER_SECOND) -> None:
        self._most = most
        self._per_second = per_second
        self._known: OrderedDict[str, _Left] = OrderedDict()
        self._lock = Lock()

    def take(self, seller: str, now: float) -> None:
        """Count one change at this moment of a monotonic clock; RateLimited beyond the pace."""
        with self._lock:
            left = self._known.pop(seller, None) or _Left(self._most, now)
            gained = max(now - left.at, 0.0) * self._per_second
            left.changes, left.at = min(left.changes + gained, self._most), now
            self._known[seller] = left
            if len(self._known) > _MOST_SELLERS:
                self._known.popitem(last=False)
            if left.changes < 1:
                raise RateLimited((1 - left.changes) / self._per_second)
            left.changes -= 1
