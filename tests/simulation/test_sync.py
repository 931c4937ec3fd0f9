"""Schedules over the real handlers: every item once, none missed, none stale."""

import pytest

from tests.simulation import sync_story

SCHEDULES = 40
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.timeout(600)
def test_whatever_fails_every_item_is_there_once_and_as_wb_shows_it(part: int) -> None:
    wrongs = [
        f"{seed}: {wrong}"
        for seed in range(part, SCHEDULES, PARTS)
        for wrong in sync_story.find_wrongs(seed, sync_story.play(seed))
    ]

    assert wrongs == []


def test_a_schedule_is_the_same_at_every_repetition() -> None:
    first, second = (sync_story.play(11) for _ in range(2))

    assert first.arrived == second.arrived
    assert first.items() == second.items()
    assert first.engine.trace_hash() == second.engine.trace_hash()
