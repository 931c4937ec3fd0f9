"""Schedules over the real handlers: every item once, none missed, none stale."""

from dataclasses import replace

import pytest

from shared.domain.interaction import Channel, Interaction
from shared.ports import Delete, Put
from tests.builders import SELLER
from tests.simulation import sync_story
from tests.simulation.campaign import Tally
from tests.simulation.schedules import trace_sync, try_sync
from tests.simulation.test_dispatch import run_python

SCHEDULES = 160
SEEDS = (0, 11, 13)
HASHES = (
    "from tests.simulation.schedules import trace_sync\n"
    f"print(*(trace_sync(seed)[1].trace_hash() for seed in {SEEDS}))"
)


@pytest.mark.timeout(600)
def test_whatever_fails_every_item_is_there_once_and_as_wb_shows_it() -> None:
    tally = Tally()
    for seed in range(SCHEDULES):
        tally.add(try_sync(seed))

    assert tally.wrongs == []
    assert [fault for fault in sync_story.EXPECTED if not tally.faults[fault]] == []


def test_a_seed_is_the_same_schedule_in_every_process() -> None:
    first, second = (run_python(HASHES, hash_seed) for hash_seed in ("1", "2"))

    assert first == second
    assert first.split() == [trace_sync(seed)[1].trace_hash() for seed in SEEDS]


def test_a_schedule_stores_the_same_at_every_repetition() -> None:
    first, second = (sync_story.play(11) for _ in range(2))

    assert first.arrived == second.arrived
    assert first.items() == second.items()


def test_what_is_missing_or_stale_is_seen() -> None:
    """A checker that finds nothing whatever is broken would pass everything."""
    world = sync_story.play(3)
    listed = [item for item in world.documents() if item.channel is not Channel.CHAT]
    lost, old = sorted(listed, key=lambda item: item.id)[:2]
    stale = replace(old, source=replace(old.source, content_hash="old"))
    world.plain.of_seller(SELLER).commit([Delete(Interaction, (lost.id,)), Put(stale)])

    wrongs = sync_story.find_wrongs(3, world)

    assert f"{lost.source.external_id} is missing" in wrongs
    assert any(wrong.startswith(f"{old.source.external_id} is stale") for wrong in wrongs)
    assert "the counts are not those of the lists" in wrongs
