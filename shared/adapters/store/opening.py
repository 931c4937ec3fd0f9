"""Chooses the back end by name; one process shares what it opened."""

from functools import cache
from pathlib import Path
from typing import Literal

from shared.adapters.store.indexes import Indexes
from shared.ports import Stores

Backend = Literal["firestore", "embedded"]


@cache
def open_stores(
    *, backend: Backend, project: str, embedded_path: Path | None, indexes_path: Path | None
) -> Stores:
    """Open documents in Firestore, or in this process; the emulator is found by Google's client.

    With `indexes_path`, queries that production would refuse are refused on this machine too.
    """
    indexes = None if indexes_path is None else Indexes.load(indexes_path)
    if backend == "embedded":
        from shared.adapters.store.embedded import EmbeddedStores

        return EmbeddedStores(embedded_path, indexes)
    from shared.adapters.store.firestore import connect_firestore

    return connect_firestore(project, indexes=indexes)
