"""Random stories of one seller, the same at every run, in memory and on the emulator."""

import os

import pytest
from hypothesis.stateful import run_state_machine_as_test

from shared.adapters.store.firestore import connect_firestore
from shared.ports import Stores
from tests.simulation.seller_machine import SellerMachine, careful
from tests.stores import DECLARED

EXAMPLES = int(os.environ.get("INBOX_EXAMPLES", "20"))
STEPS = int(os.environ.get("INBOX_STEPS", "30"))
ON_EMULATOR = int(os.environ.get("INBOX_EMULATOR_EXAMPLES", "3"))
STEPS_ON_EMULATOR = 12


@pytest.mark.timeout(7200)
def test_a_sellers_days_in_memory() -> None:
    run_state_machine_as_test(SellerMachine, settings=careful(EXAMPLES, STEPS))


@pytest.mark.emulator
@pytest.mark.timeout(3600)
def test_a_sellers_days_on_the_emulator(emulator_project: str) -> None:
    numbers = iter(range(10_000))

    class OnEmulator(SellerMachine):
        def open_stores(self) -> Stores:
            project = f"{emulator_project}-{next(numbers)}"
            return connect_firestore(project, indexes=DECLARED)

    run_state_machine_as_test(OnEmulator, settings=careful(ON_EMULATOR, STEPS_ON_EMULATOR))
