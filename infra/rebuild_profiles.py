"""`make rebuild-profiles`: links and buyers' profiles anew, to equal documents.

With PROJECT it works on that project's Firestore, else on the data of the local stack: beside it
where Firestore's emulator holds them, and while it stands still where one file does. A second
pass proves that the first left nothing to do.
"""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from infra.figures import report_figures
from infra.local.data import DataBroken, DataFolder
from infra.local.environment import INDEXES, PROJECT
from infra.local.ports import HOST, Ports
from infra.local.screen import progress, say
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.firestore import connect_firestore
from shared.adapters.store.indexes import Indexes
from shared.adapters.store.typed import TypedStores
from shared.adapters.system import SystemClock
from shared.ports import Clock, Stores
from shared.usecases.list_sellers import list_sellers
from shared.usecases.rebuild_profiles import rebuild_profiles


class CannotOpen(Exception):
    """The store cannot be had; the message says what to do."""


def main() -> int:
    """Rebuild every seller's profiles; 0 when a second pass finds all as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".data"), help="the local stack's data")
    parser.add_argument("--project", default="", help="a project whose Firestore to work on")
    arguments = parser.parse_args()
    try:
        with open_somewhere(arguments.project, arguments.data.resolve()) as stores:
            figures = rebuild_all(stores, SystemClock(timedelta(0)))
    except (CannotOpen, DataBroken) as error:
        say(f"✗ {error}")
        return 1
    return 0 if report_figures("rebuild-profiles", figures, {"changed_again": ("==", 0)}) else 1


def rebuild_all(stores: Stores, clock: Clock) -> dict[str, float]:
    """Rebuild all sellers' profiles twice, and count what each pass changed."""
    sellers = list(list_sellers(stores=stores))
    with progress(f"buyers' profiles of {len(sellers)} sellers"):
        first = [rebuild_profiles(seller, stores=stores, clock=clock) for seller in sellers]
    with progress("the same once more"):
        again = [rebuild_profiles(seller, stores=stores, clock=clock) for seller in sellers]
    return {
        "sellers": len(sellers),
        "items": sum(done.seen for done in first),
        "profiles": sum(done.profiles for done in again),
        "changed": sum(done.changed for done in first),
        "changed_again": sum(done.changed for done in again),
    }


@contextmanager
def open_somewhere(project: str, data: Path) -> Iterator[TypedStores]:
    """Open a project's store, that of the running stack, or the one that lies in its folder."""
    if project:
        yield connect_firestore(project, indexes=Indexes.load(INDEXES))
        return
    folder, made_with = DataFolder(data), data / "backend.txt"
    if not made_with.is_file():
        raise CannotOpen(f"{data} holds no data of a local stack; set DATA, or PROJECT for a cloud")
    if made_with.read_text().strip() == "firestore":
        yield _open_running(folder)
        return
    with folder.prepare(), closing(_open_file(data)) as stores:
        yield stores


def _open_running(folder: DataFolder) -> TypedStores:
    """Firestore's emulator lives with its stack."""
    if not folder.mailbox.exists():
        raise CannotOpen("these data need Firestore's emulator: run `make dev` beside this")
    origin = json.loads(folder.mailbox.read_text())["origin"]
    port = Ports(int(origin.rsplit(":", 1)[1])).firestore
    os.environ.setdefault("FIRESTORE_EMULATOR_HOST", f"{HOST}:{port}")
    return connect_firestore(PROJECT, indexes=Indexes.load(INDEXES))


def _open_file(data: Path) -> EmbeddedStores:
    return EmbeddedStores(data / "embedded.sqlite", Indexes.load(INDEXES))


if __name__ == "__main__":
    raise SystemExit(main())
