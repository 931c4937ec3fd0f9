"""Ports that are opened when they are first used.

An instance that wakes up answers its caller before it gets ready for what this caller does not
want: a page of the inbox needs neither Wildberries nor passwords.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from shared.domain.once import build_once

Port = TypeVar("Port")


class _Late:
    """Asks what it stands for, which is made once, however many threads ask first."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._open: Callable[[], Any] = build_once(make)

    def __getattr__(self, name: str) -> Any:
        """Whatever it has no name for itself is the port's."""
        return getattr(self._open(), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        """A port may be a mere function."""
        return self._open()(*given, **named)


def open_late(make: Callable[[], Port]) -> Port:
    """A stand-in for what `make` opens, which imports what it needs itself."""
    return cast("Port", _Late(make))
