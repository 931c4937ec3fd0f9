"""What every part of the world shares."""

import heapq
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from infra.wb_simulator.clock import Clock
from infra.wb_simulator.settings import Settings
from infra.wb_simulator.store import Store

Appointment = tuple[str, str, str]


@dataclass
class Agenda:
    """What becomes due by itself: moderation, late visibility, the end of an edit window."""

    _heap: list[tuple[float, int, Appointment]] = field(default_factory=list)
    _count: int = 0

    def add(self, due: float, channel: str, seller: str, key: str) -> None:
        """Remember to look at one object at ``due``."""
        self._count += 1
        heapq.heappush(self._heap, (due, self._count, (channel, seller, key)))

    def pop_due(self, now: float) -> list[Appointment]:
        """Hand over what is due, oldest first."""
        found = []
        while self._heap and self._heap[0][0] <= now:
            found.append(heapq.heappop(self._heap)[2])
        return found


@dataclass
class Context:
    """The shared tools of the world's shelves."""

    clock: Clock
    store: Store
    settings: Settings = field(default_factory=Settings)
    agenda: Agenda = field(default_factory=Agenda)
    chance: random.Random = field(default_factory=random.SystemRandom)

    def make_uuid(self) -> str:
        """Unpredictable, except while the generator works."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    @contextmanager
    def seeded(self, chance: random.Random) -> Iterator[None]:
        """Ids made meanwhile are the same in every run."""
        usual, self.chance = self.chance, chance
        try:
            yield
        finally:
            self.chance = usual
