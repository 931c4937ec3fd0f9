"""The store that a command works on: a project's, the running stack's, or what lies in a folder."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from infra.figures import report_figures
from infra.local.data import DataBroken, DataFolder
from infra.local.environment import INDEXES, PROJECT
from infra.local.ports import HOST, Ports
from infra.local.screen import say
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.firestore import connect_firestore
from shared.adapters.store.indexes import Indexes
from shared.adapters.store.typed import TypedStores
from shared.adapters.system import SystemClock
from shared.ports import Clock, Stores


class CannotOpen(Exception):
    """The store cannot be had; the message says what to do."""


def store_parser(about: str | None) -> argparse.ArgumentParser:
    """Say which store to work on; a command adds what else it takes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, default=Path(".data"), help="the local stack's data")
    parser.add_argument("--project", default="", help="a project whose Firestore to work on")
    return parser


def run_rebuild(
    name: str, about: str | None, rebuild: Callable[[Stores, Clock], dict[str, float]]
) -> int:
    """Run a command that makes documents anew; 0 when its second pass changed none of them."""
    arguments = store_parser(about).parse_args()
    try:
        with open_somewhere(arguments.project, arguments.data.resolve()) as stores:
            figures = rebuild(stores, SystemClock(timedelta(0)))
    except (CannotOpen, DataBroken) as error:
        say(f"✗ {error}")
        return 1
    return 0 if report_figures(name, figures, {"changed_again": ("==", 0)}) else 1


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
