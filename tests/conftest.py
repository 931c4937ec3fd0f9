"""The Firestore emulator, started once for the tests that need it."""

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

# These call `shared/` piece by piece. The others go the same ways again, and counting what they
# reach would double their time.
_COUNTED = [Path(__file__).parent / name for name in ("unit", "functions", "contract")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(folder in item.path.parents for folder in _COUNTED):
            item.add_marker("uncounted")


@pytest.fixture(scope="session")
def emulator_host() -> Iterator[str]:
    """Where the emulator answers; Google's client reads the address from the environment."""
    from infra.local.firestore import FirestoreEmulator, Missing, find_emulator

    found = find_emulator()
    if isinstance(found, Missing):
        if os.environ.get("CI") == "true":
            pytest.fail(found.reason)
        pytest.skip(found.reason)
    emulator = FirestoreEmulator(found)
    emulator.start(_free_port())
    before = os.environ.get("FIRESTORE_EMULATOR_HOST")
    os.environ["FIRESTORE_EMULATOR_HOST"] = emulator.host
    yield emulator.host
    emulator.stop()
    if before is None:
        del os.environ["FIRESTORE_EMULATOR_HOST"]


@pytest.fixture
def emulator_project(emulator_host: str) -> str:
    """An empty database: the emulator makes one for every new project."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def free_port() -> int:
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
