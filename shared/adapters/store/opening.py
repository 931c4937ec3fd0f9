"""Chooses the back end by name; one process shares what it opened."""

from functools import cache
from pathlib import Path
from typing import Literal

from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.firestore import connect_firestore
from shared.ports import Stores

Backend = Literal["firestore", "embedded"]


@cache
def open_stores(backend: Backend, project: str, embedded_path: Path | None) -> Stores:
    """Open documents in Firestore, or in this process; the emulator is found by Google's client."""
    if backend == "embedded":
        return EmbeddedStores(embedded_path)
    return connect_firestore(project)
