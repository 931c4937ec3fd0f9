"""What an instance does once, before it answers its first caller."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from shared.domain.once import build_once

Outside = TypeVar("Outside")


def connect_once(connect: Callable[[], Outside]) -> Callable[[], Outside]:
    """Connect on the first call, once for all threads, and keep what is loaded by then for good.

    Modules and shapes live as long as the process, so no search for garbage needs to look at them;
    requests make little that counting references does not free.
    """

    @build_once
    @wraps(connect)
    def connect_and_keep() -> Outside:
        outside = connect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        return outside

    return connect_and_keep
