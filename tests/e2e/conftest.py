"""Real stacks in processes of their own, shared by a module's tests."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.driver import RunningStack, start_stack
from tests.e2e.client import Seller

SHARED_DATA = Path(os.environ.get("INBOX_SHARED_DATA", "../shared/data"))
REAL_REVIEWS = SHARED_DATA / "feedbacks-official-300.json"
# Rows of twenty ports that no other test takes, nor another worker's.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORT_ROWS = itertools.count(21000 + 2000 * WORKER, 40)
QUICK_MODERATION = "--simulator=--set moderation_seconds=6"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="module")
def real_reviews() -> Path:
    """A file of real review payloads; CI has it, elsewhere the test says that it was left out."""
    if not REAL_REVIEWS.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have {REAL_REVIEWS}")
        pytest.skip(f"no real reviews at {REAL_REVIEWS} (INBOX_SHARED_DATA)")
    return REAL_REVIEWS.resolve()


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    running = start_stack(folder / "data", next(PORT_ROWS), QUICK_MODERATION)
    yield running
    running.stop()


@pytest.fixture
def seller(stack: RunningStack) -> Iterator[Seller]:
    with Seller(stack) as signed_in:
        yield signed_in
