"""What log lines tell of waiting: how old readings were, how long replies were under way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import AccessDenied, Denial
from shared.domain.interaction import Channel
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import Switch
from shared.domain.replies.waits import DOUBT_WITHIN
from shared.ports import Put
from shared.usecases.dispatch_reply import DispatchReport
from shared.usecases.start_sync import start_sync
from tests.builders import SELLER
from tests.reply_bench import Bench, approved
from tests.sync_bench import SyncBench

MINUTE = timedelta(minutes=1)
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


# --- readings


def test_a_reading_tells_how_old_the_one_before_had_become() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=16)

    facts = bench.sync().facts()

    assert (facts["age_s"], facts["late_s"]) == (16 * 60, 11 * 60)


def test_first_readings_and_slow_keys_are_not_judged() -> None:
    first = SyncBench()
    slow = SyncBench(kind=TokenKind.BASE)
    slow.settle()
    slow.later(hours=2)

    for bench in (first, slow):
        assert {"age_s", "late_s"}.isdisjoint(bench.sync().facts())


def test_time_without_a_connection_makes_no_reading_old() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(days=3)
    reconnect(bench)
    bench.later(minutes=4)

    assert bench.sync().age == 4 * MINUTE


def test_a_refused_key_makes_no_reading_old() -> None:
    bench = SyncBench()
    bench.settle()
    bench.cabinet.fail_reads(AccessDenied(Denial.PAYMENT))
    bench.later(minutes=5)
    assert bench.sync().outcome == "parked"
    bench.later(hours=5)

    start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.synced.clear()
    bench.drain()

    assert bench.synced[0].outcome == "done"
    assert bench.synced[0].age is None


def reconnect(bench: SyncBench) -> None:
    shared = bench.plain.shared()
    stored = shared.get(Seller, SELLER)
    assert stored is not None
    assert stored.value.connection is not None
    connection = replace(stored.value.connection, connected_at=bench.clock.now())
    shared.commit([Put(replace(stored.value, connection=connection))])


# --- replies


def dispatch(bench: Bench, reply: Reply, wait: timedelta) -> DispatchReport:
    bench.clock.advance(wait)
    return bench.dispatch(reply)


@pytest.mark.parametrize("channel", [Channel.REVIEW, Channel.QUESTION])
def test_a_reply_tells_how_long_it_was_due_and_when_it_was_settled(channel: Channel) -> None:
    bench, _, reply = approved(channel)
    assert reply.due_at is not None
    undo = reply.due_at - reply.approved_at

    facts = dispatch(bench, reply, undo + timedelta(seconds=61)).facts()

    assert facts["state"] == "confirmed"
    assert facts["waited_s"] == 61
    assert facts["settled_s"] == 61 + undo.total_seconds()
    assert "doubt_s" not in facts
    assert {"waited_s", "settled_s"}.isdisjoint(dispatch(bench, reply, MINUTE).facts())


def test_the_wait_for_a_chosen_moment_is_no_delay() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    at = bench.clock.now() + timedelta(hours=3)
    reply = bench.approve(item, send_at=at)

    report = dispatch(bench, reply, timedelta(hours=3))

    assert (report.waited, report.settled) == (timedelta(0), timedelta(0))


def test_what_a_hold_has_kept_is_no_delay() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.switch = Switch(paused=True)
    dispatch(bench, reply, MINUTE)
    bench.switch = Switch(paused=False)

    report = dispatch(bench, reply, timedelta(hours=2))

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert (report.waited, report.settled) == (None, None)


def test_a_doubt_is_told_with_its_age_until_it_is_over() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)

    assert dispatch(bench, reply, MINUTE).in_doubt == timedelta(0)
    report = dispatch(bench, reply, 2 * MINUTE)

    assert report.in_doubt is None
    assert report.settled is not None


def test_the_sweep_counts_who_is_in_doubt_too_long_and_nobody_looks_at() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)
    dispatch(bench, reply, MINUTE)

    bench.clock.advance(DOUBT_WITHIN)
    assert bench.watch().doubtful == 0
    bench.clock.advance(timedelta(seconds=1))
    assert bench.watch().facts()["doubtful"] == 1
    bench.dispatch(reply)
    assert bench.watch().doubtful == 0
