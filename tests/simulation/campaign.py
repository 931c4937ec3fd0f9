"""Many schedules over all cores, and what they came to."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from tests.simulation.faults import Fault

Job = TypeVar("Job")
CHUNK = 50
MOST_SHOWN = 20


@dataclass(slots=True)
class Tally:
    """What happened over many schedules; `wrongs` begin with what replays them."""

    schedules: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    wrongs: list[str] = field(default_factory=list)
    rewritten: int = 0

    def add(self, other: "Tally") -> None:
        """Sum up."""
        self.schedules += other.schedules
        self.faults.update(other.faults)
        self.ends.update(other.ends)
        self.wrongs += other.wrongs
        self.rewritten += other.rewritten

    def count(self, word: str) -> int:
        """How many wrongs speak of something."""
        return sum(word in wrong for wrong in self.wrongs)


Try = Callable[[Job], Tally]


def run_campaign(
    attempt: "Try[Job]", jobs: Iterable[Job], workers: int, say: Callable[[int], None]
) -> Tally:
    """Try every job; `say` hears now and then how many are done."""
    tally = Tally()
    if workers < 2:
        for job in jobs:
            tally.add(attempt(job))
        return tally
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        told = time.monotonic()
        for part in pool.imap_unordered(_Chunk(attempt), _chunks(jobs)):
            tally.add(part)
            if time.monotonic() - told > 30:
                told = time.monotonic()
                say(tally.schedules)
        # Only processes that were waited for count in the time that was spent.
        pool.close()
        pool.join()
    return tally


class _Chunk(Generic[Job]):
    """Several jobs at once, so that processes work more than they talk."""

    def __init__(self, attempt: "Try[Job]") -> None:
        self._attempt = attempt

    def __call__(self, jobs: list[Job]) -> Tally:
        tally = Tally()
        for job in jobs:
            tally.add(self._attempt(job))
        return tally


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    left = iter(jobs)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
