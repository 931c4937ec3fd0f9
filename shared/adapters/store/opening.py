"""Chooses the back end by name; one process shares what it opened."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from shared.domain.once import build_once
from shared.ports import Stores

if TYPE_CHECKING:
    from shared.adapters.store.indexes import Indexes

Backend = Literal["firestore", "embedded"]


@build_once
def open_stores(
    *, backend: Backend, project: str, embedded_path: Path | None, indexes_path: Path | None
) -> Stores:
    """Open documents in Firestore, or in this process; the emulator is found by Google's client.

    With `indexes_path`, queries that production would refuse are refused on this machine too.
    """
    indexes = _load_indexes(indexes_path)
    if backend == "embedded":
        from shared.adapters.store.embedded import EmbeddedStores

        return EmbeddedStores(embedded_path, indexes)
    from shared.adapters.store.firestore import connect_firestore

    return connect_firestore(project, indexes=indexes)


def _load_indexes(path: Path | None) -> "Indexes | None":
    if path is None:
        return None
    from shared.adapters.store.indexes import Indexes

    return Indexes.load(path)
