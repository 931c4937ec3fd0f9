"""Schedules over the real handlers: nothing twice, nothing lost, nothing stuck."""

import os
import subprocess
import sys
from pathlib import Path

from shared.domain.interaction import AnswerState, Channel, Origin
from shared.domain.replies.states import ReplyState
from tests.simulation import story
from tests.simulation.engine import Engine
from tests.simulation.faults import Odds
from tests.simulation.schedules import SYNC_EVERY, trace_seed, try_seed
from tests.simulation.world import Wish, World

ROOT = Path(__file__).parents[2]
SCHEDULES = 300
SEEDS = (7, 8, 9, SYNC_EVERY - 1)
HASHES = (
    "from tests.simulation.schedules import trace_seed\n"
    f"print(*(trace_seed(seed)[1].trace_hash() for seed in {SEEDS}))"
)


def test_no_schedule_duplicates_loses_or_strands_a_reply() -> None:
    wrongs = [wrong for seed in range(SCHEDULES) for wrong in try_seed(seed).wrongs]

    assert wrongs == []


def test_a_seed_is_the_same_schedule_in_every_process() -> None:
    first, second = (run_python(HASHES, hash_seed) for hash_seed in ("1", "2"))

    assert first == second
    assert first.split() == [trace_seed(seed)[1].trace_hash() for seed in SEEDS]


def run_python(code: str, hash_seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_reading_a_version_once_changes_no_schedule() -> None:
    for seed in range(12):
        quick, plain = story.play(seed), story.play(seed, remembers=False)

        assert quick.engine.trace_hash() == plain.engine.trace_hash()


def test_without_a_key_an_example_is_answered_and_nobody_asks_wb() -> None:
    for channel in Channel:
        world = World(Engine(1, Odds(), faults_until=0.0), channel, origin=Origin.DEMO)
        world.approve(Wish("request-1"))
        story.run_world(world)

        (reply,) = world.stored_replies()
        assert (reply.state, reply.simulated) == (ReplyState.CONFIRMED, True)
        assert world.cabinet.calls == []
        assert not world.stored_item().queue.needs_response
        assert story.find_wrongs(world) == []


def test_without_faults_every_reply_is_confirmed_and_sent_once() -> None:
    for channel in Channel:
        world = World(Engine(1, Odds(), faults_until=0.0), channel)
        world.approve(Wish("request-1"))
        story.run_world(world)

        (reply,) = world.stored_replies()
        assert reply.state is ReplyState.CONFIRMED
        assert len(world.witness.arrivals) == 1
        if channel is Channel.REVIEW:
            assert reply.wb_state == AnswerState.WB_RU
        assert story.find_wrongs(world) == []
