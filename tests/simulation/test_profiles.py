"""Schedules over ingestion and linking: profiles follow from the items, whatever happened."""

from collections import Counter

import pytest

from tests.simulation import profile_story
from tests.simulation.faults import Fault

SCHEDULES = 10
EXPECTED = (
    Fault.CRASH_BEFORE,
    Fault.CRASH_AFTER,
    Fault.ACK_LOST,
    Fault.REFUSED,
    Fault.PAUSED,
    Fault.DUPLICATED,
    Fault.DELAYED,
    Fault.REORDERED,
)


@pytest.mark.timeout(600)
def test_whatever_fails_profiles_are_those_that_the_items_make() -> None:
    fired: Counter[Fault] = Counter()
    wrongs = []
    for seed in range(SCHEDULES):
        world = profile_story.play(seed)
        fired.update(world.engine.fired)
        wrongs += [f"{seed}: {wrong}" for wrong in profile_story.find_wrongs(seed, world)]

    assert wrongs == []
    assert [fault for fault in EXPECTED if not fired[fault]] == []
