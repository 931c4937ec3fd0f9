"""Every seed is one schedule; most are about replies, which are quick, some about sync."""

from collections import Counter

from tests.simulation import story, sync_story
from tests.simulation.campaign import Tally
from tests.simulation.engine import Engine

SYNC_EVERY = 80


def is_about_sync(seed: int) -> bool:
    """Which of the two worlds a seed belongs to."""
    return seed % SYNC_EVERY == SYNC_EVERY - 1


def try_seed(seed: int) -> Tally:
    """Play one schedule and say what it came to."""
    try:
        return try_sync(seed) if is_about_sync(seed) else _try_story(seed)[0]
    except AssertionError as broken:
        return Tally(1, wrongs=[f"seed {seed}: {broken}"])


def try_sync(seed: int) -> Tally:
    """Play one schedule of sync, whatever else the seed would stand for."""
    return trace_sync(seed, is_traced=False)[0]


def trace_seed(seed: int) -> tuple[Tally, Engine]:
    """Play one schedule and keep every line of what happened."""
    play = trace_sync if is_about_sync(seed) else _try_story
    return play(seed, is_traced=True)


def _try_story(seed: int, *, is_traced: bool = False) -> tuple[Tally, Engine]:
    world = story.play(seed, is_traced=is_traced)
    replies = world.witness.replies.values()
    ends = Counter(f"{world.channel.value} {reply.state.value}" for reply in replies)
    wrongs = [f"seed {seed}: {wrong}" for wrong in story.find_wrongs(world)]
    tally = Tally(1, world.engine.fired, ends, wrongs, world.witness.rewritten)
    return tally, world.engine


def trace_sync(seed: int, *, is_traced: bool = True) -> tuple[Tally, Engine]:
    """Play one schedule of sync and keep every line of what happened."""
    world = sync_story.play(seed, is_traced=is_traced)
    wrongs = [f"seed {seed}: {wrong}" for wrong in sync_story.find_wrongs(seed, world)]
    return Tally(1, world.engine.fired, Counter(synced=1), wrongs), world.engine
