"""Virtual time for real handlers: one seed is one schedule of faults, pauses and redeliveries.

Handlers are ordinary functions. A run that is to freeze in the middle gets a thread of its own;
one thread moves at a time, so a schedule is the same at every repetition.
"""

import heapq
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, TypeVar

from shared.domain.errors import InboxError, RetryLater, Unavailable
from tests.builders import NOON

T = TypeVar("T")
OnEnd = Callable[[BaseException | None], None]


class Crash(BaseException):
    """The process is gone; no handler can catch it."""


class Fault(StrEnum):
    """What may happen at one side effect."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    ACK_LOST = "acknowledgement lost"
    REFUSED = "refused"
    PAUSED = "paused"
    DROPPED = "task dropped"
    DUPLICATED = "task duplicated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """How likely each fault is at one side effect, and how bad it gets."""

    crash_before: float = 0.03
    crash_after: float = 0.03
    ack_lost: float = 0.03
    refused: float = 0.02
    dropped: float = 0.05
    duplicated: float = 0.10
    pausing_runs: float = 0.10
    longest_pause: float = 300.0
    skewed_runs: float = 0.20
    most_skew: float = 30.0


@dataclass(slots=True)
class Run:
    """One execution of one handler."""

    skew: float
    pause_at: int | None
    pause: float
    effects: int = 0
    wake: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    is_over: bool = False
    error: BaseException | None = None


class Engine:
    """The clock, the event list and the dice."""

    def __init__(self, seed: int, odds: Odds, faults_until: float) -> None:
        self.dice = random.Random(seed)
        self.odds = odds
        self.faults_until = faults_until
        self.now = 0.0
        self.fired: Counter[Fault] = Counter()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._current: Run | None = None
        self._yielded = threading.Semaphore(0)
        self._awaited = 0

    # --- time

    def at(self, delay: float, act: Callable[[], None]) -> None:
        self._awaited += 1
        self._push(self.now + delay, self._counted(act))

    def later(self, delay: float, act: Callable[[], None]) -> None:
        """An event that alone keeps no schedule going."""
        self._push(self.now + delay, act)

    def every(self, period: float, act: Callable[[], None], first: float) -> None:
        """Repeat for good, as a scheduler does."""

        def again() -> None:
            act()
            self._push(self.now + period, again)

        self._push(first, again)

    def run_until(self, end: float, is_settled: Callable[[], bool]) -> None:
        """Stop early when nothing is awaited and nothing more can happen."""
        while self._events and self._events[0][0] <= end:
            moment, _, act = heapq.heappop(self._events)
            self.now = max(self.now, moment)
            act()
            if not self._awaited and is_settled():
                return
        self.now = end

    def _push(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), act))

    def _counted(self, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self._awaited -= 1
            act()

        return run

    def clock_time(self) -> datetime:
        skew = self._current.skew if self._current else 0.0
        return NOON + timedelta(seconds=self.now + skew)

    @property
    def is_faulty(self) -> bool:
        return self.now < self.faults_until

    # --- handlers

    def start(
        self, handler: Callable[[], Any], on_end: Callable[[BaseException | None], None]
    ) -> None:
        """Run a handler; `on_end` hears of its error, if there was one."""
        run = self._draw_run()
        if run.pause_at is None:
            self._current, before = run, self._current
            try:
                handler()
            except (InboxError, Crash) as error:
                run.error = error
            finally:
                self._current = before
            on_end(run.error)
            return

        def body() -> None:
            run.wake.acquire()
            try:
                handler()
            except (InboxError, Crash) as error:
                run.error = error
            run.is_over = True
            self._yielded.release()

        threading.Thread(target=body, daemon=True).start()
        self._resume(run, on_end)

    def _resume(self, run: Run, on_end: OnEnd) -> None:
        self._current, before = run, self._current
        run.wake.release()
        self._yielded.acquire()
        self._current = before
        if run.is_over:
            on_end(run.error)
            return
        self.at(run.pause, lambda: self._resume(run, on_end))

    def _draw_run(self) -> Run:
        if not self.is_faulty:
            return Run(skew=0.0, pause_at=None, pause=0.0)
        odds, dice = self.odds, self.dice
        skewed = dice.random() < odds.skewed_runs
        pauses = dice.random() < odds.pausing_runs
        return Run(
            skew=dice.uniform(-odds.most_skew, odds.most_skew) if skewed else 0.0,
            pause_at=dice.randrange(8) if pauses else None,
            pause=dice.uniform(1.0, odds.longest_pause) if pauses else 0.0,
        )

    # --- side effects

    def effect(self, act: Callable[[], T]) -> T:
        """One commit or enqueue of the running handler, with whatever goes wrong at it."""
        self.freeze()
        fault = self._draw_fault()
        if fault is Fault.CRASH_BEFORE:
            raise Crash
        if fault is Fault.REFUSED:
            raise Unavailable("refused by the schedule")
        result = act()
        if fault is Fault.CRASH_AFTER:
            raise Crash
        if fault is Fault.ACK_LOST:
            raise Unavailable("acknowledgement lost by the schedule")
        return result

    def crash_point(self) -> None:
        """A place where the process may die without having done anything."""
        if self.is_faulty and self.dice.random() < self.odds.crash_before:
            self.fired[Fault.CRASH_BEFORE] += 1
            raise Crash

    def freeze(self) -> None:
        """Let a run that is to pause here stand still while everything else goes on."""
        run = self._current
        if run is None:
            return
        run.effects += 1
        if run.pause_at is not None and run.effects == run.pause_at + 1:
            self.fired[Fault.PAUSED] += 1
            self._yielded.release()
            run.wake.acquire()

    def _draw_fault(self) -> Fault | None:
        if not self.is_faulty or self._current is None:
            return None
        odds, x = self.odds, self.dice.random()
        for fault, chance in (
            (Fault.CRASH_BEFORE, odds.crash_before),
            (Fault.CRASH_AFTER, odds.crash_after),
            (Fault.ACK_LOST, odds.ack_lost),
            (Fault.REFUSED, odds.refused),
        ):
            if x < chance:
                self.fired[fault] += 1
                return fault
            x -= chance
        return None


def is_retried(error: BaseException | None) -> bool:
    """A queue delivers again after a crash and after an answer that asks for it."""
    return isinstance(error, (Crash, RetryLater))
