"""A limit for the whole of something that no time-out of a socket bounds."""

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

from shared.domain.errors import Malformed, RetryLater, Unavailable

T = TypeVar("T")


def run_within(seconds: float, work: Callable[[float], T]) -> T:
    """Wait no longer than that; Unavailable then, and the work should stop at its own moment.

    `work` is told the moment of the monotonic clock after which nobody wants its result.
    """
    until = time.monotonic() + seconds
    told: SimpleQueue[T | Malformed | RetryLater | ValueError] = SimpleQueue()

    def run() -> None:
        try:
            told.put(work(until))
        except (Malformed, RetryLater, ValueError) as error:
            told.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = told.get(timeout=seconds)
    except Empty:
        raise Unavailable("the answer took too long") from None
    if isinstance(result, (Malformed, RetryLater, ValueError)):
        raise result
    return result
