"""Virtual time for real handlers: one seed is one schedule of faults, pauses and redeliveries.

Handlers are ordinary functions. A run that may freeze in the middle gets a thread of its own;
one thread moves at a time, so a schedule is the same at every repetition.
"""

import hashlib
import heapq
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from shared.domain.errors import InboxError, RateLimited, RetryLater, Unavailable
from tests.builders import NOON
from tests.simulation.faults import Fault, Odds, Place, as_met_at
from tests.simulation.tracks import Track

T = TypeVar("T")
OnEnd = Callable[[BaseException | None], None]
Script = Mapping[int, Fault]

SCRIPTED_PAUSE = 300.0
_PAUSES_WITHIN = 12
_CRASHES = frozenset({Fault.CRASH_BEFORE, Fault.CRASH_AFTER})


class Crash(BaseException):
    """The process is gone; no handler can catch it."""


@dataclass(slots=True)
class Run:
    """One execution of one handler."""

    name: str
    skew: float = 0.0
    pause_at: int | None = None
    pause: float = 0.0
    sleeps_after: bool = False
    effects: int = 0
    began: float = 0.0
    track: Track | None = None
    error: BaseException | None = None


class Engine:
    """The clock, the event list, and the dice or the script that say what goes wrong."""

    def __init__(
        self,
        seed: int,
        odds: Odds,
        faults_until: float,
        *,
        script: Script | None = None,
        is_traced: bool = False,
    ) -> None:
        self.dice = random.Random(seed)
        self.odds = odds
        self.faults_until = faults_until
        self._disturbed_until = faults_until
        self.now = 0.0
        self.fired: Counter[Fault] = Counter()
        self.effects: list[Place] = []
        self.scripted_pause = SCRIPTED_PAUSE
        self.lines: list[str] | None = [] if is_traced else None
        self._script = script
        self._tables = odds.tables()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._current: Run | None = None
        self._frozen: list[Run] = []
        self._is_over = False
        pauses = {Fault.PAUSED, Fault.PAUSED_AFTER}
        self._may_freeze = script is None or not pauses.isdisjoint(script.values())
        self._awaited = 0
        self._hash = hashlib.sha256()

    # --- the trace

    def note(self, what: str) -> None:
        """Write down what happened; the sum of it all tells two schedules apart."""
        line = f"{self.now:.6f} {what}"
        self._hash.update(line.encode())
        if self.lines is not None:
            self.lines.append(line)

    def trace_hash(self) -> str:
        """Everything that has happened so far, as one short word."""
        return self._hash.hexdigest()

    def count(self, fault: Fault) -> None:
        """A fault has happened."""
        self.fired[fault] += 1
        self.note(fault.value)

    # --- time

    def at(self, delay: float, act: Callable[[], None]) -> None:
        """An event that the schedule waits for."""
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

    def run_for(self, patience: float, is_settled: Callable[[], bool]) -> None:
        """Go on until `patience` seconds after the last fault, or until nothing can happen."""
        while self._events and self._events[0][0] <= self._disturbed_until + patience:
            moment, _, act = heapq.heappop(self._events)
            self.now = max(self.now, moment)
            act()
            if not self._awaited and is_settled():
                break
        else:
            self.now = self._disturbed_until + patience
        self._abandon()

    def disturb_for(self, seconds: float) -> None:
        """Whoever is frozen or late is a fault until he has come."""
        self._disturbed_until = max(self._disturbed_until, self.now + seconds)

    @property
    def is_calm(self) -> bool:
        """Whether the last fault is over, and whoever it held up has come."""
        return self.now > self._disturbed_until

    def _abandon(self) -> None:
        """Who is frozen when all is over never wakes."""
        self._is_over = True
        for run in self._frozen:
            assert run.track is not None
            run.track.drive()
        self._frozen.clear()

    def _push(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), act))

    def _counted(self, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self._awaited -= 1
            act()

        return run

    def clock_time(self) -> datetime:
        """The time as the running worker believes it to be."""
        skew = self._current.skew if self._current else 0.0
        return NOON + timedelta(seconds=self.now + skew)

    def clock_name(self) -> str:
        """Workers whose clocks agree share one, as the functions of one process do."""
        return f"{self._current.skew if self._current else 0.0:.3f}"

    @property
    def is_faulty(self) -> bool:
        """Whether dice still decide; a script knows its own end."""
        return self._script is None and self.now < self.faults_until

    @property
    def is_scripted(self) -> bool:
        """Whether nothing is left to the dice."""
        return self._script is not None

    @property
    def running(self) -> str:
        """The name of the run that moves now."""
        return self._current.name if self._current else ""

    @property
    def running_since(self) -> float:
        """When the run that moves now began."""
        return self._current.began if self._current else self.now

    # --- handlers

    def start(self, handler: Callable[[], Any], on_end: OnEnd, name: str = "run") -> None:
        """Run a handler; `on_end` hears of its error, if there was one."""
        run = self._draw_run(name)

        def body() -> None:
            try:
                handler()
            except (InboxError, Crash) as error:
                run.error = error

        if not self._may_freeze or (self._script is None and run.pause_at is None):
            self._current, before = run, self._current
            body()
            self._current = before
            self._end(run, on_end)
            return
        run.track = Track.take(body)
        self._drive(run, on_end)

    def _drive(self, run: Run, on_end: OnEnd) -> None:
        assert run.track is not None
        self._current, before = run, self._current
        goes_on = run.track.drive()
        self._current = before
        if not goes_on:
            self._end(run, on_end)
            return
        self._frozen.append(run)

        def wake() -> None:
            self._frozen.remove(run)
            self._drive(run, on_end)

        self.disturb_for(run.pause)
        self.at(run.pause, wake)

    def _end(self, run: Run, on_end: OnEnd) -> None:
        self.note(f"{run.name}: {type(run.error).__name__ if run.error else 'done'}")
        on_end(run.error)

    def _draw_run(self, name: str) -> Run:
        run = Run(name, began=self.now)
        if not self.is_faulty:
            return run
        odds, dice = self.odds, self.dice
        if dice.random() < odds.skewed_runs:
            run.skew = dice.uniform(-odds.most_skew, odds.most_skew)
            self.count(Fault.SKEWED)
        if dice.random() < odds.pausing_runs:
            is_long = dice.random() < odds.long_pauses
            longest = odds.longest_long_pause if is_long else odds.longest_pause
            run.pause_at = dice.randrange(_PAUSES_WITHIN)
            run.pause = dice.uniform(odds.longest_pause if is_long else 1.0, longest)
            run.sleeps_after = dice.random() < 0.5
        return run

    # --- side effects

    def effect(self, place: Place, act: Callable[[], T]) -> T:
        """One commit, enqueue or read of the running handler, with whatever goes wrong at it."""
        fault = self.draw(place)
        if fault is Fault.REFUSED or fault is Fault.READ_FAILED:
            raise Unavailable("refused by the schedule")
        if fault is Fault.READ_LIMITED:
            raise RateLimited(self.dice.uniform(1, 20))
        result = act()
        self._end_effect(fault)
        return result

    def _end_effect(self, fault: Fault | None) -> None:
        self.crash_after(fault)
        if fault is Fault.PAUSED_AFTER:
            self._sleep()
        if fault is Fault.ACK_LOST:
            raise Unavailable("acknowledgement lost by the schedule")

    def draw(self, place: Place) -> Fault | None:
        """What goes wrong here; a process that freezes or dies first never hears of it."""
        run = self._current
        if run is None:
            return None
        if self._script is not None:
            return self._follow_script(place, run)
        run.effects += 1
        if run.pause_at is not None and run.effects > run.pause_at:
            if run.sleeps_after and place is not Place.SEND:
                return Fault.PAUSED_AFTER
            self._freeze(run)
        if not self.is_faulty:
            return None
        return self._strike(self._tables[place].pick(self.dice.random()))

    def crash_after(self, fault: Fault | None) -> None:
        """The process dies with the work done and nobody told."""
        if fault is Fault.CRASH_AFTER:
            raise Crash

    def _follow_script(self, place: Place, run: Run) -> Fault | None:
        assert self._script is not None
        number = len(self.effects)
        self.effects.append(place)
        fault = self._script.get(number)
        if fault is None:
            return None
        if fault in (Fault.PAUSED, Fault.PAUSED_AFTER):
            run.pause = self.scripted_pause
        if fault is Fault.PAUSED:
            self._freeze(run)
            return None
        if fault is Fault.PAUSED_AFTER:
            return fault
        return self._strike(as_met_at(place, fault))

    def _strike(self, fault: Fault | None) -> Fault | None:
        if fault is not None:
            self.count(fault)
        if fault is Fault.CRASH_BEFORE:
            raise Crash
        return fault

    def _sleep(self) -> None:
        assert self._current is not None
        self.count(Fault.PAUSED_AFTER)
        self._freeze(self._current)

    def _freeze(self, run: Run) -> None:
        """Let a run stand still while everything else goes on."""
        run.pause_at = None
        is_long = run.pause > self.odds.longest_pause
        self.count(Fault.PAUSED_LONG if is_long else Fault.PAUSED)
        assert run.track is not None
        run.track.stand_still()
        if self._is_over:
            raise Crash


def is_retried(error: BaseException | None) -> bool:
    """A queue delivers again after a crash and after an answer that asks for it."""
    return isinstance(error, (Crash, RetryLater))


def is_hopeless(error: BaseException | None) -> bool:
    """A queue forgets a task that can never succeed."""
    return error is not None and not is_retried(error)
