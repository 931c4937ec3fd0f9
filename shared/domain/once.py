"""What a process makes once and keeps, however many threads ask for it first."""

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def build_once(build: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let others wait while the first one builds.

    `functools.cache` lets each of them build its own, and requests come together to an instance
    that has just started: ten dictionaries of twenty megabytes would be more than it may hold.
    """
    kept, door = cache(build), RLock()

    @wraps(build)
    def get(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with door:
            return kept(*args, **kwargs)  # type: ignore[arg-type]  # cache wants what has a hash

    return get
