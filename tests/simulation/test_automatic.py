"""Schedules of automatic answers: never twice, never after the switch, never for a complaint."""

from collections import Counter

from shared.domain.replies.states import Author, ReplyState
from tests.simulation.auto_story import find_auto_wrongs, play_auto

SCHEDULES = 150


def test_no_schedule_answers_twice_or_after_it_was_stopped() -> None:
    wrongs, ends = [], Counter[str]()
    for seed in range(SCHEDULES):
        world = play_auto(seed)
        wrongs += [f"{seed}: {wrong}" for wrong in find_auto_wrongs(world)]
        own = [one for one in world.witness.replies.values() if one.author is Author.SYSTEM]
        ends.update(one.state.value for one in own)

    assert wrongs == []
    # A story in which nothing is sent, or nothing held back, proves nothing.
    assert ends[ReplyState.CONFIRMED.value] >= SCHEDULES // 5
    assert ends[ReplyState.CANCELLED.value] >= SCHEDULES // 10
