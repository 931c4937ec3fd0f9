"""Kills and freezes processes, and counts only what hit unfinished work."""

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from infra.chaos.ground import Ground
from infra.chaos.ledger import state_of, unfinished, workers_of
from infra.chaos.relay import Cut, Relay, client_ports

# Where a random death is most telling, most often.
TARGETS = {"dispatch_reply": 14, "inbox_api": 3, "watch_deadlines": 1, "ingest_items": 1}
# By the product's clock: beyond the 20 s of the zombie guard, and beyond the lease of a minute.
NAPS_S = (25, 45, 70, 90)
_CATCH_WITHIN_S = 2.0
_MOST_HEAD_START_S = 0.12
_POLL_S = 0.01
_STOP_WITHIN_S = 2.0
_WHOLE_SERVER_EVERY = 12


@dataclass
class Toll:
    """What was done to processes so far."""

    kills: Counter[str] = field(default_factory=Counter)
    tasks: int = 0
    zombies: int = 0
    missed: int = 0

    @property
    def total(self) -> int:
        """Kills that count."""
        return self.kills.total()


class Killer:
    """One for all threads, so that nobody kills what another one watches."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self._ground = ground
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self._held: set[int] = set()
        self._lock = threading.Lock()
        self.toll = Toll()
        self._pause_s = 0.0

    def kill_at_random(self) -> bool:
        """One process that is in the middle of something; False when none was caught."""
        caught = self._catch(self._random.choices(*zip(*TARGETS.items(), strict=True))[0])
        if caught is None:
            return False
        function, pid = caught
        return self.kill(function, pid)

    def kill(self, function: str, pid: int) -> bool:
        """Kill a stopped process; it counts if there was unfinished work in it."""
        open_work = unfinished(self._ground.ledger, function, pid)
        if state_of(pid) != "T" or not open_work:
            self.toll.missed += 1
            self.wake(pid)
            return False
        with self._lock:
            self.toll.kills[function] += 1
            self.toll.tasks += len(open_work)
            whole = self.toll.total % _WHOLE_SERVER_EVERY == 0
        if whole:
            self._kill_server(pid)
        _signal(pid, signal.SIGKILL)
        self._release(pid)
        return True

    def nap_at_random(self) -> bool:
        """Freeze a process in the middle of something and let it wake as a zombie."""
        caught = self._catch("dispatch_reply")
        if caught is None:
            return False
        _, pid = caught
        time.sleep(self._ground.seconds(self._random.choice(NAPS_S)))
        self.toll.zombies += 1
        self.wake(pid)
        return True

    def cut_at_random(self) -> None:
        """Lose whatever answer comes next on one of the three ways."""
        relay, cut = self._choose_cut()
        relay.lose(cut)
        cut.done.wait(_CATCH_WITHIN_S)
        relay.forget(cut)

    def _choose_cut(self) -> tuple[Relay, Cut]:
        match self._random.randrange(3):
            case 0:
                return self._ground.before_api, Cut(pattern="(GET|POST|PUT) /api/")
            case 1:
                return self._ground.before_wb, Cut(pattern="(GET|POST|PATCH) /api/")
        workers = workers_of(self._ground.ledger, "dispatch_reply")
        return self._ground.before_store, Cut(
            ports=client_ports(self._random.choice(workers or [0]))
        )

    def hold(self, pid: int) -> None:
        """Nobody else may touch this process."""
        with self._lock:
            self._held.add(pid)

    def wake(self, pid: int) -> None:
        """Let a stopped process go on."""
        _signal(pid, signal.SIGCONT)
        self._release(pid)

    def _release(self, pid: int) -> None:
        with self._lock:
            self._held.discard(pid)

    def _catch(self, function: str) -> tuple[str, int] | None:
        """Stop a process somewhere within its work; stopped, its ledger is exact."""
        until = time.monotonic() + _CATCH_WITHIN_S
        while time.monotonic() < until:
            busy = [
                pid
                for pid in workers_of(self._ground.ledger, function)
                if unfinished(self._ground.ledger, function, pid)
            ]
            pid = self._choose(busy)
            if pid is None:
                time.sleep(_POLL_S)
                continue
            time.sleep(self._random.uniform(0, _MOST_HEAD_START_S))
            if not unfinished(self._ground.ledger, function, pid):
                self._release(pid)
                continue
            _signal(pid, signal.SIGSTOP)
            if wait_stopped(pid) and unfinished(self._ground.ledger, function, pid):
                return function, pid
            self.wake(pid)
        return None

    def _choose(self, pids: list[int]) -> int | None:
        with self._lock:
            free = [pid for pid in pids if pid not in self._held and state_of(pid) != "T"]
            if not free:
                return None
            chosen = self._random.choice(free)
            self._held.add(chosen)
            return chosen

    def _kill_server(self, pid: int) -> None:
        """The whole of what one container would be: the server and all of its workers."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(os.getpgid(pid), signal.SIGKILL)


def wait_stopped(pid: int) -> bool:
    """Whether a process has come to a stop; False when it is gone."""
    until = time.monotonic() + _STOP_WITHIN_S
    while time.monotonic() < until:
        state = state_of(pid)
        if state == "T":
            return True
        if state in ("", "Z", "X"):
            return False
        time.sleep(_POLL_S)
    return False


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
