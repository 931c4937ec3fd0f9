"""An instance connects once, and looks for garbage in nothing that it had loaded by then."""

import gc
from collections.abc import Iterator

import pytest

from shared.entrypoint.starting import connect_once


@pytest.fixture(autouse=True)
def _garbage_is_looked_for_as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_is_set_aside_when_everything_is_connected() -> None:
    set_aside = []

    @connect_once
    def outside() -> list[str]:
        set_aside.append(gc.get_freeze_count())
        return ["connected"]

    first, second = outside(), outside()

    assert first is second
    assert set_aside == [0]
    assert gc.get_freeze_count() > 0
    assert outside.__name__ == "outside"


def test_a_connection_that_failed_is_tried_again_and_sets_nothing_aside() -> None:
    tries = []

    @connect_once
    def outside() -> str:
        tries.append(gc.get_freeze_count())
        if len(tries) == 1:
            raise ConnectionError
        return "connected"

    with pytest.raises(ConnectionError):
        outside()

    assert gc.get_freeze_count() == 0
    assert outside() == "connected"
