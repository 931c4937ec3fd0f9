"""However often a reply's task is delivered, few tasks wait for it at a time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.domain.errors import RateLimited, Unavailable
from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.usecases.dispatch_desk import next_slot
from tests.builders import NOON
from tests.reply_bench import Bench

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
# A chain that waits for a free call may meet the others a slot later.
MOST_WAITING = 4


def play_outage(bench: Bench, reply: Reply, dice: random.Random, hours: int) -> Iterator[int]:
    """Deliver every task a little late, some twice, and sweep; tell how many tasks wait."""
    end = bench.clock.now() + hours * 60 * MINUTE
    sweep_at = bench.clock.now()
    while bench.clock.now() < end:
        due = bench.queue.next_due()
        if due is None or due > sweep_at:
            jump(bench.clock, sweep_at)
            bench.watch()
            sweep_at += MINUTE
            continue
        jump(bench.clock, due + dice.uniform(0, 0.9) * SECOND)
        bench.queue.run_due({"dispatch": lambda _: deliver(bench, reply, dice)})
        yield len(bench.queue.waiting)


def deliver(bench: Bench, reply: Reply, dice: random.Random) -> None:
    for _ in range(dice.choice([1, 1, 2])):
        bench.clock.advance(dice.uniform(0, 3) * SECOND)
        bench.dispatch(reply)


def jump(clock: FixedClock, moment: datetime) -> None:
    clock.set(max(clock.now(), moment))


@pytest.mark.parametrize("channel", [Channel.REVIEW, Channel.CHAT])
@pytest.mark.parametrize("error", [Unavailable("down"), RateLimited(20.0)])
def test_an_outage_of_hours_piles_up_no_tasks(
    channel: Channel, error: Unavailable | RateLimited
) -> None:
    bench = Bench()
    reply = bench.approve(bench.add_item(channel))
    bench.cabinet.fail_reads(*[error] * 9000)

    waiting = list(play_outage(bench, reply, random.Random(7), hours=3))

    assert len(waiting) > 150
    assert max(waiting) <= MOST_WAITING
    assert bench.reply(reply).state is ReplyState.APPROVED


def test_chains_that_began_at_different_moments_meet() -> None:
    name = ReplyId("reply")
    delay = timedelta(seconds=30)
    slots = {next_slot(name, NOON + n * SECOND, delay) for n in range(60)}

    assert len(slots) <= MOST_WAITING
    assert all(NOON + delay <= slot for slot in slots)


def test_a_short_delay_stays_short() -> None:
    now = NOON + timedelta(milliseconds=300)

    assert next_slot(ReplyId("reply"), now, 2 * SECOND) == NOON + 3 * SECOND
    assert next_slot(ReplyId("reply"), now, 0 * SECOND) == NOON + 2 * SECOND


def test_an_early_worker_names_a_later_moment() -> None:
    slot = next_slot(ReplyId("reply"), NOON, 3 * SECOND)

    assert next_slot(ReplyId("reply"), slot - SECOND / 2, timedelta(0)) > slot


@pytest.mark.parametrize("behind", [1.0, 1.5, 2.0, 2.5])
def test_a_task_never_meets_its_own_key_though_the_clock_is_late(behind: float) -> None:
    bench = Bench()
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.cabinet.fail_reads(*[RateLimited(2.0)] * 50)
    bench.dispatch(reply)

    for _ in range(8):
        due = bench.queue.next_due()
        assert due is not None, "the chain has ended"
        jump(bench.clock, due)
        bench.queue.run_due({"dispatch": lambda _: None})
        bench.clock.set(due - behind * SECOND)
        bench.dispatch(reply)
