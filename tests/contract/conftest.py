"""The same store three times: in memory, in one SQLite file, in Firestore."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.store.firestore import connect_firestore
from shared.ports import Store, Stores
from tests.builders import SELLER
from tests.stores import DECLARED, embedded_stores


@pytest.fixture(params=["memory", "sqlite", pytest.param("firestore", marks=pytest.mark.emulator)])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    if request.param == "firestore":
        project = request.getfixturevalue("emulator_project")
        yield connect_firestore(project, indexes=DECLARED)
        return
    embedded = embedded_stores(tmp_path / "store.sqlite" if request.param == "sqlite" else None)
    yield embedded
    embedded.close()


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores.of_seller(SELLER)
