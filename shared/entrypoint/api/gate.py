"""Bounds what one process holds in its memory at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from shared.entrypoint.api.problems import Refusal

# An upload and its copies take some 15 MB of a process that has 512 MB for everything.
MOST_UPLOADS = 6
_COME_AGAIN_S = "2"


class Gate:
    """Lets a few in at once, and tells the rest when to come again."""

    def __init__(self, most: int = MOST_UPLOADS) -> None:
        self._free = BoundedSemaphore(most)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Stay inside; a Refusal where it is full."""
        if not self._free.acquire(blocking=False):
            raise Refusal(code="rate_limited", headers={"Retry-After": _COME_AGAIN_S})
        try:
            yield
        finally:
            self._free.release()
