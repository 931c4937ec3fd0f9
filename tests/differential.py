"""Play random sequences on the embedded store and on the emulator; `make differential`."""

import argparse
import sys
import time
import uuid

from infra.figures import report_figures
from infra.local.screen import say
from shared.adapters.store.embedded import EmbeddedDatabase
from shared.adapters.store.firestore import FirestoreDatabase
from tests.contract.test_store_differential import ROUND, SEED, play
from tests.emulator import running_emulator

SEQUENCES = 2000


def main() -> int:
    """Fail at any difference, and where fewer sequences were played than asked for."""
    parser = argparse.ArgumentParser(prog="make differential", description=__doc__)
    parser.add_argument("--sequences", type=int, default=SEQUENCES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with running_emulator():
        figures = _play_all(asked.sequences, asked.seed)
    bars = {"sequences": (">=", asked.sequences), "differences": ("==", 0), "found": (">=", 1)}
    return 0 if report_figures("differential", figures, bars) else 1


def _play_all(sequences: int, seed: int) -> dict[str, float]:
    from google.cloud.firestore import Client

    embedded = EmbeddedDatabase(None, None)
    started, played, found, differences = time.monotonic(), 0, 0, 0
    name = f"differential-{uuid.uuid4().hex[:8]}"
    while played < sequences:
        # A group query walks through a whole database on the emulator, so each stays small.
        firestore = FirestoreDatabase(Client(project=f"{name}-{played}"))
        for number in range(played, played + ROUND):
            try:
                found += play(embedded, firestore, seed + number)
            except AssertionError as difference:
                differences += 1
                say(f"✗ sequence {seed + number}: {difference}")
        played += ROUND
        if played % 200 == 0:
            say(f"  sequences: {played} …")
    seconds = round(time.monotonic() - started, 1)
    return {
        "sequences": played,
        "differences": differences,
        "found": found,
        "seconds": seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
