"""What a process remembers for a while, the least used forgotten first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """At most `most` values, each until its own second of the monotonic clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def find(self, key: K, now: float) -> V | None:
        """Give the value if it is still good."""
        with self._lock:
            until, value = self._kept.get(key, (now, None))
            if until <= now:
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return value

    def keep(self, key: K, value: V, until: float) -> None:
        """Remember a value, in place of the one that was wanted longest ago."""
        with self._lock:
            self._kept[key] = (until, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
