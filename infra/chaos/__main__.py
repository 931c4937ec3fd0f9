"""`make chaos`: kill the product's processes by the hundred, and see that no reply suffers."""

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable

from infra.chaos.ground import FOLDER, Ground
from infra.chaos.killer import Killer
from infra.chaos.load import Load
from infra.chaos.restore import KEPT, lose_store
from infra.chaos.shop import Shop
from infra.chaos.trials import Trials
from infra.chaos.verdict import SETTLED_WITHIN_S, Outcome, Verdict, judge
from infra.figures import report_figures
from infra.local.children import ChildFailed
from infra.local.screen import say

# What leaves a reply in doubt comes first: its end takes longest.
QUICK = ("C7", "C6", "C8", "C10", "C17", "C12", "C13", "C5", "C11", "C1", "C3", "C2", "C4")
SLOW = ("C9", "C14", "C16")
NAMES = (*QUICK, *SLOW, "C15")
_TRIES = 4
_CUT_EVERY_S = 3.0
_NAP_EVERY_S = 6.0


class Chaos:
    """One run from a seed."""

    def __init__(self, options: argparse.Namespace) -> None:
        seed = options.seed
        self._options = options
        self.ground = Ground(options.speed, seed)
        self.shop = Shop(self.ground)
        self.load = Load(self.ground, self.shop, seed + 1, 60 + 3 * options.kills)
        self.killer = Killer(self.ground, seed + 2)
        self.trials = Trials(self.ground, self.shop, self.killer, seed + 3)
        self._done = threading.Event()
        self._trying = 2

    def run(self) -> dict[str, float]:
        """Start, hurt, wait, restore, judge."""
        started = time.monotonic()
        self.ground.start()
        self.shop.sign_in()
        self.shop.connect()
        self.load.prepare(KEPT * (self._options.points + 1))
        ready = time.monotonic()
        self._hurt()
        hurt = time.monotonic()
        settled = Outcome(self.shop).wait()
        for _ in range(self._options.points + 1):
            if self.trials.passed["C15"] < self._options.points:
                self.trials.passed["C15"] += lose_store(self.ground, self.shop, self.load)
        outcome = Outcome(self.shop)
        outcome.wait()
        self.ground.check_strangers()
        verdict = judge(self.ground.wb, self.shop.approved, outcome.state_of)
        self._tell(verdict)
        return {
            **self._count_done(),
            **count_verdict(verdict),
            "replies": len(self.shop.approved),
            "settle_seconds": round(settled, 1),
            "chaos_seconds": round(hurt - ready, 1),
            "seconds": round(time.monotonic() - started, 1),
        }

    def _tell(self, verdict: Verdict) -> None:
        for told in (*verdict.duplicated, *verdict.lost, *verdict.stuck, *self.shop.refused):
            say(f"  ✗ {told}")
        say(f"  states: {dict(verdict.states)}; kills: {dict(self.killer.toll.kills)}")

    def _count_done(self) -> dict[str, float]:
        toll, passed, ground = self.killer.toll, self.trials.passed, self.ground
        relays = (ground.before_store, ground.before_wb, ground.before_api)
        return {
            "kills": toll.total,
            "tasks_cut": toll.tasks,
            "zombies": toll.zombies,
            "answers_lost": sum(len(relay.lost) for relay in relays),
            "crash_points_armed": sum(passed[name] >= self._options.points for name in NAMES),
            **{f"passed_{name}": passed[name] for name in sorted(NAMES, key=_rank)},
        }

    def _hurt(self) -> None:
        self.load.start()
        works: list[Callable[[], None]] = [
            lambda: self._try_all(QUICK),
            lambda: self._try_all(SLOW),
            self._kill_on,
            lambda: self._repeat(self.killer.cut_at_random, _CUT_EVERY_S),
            lambda: self._repeat(self.killer.nap_at_random, _NAP_EVERY_S),
        ]
        threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.load.stop()

    def _try_all(self, names: tuple[str, ...]) -> None:
        """Rounds, so that no point waits for the end."""
        for _ in range(self._options.points * _TRIES):
            for name in names:
                if self.trials.passed[name] < self._options.points:
                    passed = self.trials.bring_about(name)
                    say(f"  {name} {'passed' if passed else 'not passed'}")
            if all(self.trials.passed[name] >= self._options.points for name in names):
                break
        self._trying -= 1
        self._end_if_enough()

    def _kill_on(self) -> None:
        dice = random.Random(self._options.seed + 4)  # noqa: S311 - reproducible, not secret
        while not self._done.is_set():
            if self.killer.toll.total < self._options.kills:
                self.killer.kill_at_random()
            self._end_if_enough()
            self._done.wait(dice.uniform(0.1, 2 * self._options.every))

    def _repeat(self, hurt: Callable[[], object], every: float) -> None:
        while not self._done.wait(every):
            hurt()

    def _end_if_enough(self) -> None:
        enough = self.killer.toll.total >= self._options.kills and not self._trying
        if enough or (self.load.is_spent() and not self._trying):
            self._done.set()


def _rank(name: str) -> int:
    return int(name[1:])


def count_verdict(verdict: Verdict) -> dict[str, float]:
    """Nothing but zeros in the first three is good."""
    return {
        "duplicated": len(verdict.duplicated),
        "lost": len(verdict.lost),
        "stuck": len(verdict.stuck),
        "edits": verdict.edits,
        "confirmed": verdict.states["confirmed"],
        "asked_person": verdict.states["attention"],
    }


def run_chaos(options: argparse.Namespace) -> dict[str, float]:
    """One run, and nothing left of it but its logs."""
    chaos = Chaos(options)
    try:
        return chaos.run()
    finally:
        chaos.ground.stop()


def main() -> int:
    """0 when enough was done and nothing came of it."""
    options = _parse_options()
    say(f"Chaos with SEED={options.seed} KILLS={options.kills} POINTS={options.points}")
    try:
        figures = run_chaos(options)
    except ChildFailed as error:
        say(f"✗ {error}")
        return 1
    bars: dict[str, tuple[str, float]] = {
        "kills": (">=", options.kills),
        "crash_points_armed": (">=", len(NAMES)),
        "duplicated": ("==", 0),
        "lost": ("==", 0),
        "stuck": ("==", 0),
        "edits": (">=", 1),
        "settle_seconds": ("<=", SETTLED_WITHIN_S),
    }
    ok = report_figures("chaos", {"seed": options.seed, **figures}, bars)
    if not ok:
        say(f"  logs and data: {FOLDER}")
    return 0 if ok else 1


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--points", type=int, default=3, help="times that each point is passed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--speed", type=float, default=4.0, help="of the product's clock")
    parser.add_argument("--every", type=float, default=0.8, help="mean seconds between kills")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
