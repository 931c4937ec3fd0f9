"""In which order a channel is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.interaction import Channel
from shared.domain.sync.category import Category
from shared.domain.sync.rounds import (
    add_steps,
    begin_archive,
    begin_history,
    begin_round,
    begin_run,
    close_gap,
    end_history,
    end_step,
    goes_on_long,
    is_round_due,
    round_every,
    show_status,
)
from shared.domain.sync.state import ChannelSync, Step, SyncState, SyncStatus, Walk
from tests.builders import NOON

NIGHT = datetime(2026, 11, 24, 0, tzinfo=UTC)
KNOWN = ChannelSync(backfilled=True, cursor=5000, compared_at=NOON)


def test_a_new_channel_reads_what_waits_and_then_everything() -> None:
    reviews = begin_round(ChannelSync(), Channel.REVIEW, None, NOON)
    chats = begin_round(ChannelSync(), Channel.CHAT, None, NOON)

    assert reviews.todo == (Step.UNANSWERED, Step.HISTORY, Step.ARCHIVE)
    assert chats.todo == (Step.CHATS, Step.EVENTS)
    assert reviews.walks == chats.walks == {}
    assert reviews.comparing_at == chats.comparing_at == NOON


def test_a_known_channel_reads_what_is_new() -> None:
    assert begin_round(KNOWN, Channel.QUESTION, None, NOON).todo == (Step.UNANSWERED, Step.RECENT)
    assert begin_round(KNOWN, Channel.CHAT, None, NOON).todo == (Step.EVENTS,)


def test_while_history_is_long_new_answers_are_read_too() -> None:
    walks = {"history": Walk(stop=9)}
    started = replace(ChannelSync(), comparing_at=NOON, todo=(Step.HISTORY,), walks=walks)

    again = begin_round(started, Channel.REVIEW, None, NOON)

    assert again.todo == (Step.UNANSWERED, Step.RECENT, Step.HISTORY)
    assert again.walks == started.walks


def test_everything_is_compared_once_a_night() -> None:
    reviews = begin_round(KNOWN, Channel.REVIEW, None, NIGHT)
    soon = begin_round(replace(KNOWN, compared_at=NIGHT), Channel.REVIEW, None, NIGHT)
    now = int(NIGHT.timestamp() * 1000)
    chats = begin_round(replace(KNOWN, cursor=now), Channel.CHAT, None, NIGHT)

    assert Step.HISTORY not in begin_round(KNOWN, Channel.REVIEW, None, NOON).todo
    assert Step.HISTORY in reviews.todo
    assert reviews.walks["unanswered"].whole
    assert begin_history(reviews, NIGHT).whole
    assert Step.HISTORY not in soon.todo
    assert chats.todo == (Step.CHATS, Step.EVENTS)
    assert chats.cursor == int((NIGHT - timedelta(days=2)).timestamp() * 1000)
    assert (chats.comparing_at, chats.compared_at) == (NIGHT, NOON)
    assert begin_archive(reviews).whole
    again = replace(reviews, compared_at=None)
    assert begin_round(again, Channel.REVIEW, None, NIGHT).comparing_at == NIGHT


@pytest.mark.parametrize("cursor", [-7, 10**15])
@pytest.mark.parametrize("channel", Channel)
def test_a_cursor_that_cannot_be_true_is_none(channel: Channel, cursor: int) -> None:
    odd = replace(KNOWN, cursor=cursor * 1000)

    mended = begin_round(odd, channel, None, NOON)

    assert (mended.cursor, mended.comparing_at) == (None, NOON)


def test_a_seller_may_ask_for_everything() -> None:
    asked = NOON + timedelta(minutes=1)

    reviews = begin_round(KNOWN, Channel.REVIEW, asked, asked)
    chats = begin_round(KNOWN, Channel.CHAT, asked, asked)

    assert Step.HISTORY in reviews.todo
    assert chats.cursor is None
    assert chats.walks["events"].whole
    assert Step.HISTORY not in begin_round(KNOWN, Channel.REVIEW, NOON, asked).todo


def test_a_run_goes_on_with_what_is_left() -> None:
    left = replace(KNOWN, todo=(Step.HISTORY,), round_at=NOON)
    state = SyncState(category=Category.FEEDBACKS, channels={"review": left})

    progress = begin_run(state, Category.FEEDBACKS, NOON)

    assert progress[Channel.REVIEW] == left
    assert progress[Channel.QUESTION].todo == (Step.UNANSWERED, Step.HISTORY)
    assert progress[Channel.QUESTION].comparing_at == NOON
    assert list(begin_run(None, Category.CHAT, NOON)) == [Channel.CHAT]


def test_while_one_channel_goes_on_the_other_waits_for_its_time() -> None:
    long = replace(KNOWN, todo=(Step.HISTORY,))
    done = replace(KNOWN, round_at=NOON)
    state = SyncState(category=Category.FEEDBACKS, channels={"review": long, "question": done})

    soon = begin_run(state, Category.FEEDBACKS, NOON + timedelta(seconds=10))
    later = begin_run(state, Category.FEEDBACKS, NOON + timedelta(minutes=1))

    assert soon[Channel.QUESTION].todo == ()
    assert later[Channel.QUESTION].todo == (Step.UNANSWERED, Step.RECENT)


def test_steps_are_planned_once_and_in_their_order() -> None:
    todo = add_steps((Step.HISTORY, Step.RECENT), Step.LEFT, Step.RECENT, Step.UNANSWERED)

    assert todo == (Step.UNANSWERED, Step.RECENT, Step.LEFT, Step.HISTORY)
    assert goes_on_long(Step.LEFT)
    assert not goes_on_long(Step.EVENTS)


def test_a_channel_is_up_to_date_when_its_fresh_steps_are_done() -> None:
    started = begin_round(KNOWN, Channel.REVIEW, None, NOON)

    half = end_step(started, Step.UNANSWERED, NOON)
    done = end_step(half, Step.RECENT, NOON)

    assert half.last_success_at is None
    assert done.last_success_at == NOON
    assert end_step(replace(KNOWN, todo=(Step.LEFT,)), Step.LEFT, NOON).last_success_at is None


def test_history_closes_with_a_cursor() -> None:
    noon = int(NOON.timestamp())
    walk = begin_history(ChannelSync(), NOON)

    assert walk == Walk(stop=noon, top=noon)
    assert end_history(ChannelSync(), replace(walk, stop=7)).cursor == noon
    assert end_history(KNOWN, Walk(start=5, top=9000)).cursor == 9000


def test_a_comparison_is_over_when_all_that_it_planned_is_read() -> None:
    going = begin_round(KNOWN, Channel.REVIEW, None, NIGHT)

    for step in (Step.UNANSWERED, Step.RECENT, Step.HISTORY):
        going = end_step(going, step, NIGHT)
        assert going.comparing_at == NIGHT
    done = end_step(going, Step.ARCHIVE, NIGHT)

    assert (done.comparing_at, done.compared_at) == (None, NIGHT)
    chats = begin_round(KNOWN, Channel.CHAT, None, NIGHT)
    chats = end_step(end_step(chats, Step.CHATS, NIGHT), Step.EVENTS, NIGHT)
    assert chats.compared_at == NIGHT


def test_a_first_reading_is_a_comparison_that_remembers_nothing() -> None:
    going = begin_round(ChannelSync(), Channel.CHAT, None, NOON)
    half = end_step(going, Step.CHATS, NOON)

    assert not half.backfilled
    assert end_step(half, Step.EVENTS, NOON).backfilled
    question = begin_round(ChannelSync(), Channel.QUESTION, None, NOON)
    assert not end_step(question, Step.HISTORY, NOON).backfilled


def test_who_was_away_for_long_looks_into_the_archive() -> None:
    back = replace(KNOWN, compared_at=NOON, last_success_at=NOON - timedelta(days=26))

    reviews = begin_round(back, Channel.REVIEW, None, NOON)

    assert Step.ARCHIVE in reviews.todo
    assert not begin_archive(reviews).whole
    assert Step.ARCHIVE not in begin_round(back, Channel.QUESTION, None, NOON).todo


def test_a_gap_is_walked_over_up_to_now() -> None:
    noon = int(NOON.timestamp())
    gap = close_gap(KNOWN, 4400, NOON)
    wider = close_gap(replace(gap, walks={"history": Walk(start=100, stop=7)}), 4400, NOON)

    assert gap.walks["history"] == Walk(start=4400, stop=noon, top=noon)
    assert gap.todo == (Step.HISTORY,)
    assert wider.walks["history"].start == 100


def test_rounds_come_once_a_minute() -> None:
    progress = replace(KNOWN, round_at=NOON)

    assert is_round_due(KNOWN, NOON)
    assert not is_round_due(progress, NOON + timedelta(seconds=30))
    assert is_round_due(progress, NOON + timedelta(seconds=55))


def test_the_seller_reads_how_it_stands() -> None:
    waiting = replace(ChannelSync(), todo=(Step.HISTORY,), error="Ошибка")

    assert show_status(waiting).status is SyncStatus.RUNNING
    assert show_status(waiting).phase == "history"
    assert show_status(waiting).error == ""
    assert show_status(KNOWN).status is SyncStatus.OK


def test_old_items_leave_room_for_new_ones_when_it_is_time() -> None:
    old = replace(KNOWN, todo=(Step.HISTORY, Step.ARCHIVE), round_at=NOON, compared_at=NOON)
    state = SyncState(
        category=Category.FEEDBACKS,
        channels={name.value: old for name in (Channel.REVIEW, Channel.QUESTION)},
    )

    soon = begin_run(state, Category.FEEDBACKS, NOON + timedelta(seconds=50))
    later = begin_run(state, Category.FEEDBACKS, NOON + timedelta(seconds=60))

    assert {one.todo[0] for one in soon.values()} == {Step.HISTORY}
    assert {one.todo[0] for one in later.values()} == {Step.UNANSWERED}


@pytest.mark.parametrize(
    ("interval", "every"),
    [
        (timedelta(milliseconds=334), timedelta(seconds=55)),
        (timedelta(minutes=12), timedelta(minutes=96)),
    ],
)
def test_rare_calls_make_rare_rounds(interval: timedelta, every: timedelta) -> None:
    assert round_every(interval) == every


def test_a_channel_that_is_done_waits_longer_where_calls_are_rare() -> None:
    done = replace(KNOWN, todo=(), round_at=NOON, compared_at=NOON)
    busy = replace(done, todo=(Step.RECENT,))
    state = SyncState(
        category=Category.FEEDBACKS,
        channels={Channel.REVIEW.value: busy, Channel.QUESTION.value: done},
    )
    every = round_every(timedelta(minutes=12))

    begun = begin_run(state, Category.FEEDBACKS, NOON + timedelta(minutes=36), every)

    assert begun[Channel.REVIEW].todo == (Step.RECENT,)
    assert begun[Channel.QUESTION].todo == ()
