"""Starts work when it falls due and sleeps exactly until then."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeVar

# The time of day may be set while a process sleeps, so no sleep is longer than this.
_LONGEST_SLEEP_S: Final = 30.0

Item = TypeVar("Item")


class Source(Protocol[Item]):
    """Something that has work to do at certain moments."""

    def take_due(self, now: float) -> Sequence[Item]:
        """Take over the work that may start now."""
        ...

    def next_wake(self, now: float) -> float | None:
        """When to look again if nothing happens."""
        ...

    async def carry_out(self, item: Item, /) -> None:
        """Do one piece of work."""
        ...


class Pump:
    """Runs one source until it is stopped; an error in the work is a defect and ends it too."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._woken = asyncio.Event()
        self._group = asyncio.TaskGroup()

    def wake(self) -> None:
        """Look for due work at once."""
        self._woken.set()

    def start(self, source: Source[Item], item: Item) -> None:
        """Carry out one piece of work in the background."""
        running = self._group.create_task(source.carry_out(item))
        running.add_done_callback(lambda _: self.wake())

    async def run(self, source: Source[Item]) -> None:
        """Serve a source; cancel to stop, which also cuts the work that is under way."""
        async with self._group:
            while True:
                self._woken.clear()
                for item in source.take_due(self._clock()):
                    self.start(source, item)
                await self._sleep_until(source.next_wake(self._clock()))

    async def _sleep_until(self, moment: float | None) -> None:
        left = _LONGEST_SLEEP_S if moment is None else moment - self._clock()
        try:
            async with asyncio.timeout(min(max(0.0, left), _LONGEST_SLEEP_S)):
                await self._woken.wait()
        except TimeoutError:
            return
