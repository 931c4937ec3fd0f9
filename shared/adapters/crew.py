"""Threads that wait for many answers at once, where each wait is long and the work is short."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cached_property
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")


class Crew:
    """Each thread knows what its caller knows, such as the trace of the request."""

    def __init__(self, size: int) -> None:
        self._size = size

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._size, thread_name_prefix="crew")

    def run_all(self, work: Callable[[Thing], Result], things: Iterable[Thing]) -> Iterable[Result]:
        """Give results in the order of the things; what breaks one of them breaks its result."""
        known = [(copy_context(), thing) for thing in things]
        return self._pool.map(lambda pair: pair[0].run(work, pair[1]), known)
