"""In which order a channel is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.interaction import Channel
from shared.domain.rounds import (
    add_steps,
    begin_history,
    begin_round,
    begin_run,
    close_gap,
    end_history,
    end_step,
    goes_on_long,
    is_round_due,
    show_status,
)
from shared.domain.sync import Category, ChannelSync, Step, SyncState, SyncStatus, Walk
from tests.builders import NOON

NIGHT = datetime(2026, 11, 24, 0, tzinfo=UTC)
KNOWN = ChannelSync(backfilled=True, cursor=5000, compared_at=NOON)


def test_a_new_channel_reads_what_waits_and_then_everything() -> None:
    reviews = begin_round(ChannelSync(), Channel.REVIEW, None, NOON)
    chats = begin_round(ChannelSync(), Channel.CHAT, None, NOON)

    assert reviews.todo == (Step.UNANSWERED, Step.HISTORY)
    assert chats.todo == (Step.CHATS, Step.EVENTS)
    assert reviews.walks == chats.walks == {}


def test_a_known_channel_reads_what_is_new() -> None:
    assert begin_round(KNOWN, Channel.QUESTION, None, NOON).todo == (Step.UNANSWERED, Step.RECENT)
    assert begin_round(KNOWN, Channel.CHAT, None, NOON).todo == (Step.EVENTS,)


def test_while_history_is_long_new_answers_are_read_too() -> None:
    started = replace(ChannelSync(), todo=(Step.HISTORY,), walks={"history": Walk(start=9)})

    again = begin_round(started, Channel.REVIEW, None, NOON)

    assert again.todo == (Step.UNANSWERED, Step.RECENT, Step.HISTORY)
    assert again.walks == started.walks


def test_everything_is_compared_once_a_night() -> None:
    reviews = begin_round(KNOWN, Channel.REVIEW, None, NIGHT)
    soon = begin_round(replace(KNOWN, compared_at=NIGHT), Channel.REVIEW, None, NIGHT)
    chats = begin_round(replace(KNOWN, cursor=10**15), Channel.CHAT, None, NIGHT)

    assert Step.HISTORY not in begin_round(KNOWN, Channel.REVIEW, None, NOON).todo
    assert Step.HISTORY in reviews.todo
    assert reviews.walks["unanswered"].whole
    assert begin_history(reviews, NIGHT).whole
    assert Step.HISTORY not in soon.todo
    assert chats.todo == (Step.CHATS, Step.EVENTS)
    assert chats.cursor == int((NIGHT - timedelta(days=2)).timestamp() * 1000)
    assert chats.compared_at == NIGHT


def test_a_seller_may_ask_for_everything() -> None:
    asked = NOON + timedelta(minutes=1)

    reviews = begin_round(KNOWN, Channel.REVIEW, asked, asked)
    chats = begin_round(KNOWN, Channel.CHAT, asked, asked)

    assert Step.HISTORY in reviews.todo
    assert chats.cursor is None
    assert chats.walks["events"].whole
    assert Step.HISTORY not in begin_round(KNOWN, Channel.REVIEW, NOON, asked).todo


def test_a_run_goes_on_with_what_is_left() -> None:
    left = replace(KNOWN, todo=(Step.HISTORY,))
    state = SyncState(category=Category.FEEDBACKS, channels={"review": left})

    progress = begin_run(state, Category.FEEDBACKS, NOON)

    assert progress[Channel.REVIEW] == left
    assert progress[Channel.QUESTION].todo == (Step.UNANSWERED, Step.HISTORY)
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


def test_history_closes_with_a_cursor_and_a_date() -> None:
    walk = begin_history(ChannelSync(), NOON)

    first = end_history(ChannelSync(), walk, NOON)
    gap = end_history(replace(KNOWN, compared_at=NIGHT), Walk(start=5, stop=9000), NOON)

    assert walk == Walk(stop=int(NOON.timestamp()))
    assert (first.cursor, first.compared_at) == (int(NOON.timestamp()), NOON)
    assert (gap.cursor, gap.compared_at) == (9000, NIGHT)


def test_a_gap_is_walked_over_up_to_now() -> None:
    gap = close_gap(KNOWN, 4400, NOON)
    wider = close_gap(replace(gap, walks={"history": Walk(start=100, stop=7)}), 4400, NOON)

    assert gap.walks["history"] == Walk(start=4400, stop=int(NOON.timestamp()))
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
