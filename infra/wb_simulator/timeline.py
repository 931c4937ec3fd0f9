"""Ids in the order of their creation."""

from bisect import bisect_left, bisect_right, insort

AFTER_ALL_IDS = chr(0x10FFFF)


class Timeline:
    """Keeps windows of time cheap however long the history is."""

    def __init__(self) -> None:
        self._keys: list[tuple[float, str]] = []

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, created: float, key: str) -> None:
        """Most additions are the newest, so the insertion is usually an append."""
        insort(self._keys, (created, key))

    def remove(self, created: float, key: str) -> None:
        """The pair must have been added."""
        del self._keys[bisect_left(self._keys, (created, key))]

    def between(self, start: float | None, end: float | None) -> list[str]:
        """Ids created in the closed window, oldest first."""
        low = 0 if start is None else bisect_left(self._keys, (start, ""))
        high = len(self._keys) if end is None else bisect_right(self._keys, (end, AFTER_ALL_IDS))
        return [key for _, key in self._keys[low:high]]
