"""Random stories of one seller, in memory and on the Firestore emulator; `make properties`."""

import argparse
import sys
import time
import uuid
from itertools import count

from hypothesis.stateful import run_state_machine_as_test

from infra.figures import report_figures
from infra.local.screen import say
from shared.adapters.store.firestore import connect_firestore
from shared.ports import Stores
from tests.emulator import running_emulator
from tests.simulation.seller_machine import SellerMachine, careful
from tests.stores import DECLARED

EXAMPLES, STEPS = 500, 50
ON_EMULATOR, STEPS_ON_EMULATOR = 25, 25


class CountedMachine(SellerMachine):
    """Tells how many stories were played to their end."""

    ended = 0

    def teardown(self) -> None:
        super().teardown()
        CountedMachine.ended += bool(self.items)


def main() -> int:
    """Fail at the first story that goes wrong; its steps are printed."""
    parser = argparse.ArgumentParser(prog="make properties", description=__doc__)
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    parser.add_argument("--steps", type=int, default=STEPS)
    asked = parser.parse_args()
    started = time.monotonic()
    run_state_machine_as_test(CountedMachine, settings=careful(asked.examples, asked.steps))
    in_memory, CountedMachine.ended = CountedMachine.ended, 0
    say(f"in memory: {in_memory} stories of up to {asked.steps} steps")
    with running_emulator():
        _try_emulator()
    figures: dict[str, float] = {
        "examples": in_memory,
        "steps": asked.steps,
        "emulator_examples": CountedMachine.ended,
        "emulator_steps": STEPS_ON_EMULATOR,
        "seconds": round(time.monotonic() - started, 1),
    }
    bars = {"examples": (">=", asked.examples), "emulator_examples": (">=", ON_EMULATOR)}
    return 0 if report_figures("properties", figures, bars) else 1


def _try_emulator() -> None:
    name, numbers = f"properties-{uuid.uuid4().hex[:8]}", count()

    class OnEmulator(CountedMachine):
        def open_stores(self) -> Stores:
            return connect_firestore(f"{name}-{next(numbers)}", indexes=DECLARED)

    run_state_machine_as_test(OnEmulator, settings=careful(ON_EMULATOR, STEPS_ON_EMULATOR))


if __name__ == "__main__":
    sys.exit(main())
