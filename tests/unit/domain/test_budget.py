"""The shared bucket never promises more than WB gives."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.tokens import TokenKind
from shared.domain.sync.bucket import Budget
from shared.domain.sync.budget import (
    REPLY_PATIENCE,
    Ask,
    Purpose,
    Rate,
    announce,
    block_until,
    cap,
    full_budget,
    rate_of,
    refill,
    reserve,
    settle,
    told_by,
    wait_for,
)
from shared.domain.sync.category import Category
from tests.builders import NOON

RATE = rate_of(Category.FEEDBACKS, TokenKind.SERVICE)
SECOND = timedelta(seconds=1)


def full() -> Budget:
    return full_budget(Category.FEEDBACKS, RATE, NOON)


def ask(calls: int, owner: str = "run", **facts: Any) -> Ask:
    return replace(Ask(owner=owner, calls=calls), **facts)


def test_a_base_token_has_hourly_limits() -> None:
    slow = rate_of(Category.CHAT, TokenKind.BASE)

    assert slow == Rate(burst=1, interval=timedelta(hours=1))
    assert rate_of(Category.FEEDBACKS, TokenKind.BASE).interval == timedelta(minutes=12)
    assert rate_of(Category.FEEDBACKS, TokenKind.UNKNOWN) == RATE


def test_a_full_bucket_grants_its_burst_and_then_nothing() -> None:
    grant = reserve(full(), RATE, ask(10), NOON)
    again = reserve(grant.budget, RATE, ask(1, "other"), NOON)

    assert grant.calls == 6
    assert again.calls == 0
    assert again.wait > timedelta(0)


def test_what_is_less_than_needed_is_not_taken() -> None:
    used = reserve(full(), RATE, ask(4), NOON).budget

    grant = reserve(used, RATE, ask(4, "other", least=4), NOON)

    assert grant.calls == 0
    assert grant.budget.tokens == pytest.approx(2)


def test_calls_that_are_still_to_come_keep_their_room() -> None:
    """Were the bucket to refill meanwhile, late calls and new ones together would be too many."""
    used = reserve(full(), RATE, ask(6, within=3 * SECOND), NOON).budget

    soon = refill(used, RATE, NOON + 3 * SECOND)

    assert soon.tokens == pytest.approx(0)
    assert refill(used, RATE, NOON + 4 * SECOND).tokens == pytest.approx(1 / 0.334)


def test_a_settled_block_lets_the_bucket_refill_at_once() -> None:
    used = reserve(full(), RATE, ask(6), NOON).budget

    settled = settle(used, "run", [NOON] * 6)

    assert refill(settled, RATE, NOON + SECOND).tokens == pytest.approx(1 / 0.334)


def test_calls_that_were_never_made_come_back_once() -> None:
    used = reserve(full(), RATE, ask(6), NOON).budget

    settled = settle(used, "run", [NOON] * 4)

    assert settled.tokens == pytest.approx(2)
    assert settle(settled, "run", [NOON] * 4).tokens == pytest.approx(2)
    assert settle(used, "run", []).tokens == pytest.approx(6)
    assert settle(used, "run", [NOON] * 9).tokens == pytest.approx(0)
    assert settle(used, "somebody", []).tokens == pytest.approx(0)


def test_the_bucket_refills_between_calls_that_took_their_time() -> None:
    used = reserve(full(), RATE, ask(6), NOON).budget

    settled = settle(used, "run", [NOON + number * SECOND for number in range(6)])

    assert refill(settled, RATE, NOON + 5 * SECOND).tokens == pytest.approx(5)


def test_the_wait_is_over_when_it_says_so() -> None:
    used = reserve(full(), RATE, ask(6, within=2 * SECOND), NOON).budget

    wait = wait_for(used, RATE, 4, NOON)
    later = NOON + wait

    assert reserve(used, RATE, ask(4, "other", least=4), later).calls == 4
    assert reserve(used, RATE, ask(4, "other", least=4), later - SECOND / 10).calls == 0


def test_nobody_calls_before_wb_allows_it() -> None:
    blocked = block_until(full(), NOON + 30 * SECOND)

    refused = reserve(blocked, RATE, ask(1, purpose=Purpose.REPLY), NOON + 10 * SECOND)
    allowed = reserve(blocked, RATE, ask(6), NOON + 30 * SECOND)

    assert (refused.calls, refused.wait) == (0, 20 * SECOND)
    assert allowed.calls == 1
    assert block_until(blocked, NOON).blocked_until == NOON + 30 * SECOND


def test_a_reply_that_waits_keeps_the_sync_away() -> None:
    used = reserve(full(), RATE, ask(5), NOON).budget
    reply = ask(3, "reply", least=3, purpose=Purpose.REPLY)

    waiting = reserve(used, RATE, reply, NOON)
    soon = NOON + waiting.wait
    sync = reserve(waiting.budget, RATE, ask(1, "sync"), soon)
    sent = reserve(waiting.budget, RATE, reply, soon)

    assert waiting.budget.replies_due_at == soon
    assert (waiting.calls, sync.calls, sent.calls) == (0, 0, 3)
    assert sent.budget.replies_due_at is None


def test_a_reply_that_never_comes_does_not_stop_the_sync_for_good() -> None:
    announced = replace(full(), replies_due_at=NOON)

    assert reserve(announced, RATE, ask(1), NOON).calls == 0
    assert reserve(announced, RATE, ask(1), NOON + REPLY_PATIENCE).calls == 1
    assert reserve(announced, RATE, ask(1), NOON - timedelta(minutes=1)).calls == 1


def test_another_clock_gains_nothing_from_running_ahead() -> None:
    told = told_by(full(), "one", NOON)
    wish = ask(6, "one", within=SECOND)
    used = settle(reserve(told, RATE, wish, NOON).budget, "one", [NOON] * 6)
    ahead = NOON + 4 * SECOND

    own, other = told_by(used, "one", ahead), told_by(used, "two", ahead)
    late = told_by(used, "two", ahead + 8 * SECOND)

    assert reserve(own, RATE, replace(wish, owner="x"), ahead).calls == 6
    assert reserve(other, RATE, replace(wish, owner="x"), ahead).calls == 0
    assert reserve(late, RATE, replace(wish, owner="x"), ahead + 8 * SECOND).calls == 6


def test_what_was_there_is_there_for_every_clock() -> None:
    told = replace(full(), clock="one")
    left = reserve(told, RATE, ask(2, "x"), NOON).budget

    for seconds in (-4, 0, 4):
        now = NOON + seconds * SECOND
        assert reserve(told_by(left, "two", now), RATE, ask(6, "y"), now).calls == 4


def test_processes_that_take_turns_do_not_put_the_refill_off_for_ever() -> None:
    """Who asks and must wait writes, and is another one than the one before."""
    budget, granted = full(), 0

    for turn in range(600):
        now = NOON + turn * SECOND / 10
        reply = ask(3, f"reply {turn}", least=2, within=6 * SECOND, purpose=Purpose.REPLY)
        grant = reserve(told_by(budget, f"clock {turn % 4}", now), RATE, reply, now)
        waiting = announce(budget, reply, now + grant.wait)
        budget, granted = grant.budget if grant.calls else waiting, granted + grant.calls

    # Six at once, and then no more than six in the eleven seconds that each of them is held.
    assert granted >= 6 * 5


def test_wbs_pause_lasts_longer_by_another_clock_but_not_ever_longer() -> None:
    ours = told_by(full(), "one", NOON)
    blocked = block_until(ours, NOON + 10 * SECOND)

    assert told_by(blocked, "one", NOON).blocked_until == NOON + 10 * SECOND
    other = told_by(blocked, "two", NOON)
    assert other.blocked_until == NOON + 15 * SECOND
    assert reserve(other, RATE, ask(1), NOON + 14 * SECOND).calls == 0
    over = told_by(blocked, "two", NOON + 15 * SECOND)
    assert over.blocked_until is None
    assert reserve(over, RATE, ask(6), NOON + 15 * SECOND).calls == 1


def test_wb_knows_of_calls_that_we_do_not() -> None:
    rate = rate_of(Category.FEEDBACKS, TokenKind.SERVICE)
    budget = full_budget(Category.FEEDBACKS, rate, NOON)

    assert cap(budget, rate, None, NOON).tokens == 6
    assert cap(budget, rate, 2, NOON).tokens == pytest.approx(2)
    assert cap(budget, rate, 2, NOON - rate.interval).tokens == pytest.approx(3)
    assert cap(budget, rate, 2, NOON + SECOND).tokens == pytest.approx(2)
    assert cap(budget, rate, 6, NOON).tokens == 6


def test_replies_go_before_looks_and_looks_before_the_sync() -> None:
    rate = rate_of(Category.FEEDBACKS, TokenKind.SERVICE)
    empty = replace(full_budget(Category.FEEDBACKS, rate, NOON), tokens=0.0)
    look = Ask(owner="look", calls=2, least=2, purpose=Purpose.LOOK)
    reply = Ask(owner="reply", calls=2, least=2, purpose=Purpose.REPLY)

    looking = reserve(empty, rate, look, NOON).budget
    both = reserve(looking, rate, reply, NOON).budget
    later = NOON + SECOND

    assert reserve(looking, rate, ask(1, "sync"), later).calls == 0
    assert reserve(both, rate, look, later).calls == 0
    assert reserve(looking, rate, look, later).calls == 2
    assert reserve(both, rate, reply, later).calls == 2


def test_a_clock_that_runs_behind_gains_nothing() -> None:
    used = reserve(full(), RATE, ask(6), NOON).budget

    assert reserve(used, RATE, ask(1, "behind"), NOON - SECOND).calls == 0


def test_a_small_bucket_grants_what_it_can_ever_hold() -> None:
    slow = rate_of(Category.FEEDBACKS, TokenKind.BASE)
    grant = reserve(full_budget(Category.FEEDBACKS, slow, NOON), slow, ask(4, least=4), NOON)

    assert grant.calls == 1
    assert wait_for(grant.budget, slow, 4, NOON) >= timedelta(minutes=12)


@dataclass
class WBBucket:
    """WB's own count, by the moment at which a call arrives."""

    rate: Rate
    level: float = 0.0
    at: datetime = NOON
    shortest: float = field(default=1e9)

    def call(self, moment: datetime) -> None:
        gained = (moment - self.at) / self.rate.interval
        self.level = min(self.level + gained, float(self.rate.burst))
        self.at = moment
        self.level -= 1
        self.shortest = min(self.shortest, self.level)


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.3, 1.0, 2.0, 3.0, 9.0]),  # seconds until somebody asks
        st.integers(1, 8),  # for so many calls
        st.sampled_from([0.1, 2.0, 6.0]),  # to be made within
        st.lists(st.sampled_from([0.0, 0.5, 0.99]), min_size=8, max_size=8),  # each so late
        st.sampled_from(["keep", "settle", "give back"]),
        st.sampled_from(list(Purpose)),
    ),
    max_size=25,
)


@given(
    steps=STEPS,
    category=st.sampled_from(list(Category)),
    kind=st.sampled_from([TokenKind.SERVICE, TokenKind.BASE]),
)
def test_whatever_workers_do_wb_never_sees_too_many_calls(
    steps: list[tuple[float, int, float, list[float], str, Purpose]],
    category: Category,
    kind: TokenKind,
) -> None:
    rate = rate_of(category, kind)
    budget, now = full_budget(category, rate, NOON), NOON
    made: list[datetime] = []
    ends: list[tuple[datetime, str, list[datetime]]] = []

    for number, (pause, calls, within, parts, after, purpose) in enumerate(steps):
        now += timedelta(seconds=pause)
        for end in [end for end in ends if end[0] <= now]:
            ends.remove(end)
            budget = settle(budget, end[1], end[2])
        wish = Ask(
            owner=str(number),
            calls=calls,
            within=timedelta(seconds=within),
            purpose=purpose,
        )
        grant = reserve(budget, rate, wish, now)
        budget = grant.budget
        used = grant.calls if after != "give back" else grant.calls // 2
        moments = [now + timedelta(seconds=within) * part for part in parts[:used]]
        made += moments
        if after != "keep" and grant.calls:
            ends.append((max(moments, default=now), str(number), sorted(moments)))

    bucket = WBBucket(rate, level=float(rate.burst))
    for moment in sorted(made):
        bucket.call(moment)
    assert bucket.shortest >= -1e-3
