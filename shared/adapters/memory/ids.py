"""Names in counting order."""

from itertools import count

from shared.ports import Ids


class CountingIds(Ids):
    """The same run makes the same names; the prefix keeps two makers apart."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._numbers = count(1)

    def new(self) -> str:
        """Make the next name."""
        return f"{self._prefix}{next(self._numbers):06d}"
