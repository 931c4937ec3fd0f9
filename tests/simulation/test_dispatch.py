"""Thousands of schedules over the real handlers: nothing twice, nothing lost, nothing stuck."""

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from shared.domain.interaction import AnswerState, Channel
from shared.domain.reply import QUIET_PERIOD, Reply, ReplyState
from tests.builders import NOON
from tests.simulation.engine import Engine, Fault, Odds
from tests.simulation.world import ANSWER, Weather, World

SCHEDULES = int(os.environ.get("INBOX_SCHEDULES", "2000"))
FAULTS_UNTIL = 40 * 60.0
SETTLED_BY = FAULTS_UNTIL + QUIET_PERIOD.total_seconds() + 30 * 60.0
LATEST_LOOK = timedelta(minutes=6)
# A claim follows its look within seconds; workers' clocks differ by half a minute.
LOOK_BEFORE_CLAIM = timedelta(seconds=40)
TERMINAL = {
    ReplyState.CONFIRMED,
    ReplyState.ANSWERED_ELSEWHERE,
    ReplyState.FAILED,
    ReplyState.ATTENTION,
    ReplyState.CANCELLED,
}


@dataclass(slots=True)
class Story:
    """What people did in one schedule and heard back."""

    approved: list[bool] = field(default_factory=list)
    cancelled: list[bool] = field(default_factory=list)
    portal_at: float | None = None


@dataclass(slots=True)
class Tally:
    """What happened over all schedules."""

    faults: Counter[Fault] = field(default_factory=Counter)
    weather: Counter[Weather] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    wrongs: list[str] = field(default_factory=list)


def play(seed: int, channel: Channel) -> tuple[Engine, World, Story]:
    engine = Engine(seed, Odds(), FAULTS_UNTIL)
    world, story, dice = World(engine, channel), Story(), engine.dice
    engine.at(0.0, lambda: world.approve("request-1", story.approved))
    if dice.random() < 0.2:
        engine.at(dice.uniform(0, 60), lambda: world.approve("request-2", story.approved))
    if dice.random() < 0.15:
        _cancel_later(world, story)
    if channel is not Channel.CHAT and dice.random() < 0.2:
        story.portal_at = dice.uniform(0, 120)
        engine.at(story.portal_at, world.answer_in_portal)
    if dice.random() < 0.1:
        engine.at(dice.uniform(0, 200), world.lose_token)
        engine.at(dice.uniform(300, 900), world.replace_token)
    run_world(engine, world)
    return engine, world, story


def run_world(engine: Engine, world: World) -> None:
    engine.every(60.0, world.sweep, first=60.0)
    engine.every(120.0, world.sync, first=67.0)
    engine.run_until(SETTLED_BY, world.is_settled)


def _cancel_later(world: World, story: Story) -> None:
    def cancel() -> None:
        for reply in world.replies():
            world.cancel(reply.id, story.cancelled)

    world.engine.at(world.engine.dice.uniform(0, 40), cancel)


def find_wrongs(world: World, story: Story) -> list[str]:
    replies = world.replies()
    wrongs = [name for reply in replies for name in _wrongs_of(reply, world)]
    attempted = [reply for reply in replies if reply.attempts]
    if len(world.processed) > len(attempted):
        wrongs.append("duplicate")
    if story.approved and not replies:
        wrongs.append("lost: told yes, and nothing is stored")
    if story.cancelled and len(replies) == 1 and world.processed:
        wrongs.append("cancelled and sent")
    if any(_overwrote(reply, world, story) for reply in attempted):
        wrongs.append("overwrote an answer that could be seen")
    mark = world.stored_item().work.reply
    shown = [reply for reply in replies if mark is not None and reply.id == mark.id]
    if replies and (mark is None or [reply.state for reply in shown] != [mark.state]):
        wrongs.append("the item shows another state than its reply")
    return wrongs + _repeat(world)


def _wrongs_of(reply: Reply, world: World) -> list[str]:
    wrongs = []
    if reply.state not in TERMINAL and not _is_scheduled(reply, world):
        wrongs.append(f"stuck: {reply.state}")
    if reply.state is ReplyState.CONFIRMED and not world.processed:
        wrongs.append("lie: confirmed and never sent")
    if reply.state in (ReplyState.FAILED, ReplyState.CANCELLED) and reply.attempt:
        wrongs.append("lie: failed while in doubt")
    if reply.text != ANSWER:
        wrongs.append("another text")
    return wrongs


def _is_scheduled(reply: Reply, world: World) -> bool:
    """A reply that WB accepted may be looked for up to two days, but it must be looked for."""
    if reply.state is not ReplyState.SENT or reply.due_at is None:
        return False
    return reply.due_at > world.clock.now() - LATEST_LOOK


def _overwrote(reply: Reply, world: World, story: Story) -> bool:
    """The look before sending comes at most seconds before the claim."""
    if story.portal_at is None or reply.claimed_at is None or reply.resends or not world.processed:
        return False
    answered_at = NOON + timedelta(seconds=story.portal_at)
    return answered_at < reply.claimed_at - LOOK_BEFORE_CLAIM


def _repeat(world: World) -> list[str]:
    """One more delivery of everything changes nothing at WB."""
    before = len(world.processed)
    for reply in world.replies():
        if reply.state in TERMINAL:
            world.dispatch(reply.id)
    return ["sent by a late delivery"] if len(world.processed) != before else []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("channel", Channel)
def test_no_schedule_duplicates_loses_or_strands_a_reply(channel: Channel) -> None:
    tally = Tally()
    started = time.process_time()

    for seed in range(SCHEDULES):
        engine, world, story = play(seed, channel)
        tally.faults.update(engine.fired)
        tally.weather.update(world.weather)
        tally.ends.update(reply.state.value for reply in world.replies())
        tally.wrongs += [f"seed {seed}: {wrong}" for wrong in find_wrongs(world, story)]

    figures = {
        "schedules": SCHEDULES,
        "cpu_seconds": round(time.process_time() - started, 1),
        "ends": dict(tally.ends),
        "faults": {fault.value: tally.faults[fault] for fault in Fault},
        "weather": {one.value: tally.weather[one] for one in Weather},
    }
    print(channel.value, figures)  # noqa: T201 - the counts are the test's figures
    assert tally.wrongs == []
    assert all(tally.faults[fault] for fault in Fault), figures
    assert all(tally.weather[one] for one in Weather), figures


def test_a_seed_replays_to_the_same_end() -> None:
    for channel in Channel:
        first, again = play(7, channel), play(7, channel)

        assert first[1].replies() == again[1].replies()
        assert first[1].processed == again[1].processed
        assert first[0].fired == again[0].fired


def test_without_faults_every_reply_is_confirmed_and_sent_once() -> None:
    for channel in Channel:
        engine = Engine(1, Odds(), faults_until=0.0)
        world = World(engine, channel)
        world.approve("request-1", [])
        run_world(engine, world)

        (reply,) = world.replies()
        assert reply.state is ReplyState.CONFIRMED
        assert len(world.processed) == 1
        if channel is Channel.REVIEW:
            assert reply.wb_state == AnswerState.WB_RU
