"""The operator's hold: nothing is sent while paused, and nothing again after a restore."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.errors import Unavailable
from shared.domain.interaction import Channel, Origin
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import RUNNING, Switch, parse_switch
from shared.domain.words import PAUSED, reply_title
from shared.ports import Put
from tests.builders import NOON, SELLER
from tests.reply_bench import ANSWER, Bench

MINUTE = timedelta(minutes=1)
STOP = Switch(paused=True)
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


def roll_back(bench: Bench, *replies: Reply) -> None:
    """An older copy of the store, in which these replies wait as they did then."""
    store = bench.plain.of_seller(SELLER)
    store.commit([Put(reply) for reply in replies])
    bench.switch = Switch(paused=True, restored_at=bench.clock.now())


# --- paused


@pytest.mark.parametrize("channel", Channel)
def test_while_paused_nothing_is_sent_and_afterwards_everything(channel: Channel) -> None:
    bench = Bench()
    bench.switch = STOP
    reply = bench.approve(bench.add_item(channel))

    bench.run_for(10 * MINUTE)

    assert bench.reply(reply).state is ReplyState.APPROVED
    assert bench.cabinet.landings == []
    assert reply_title(reply, bench.clock.now(), switch=STOP) == PAUSED
    bench.switch = RUNNING
    bench.run_for(10 * MINUTE)
    assert [one.text for one in bench.cabinet.landings] == [ANSWER]
    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_while_paused_what_is_in_doubt_is_looked_for() -> None:
    bench = Bench()
    bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)
    reply = bench.approve(bench.add_item(Channel.QUESTION))
    bench.run_for(timedelta(seconds=15))
    assert bench.reply(reply).state is ReplyState.UNKNOWN
    bench.switch = STOP

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_while_paused_a_reply_can_be_taken_back_however_late() -> None:
    bench = Bench()
    bench.switch = STOP
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.run_for(10 * MINUTE)

    assert bench.cancel(reply).state is ReplyState.CANCELLED


def test_a_hold_of_days_is_no_failure() -> None:
    bench = Bench()
    bench.switch = STOP
    replies = [bench.approve(bench.add_item(channel)) for channel in Channel]
    bench.run_for(timedelta(hours=30))
    assert {reply_title(bench.reply(one), bench.clock.now(), switch=STOP) for one in replies} == {
        PAUSED
    }

    bench.switch = RUNNING
    bench.run_for(10 * MINUTE)

    assert {bench.reply(one).state for one in replies} == {ReplyState.CONFIRMED}


@pytest.mark.uncounted
def test_after_a_hold_wb_has_a_day_as_ever() -> None:
    bench = Bench()
    bench.switch = STOP
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.run_for(MINUTE)
    bench.clock.advance(timedelta(hours=30))
    bench.switch = RUNNING
    down = [Unavailable("down")] * 9000
    bench.cabinet.fail_reads(*down)

    bench.run_for(timedelta(hours=23))
    assert bench.reply(reply).state is ReplyState.APPROVED
    bench.run_for(timedelta(hours=2))

    assert (bench.reply(reply).state, bench.reply(reply).reason) == (ReplyState.FAILED, "late")


def test_a_second_hold_is_noted_as_the_first() -> None:
    bench = Bench()
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.cabinet.fail_reads(Unavailable("down"))
    for _ in range(2):
        bench.switch = STOP
        bench.run_for(timedelta(hours=20))
        bench.switch = RUNNING
        bench.run_for(timedelta(seconds=20))

    bench.run_for(2 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_a_hold_costs_one_write_however_long() -> None:
    bench = Bench()
    bench.switch = STOP
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.counting.bill.clear()

    bench.run_for(timedelta(hours=5))

    assert bench.counting.bill.writes.total() == 1
    assert bench.cancel(reply).state is ReplyState.CANCELLED


def test_examples_need_no_sending_and_go_on() -> None:
    bench = Bench()
    bench.switch = STOP
    known = bench.item(bench.add_item(Channel.REVIEW))
    demo = replace(known, source=replace(known.source, origin=Origin.DEMO))
    bench.plain.of_seller(SELLER).commit([Put(demo)])
    reply = bench.approve(known.id)

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED


# --- restored


@pytest.mark.parametrize("channel", Channel)
def test_what_a_lost_store_has_sent_is_found_and_not_sent_again(channel: Channel) -> None:
    bench = Bench()
    approved = bench.approve(bench.add_item(channel))
    bench.run_for(5 * MINUTE)
    assert bench.reply(approved).state is ReplyState.CONFIRMED
    roll_back(bench, approved)

    bench.run_for(5 * MINUTE)

    assert bench.reply(approved).state is ReplyState.CONFIRMED
    assert "restored" in [step.detail for step in bench.reply(approved).trail]
    bench.switch = replace(bench.switch, paused=False)
    bench.run_for(60 * MINUTE)
    assert len(bench.cabinet.landings) == 1


@pytest.mark.parametrize("paused", [True, False])
@pytest.mark.parametrize("channel", Channel)
def test_what_cannot_be_found_is_left_to_a_person(channel: Channel, paused: bool) -> None:
    bench = Bench()
    bench.switch = STOP
    approved = bench.approve(bench.add_item(channel))
    bench.run_for(MINUTE)
    roll_back(bench, approved)
    bench.switch = replace(bench.switch, paused=paused)

    bench.run_for(QUIET_PERIOD + 30 * MINUTE)

    assert bench.reply(approved).state is ReplyState.ATTENTION
    assert bench.cabinet.landings == []


def test_a_planned_reply_may_have_been_taken_back_and_is_left_to_a_person() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    planned = bench.approve(item, send_at=NOON + timedelta(hours=3))
    bench.run_for(MINUTE)
    bench.cancel(planned)
    roll_back(bench, planned)
    bench.switch = replace(bench.switch, paused=False)

    bench.run_for(timedelta(hours=4))

    assert bench.reply(planned).state is ReplyState.ATTENTION
    assert bench.cabinet.landings == []


def test_what_was_approved_after_the_restore_is_sent() -> None:
    bench = Bench()
    bench.switch = Switch(restored_at=NOON - MINUTE)
    reply = bench.approve(bench.add_item(Channel.CHAT))

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_a_second_restore_doubts_again() -> None:
    bench = Bench()
    bench.switch = STOP
    approved = bench.approve(bench.add_item(Channel.REVIEW))
    older = replace(approved, restored_at=NOON - MINUTE)
    bench.run_for(MINUTE)
    roll_back(bench, older)

    bench.run_for(MINUTE)

    assert bench.reply(older).state is ReplyState.UNKNOWN


# --- the setting


@pytest.mark.parametrize(
    ("text", "switch"),
    [
        ("running", RUNNING),
        (" paused\n", STOP),
        (
            "paused 2026-11-22T12:00:00+00:00",
            Switch(paused=True, restored_at=datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ),
    ],
)
def test_the_setting_is_a_word_and_perhaps_a_moment(text: str, switch: Switch) -> None:
    assert parse_switch(text) == switch


@pytest.mark.parametrize("text", ["", "stop", "paused soon", "paused 2026-11-22T12:00:00"])
def test_a_setting_that_says_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"switch|moment|isoformat"):
        parse_switch(text)
