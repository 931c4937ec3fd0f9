"""One process of the queues and one handler for all tests of a run."""

from collections.abc import Iterator

import pytest

from tests.tasks_emulator.support import Emulator, Target, run_emulator, serve_target


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    with serve_target() as running:
        yield running


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with run_emulator(tmp_path_factory.mktemp("tasks")) as running:
        yield running
