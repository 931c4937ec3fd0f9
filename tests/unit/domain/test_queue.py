"""Where an item stands: one function of everything that the stages know."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.ids import hash_text
from shared.domain.interaction import (
    Answer,
    AnswerState,
    Channel,
    ChatTail,
    ClosedBy,
    Photo,
    Priority,
    QueueState,
    ReplyMark,
    Sender,
    Status,
    Video,
    View,
    Work,
)
from shared.domain.queue import holds_item, is_overdue, pending_until, queue_state
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import Alarm, Escalation, Intent, IntentLabel, Understanding
from tests.builders import NOON, make_source

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT


def state_of(
    channel: Channel,
    *,
    now: datetime = NOON,
    intent: Intent = Intent.OTHER,
    alarms: tuple[Escalation, ...] = (),
    work: Work | None = None,
    **facts: Any,
) -> QueueState:
    source = make_source(**facts)
    ai = Understanding(intent=IntentLabel(label=intent), escalations=alarms)
    return queue_state(channel, source, ai, work or Work(), DEFAULT_SETTINGS, now)


def replied(state: ReplyState, **facts: Any) -> Work:
    known = {"id": "r1", "state": state.value, "at": NOON, "text_hash": "h"}
    return Work(reply=ReplyMark(**known | facts))


@pytest.mark.parametrize(
    "content",
    [
        {"text": "Мало"},
        {"pros": "тёплая"},
        {"cons": "колется"},
        {"tags": ("качество",)},
        {"photos": (Photo(full="f", mini="m"),)},
        {"video": Video()},
    ],
)
def test_any_content_of_a_review_wants_an_answer(content: dict[str, Any]) -> None:
    assert state_of(REVIEW, rating=5, **{"text": "", **content}).needs_response


def test_a_rating_alone_never_wants_an_answer() -> None:
    settled = state_of(REVIEW, rating=1, text=" ")

    assert (settled.needs_response, settled.view) == (False, View.DONE)


def test_an_answer_settles_whatever_wb_calls_its_state() -> None:
    answered = state_of(REVIEW, rating=1, answer=Answer(text="Спасибо"), wb_state="none")

    assert (answered.status, answered.view, answered.deadline) == (
        Status.RESPONDED,
        View.DONE,
        None,
    )


def test_a_rating_alone_is_settled_with_low_priority() -> None:
    settled = state_of(REVIEW, rating=5, text="")

    assert (settled.status, settled.priority) == (Status.RESPONDED, Priority.LOW)


REJECTED = Answer(text="Звоните нам", state=AnswerState.REJECTED)


def test_a_rejected_answer_makes_the_review_urgent() -> None:
    found = state_of(REVIEW, rating=5, answer=REJECTED)

    assert (found.needs_response, found.priority) == (True, Priority.URGENT)


def test_a_rejection_that_a_sync_sees_outweighs_our_own_proof() -> None:
    proven = replied(
        ReplyState.CONFIRMED, wb_state="reviewRequired", text_hash=hash_text(REJECTED.text)
    )

    found = state_of(REVIEW, rating=5, answer=REJECTED, work=proven)
    assert (found.needs_response, found.priority) == (True, Priority.URGENT)


def test_an_edit_that_was_proven_outweighs_the_old_rejected_words() -> None:
    edited = replied(ReplyState.CONFIRMED, wb_state="reviewRequired")

    assert not state_of(REVIEW, rating=5, answer=REJECTED, work=edited).needs_response


def test_a_rejected_answer_that_is_being_edited_is_on_its_way() -> None:
    assert not state_of(
        REVIEW, rating=5, answer=REJECTED, work=replied(ReplyState.SENT)
    ).needs_response


@pytest.mark.parametrize(
    ("work", "urgent"),
    [
        (Work(), True),
        (replied(ReplyState.CONFIRMED), True),
        (replied(ReplyState.CONFIRMED, at=NOON + timedelta(hours=2)), False),
    ],
)
def test_an_answer_that_wb_took_back_opens_the_question_again(
    work: Work,
    urgent: bool,
) -> None:
    gone_at = NOON + timedelta(hours=1)

    found = state_of(QUESTION, answer_gone_at=gone_at, work=work, now=NOON + timedelta(hours=3))

    assert found.needs_response is urgent
    assert (found.priority is Priority.URGENT) is urgent


ARCHIVED = NOON + timedelta(days=30)


def test_a_review_that_wb_has_archived_is_no_work() -> None:
    before = state_of(REVIEW, rating=1, now=ARCHIVED - timedelta(hours=1))
    after = state_of(REVIEW, rating=1, now=ARCHIVED)

    assert (before.needs_response, before.turns_at) == (True, ARCHIVED)
    assert before.priority is Priority.URGENT
    assert (after.needs_response, after.view, after.status) == (False, View.DONE, Status.CLOSED)
    assert (after.closed_by, after.closed_at) == (ClosedBy.WB, ARCHIVED)


def test_only_unanswered_reviews_are_archived_out_of_the_queue() -> None:
    assert state_of(REVIEW, rating=1, answer=REJECTED, now=ARCHIVED).needs_response
    assert state_of(QUESTION, now=ARCHIVED).needs_response


def test_a_reply_in_trouble_is_shown_however_old_its_review() -> None:
    found = state_of(REVIEW, rating=1, work=replied(ReplyState.ATTENTION), now=ARCHIVED)

    assert (found.view, found.turns_at) == (View.FAILED, None)


def test_a_question_that_the_seller_turned_down_waits_no_more() -> None:
    assert not state_of(QUESTION, wb_state="none").needs_response
    assert state_of(QUESTION, wb_state="suppliersPortalSynch").needs_response


@pytest.mark.parametrize(
    ("channel", "intent", "rating", "rule", "target", "limit", "priority"),
    [
        (REVIEW, Intent.OTHER, 1, "review_1_2", 60, 240, Priority.URGENT),
        (REVIEW, Intent.OTHER, 3, "review_3", 240, 1440, Priority.NORMAL),
        (REVIEW, Intent.OTHER, 5, "review_4_5", 1440, 2880, Priority.LOW),
        (REVIEW, Intent.DEFECT_NOT_WORKING, 5, "defect_not_working", 30, 60, Priority.URGENT),
        (QUESTION, Intent.SIZING_FIT, None, "sizing_fit_question", 5, 30, Priority.HIGH),
        (CHAT, Intent.SIZING_FIT, None, "sizing_fit_chat", 2, 10, Priority.HIGH),
        (QUESTION, Intent.USAGE_HOWTO, None, "usage_howto", 480, 1440, Priority.NORMAL),
        (QUESTION, Intent.DELIVERY_DELAY, None, "delivery_delay", 60, 240, Priority.HIGH),
        (QUESTION, Intent.THANKS, None, "thanks", 1440, 2880, Priority.LOW),
        (QUESTION, Intent.OTHER, None, "other", 240, 1440, Priority.NORMAL),
    ],
)
def test_the_table_gives_deadline_and_priority(
    channel: Channel,
    intent: Intent,
    rating: int | None,
    rule: str,
    target: int,
    limit: int,
    priority: Priority,
) -> None:
    chat = ChatTail(waiting_since=NOON) if channel is CHAT else None
    found = state_of(channel, intent=intent, rating=rating, chat=chat)

    assert found.deadline
    assert found.deadline.rule == rule
    assert found.deadline.target_at - NOON == timedelta(minutes=target)
    assert found.deadline.limit_at - NOON == timedelta(minutes=limit)
    assert found.priority is priority


@pytest.mark.parametrize(
    ("rating", "after", "priority"),
    [
        (3, timedelta(minutes=239), Priority.NORMAL),
        (3, timedelta(minutes=240), Priority.HIGH),
        (3, timedelta(minutes=1440), Priority.URGENT),
        (5, timedelta(minutes=1439), Priority.LOW),
        (5, timedelta(minutes=1440), Priority.NORMAL),
        (5, timedelta(minutes=2880), Priority.URGENT),
    ],
)
def test_age_raises_the_priority(rating: int, after: timedelta, priority: Priority) -> None:
    assert state_of(REVIEW, rating=rating, now=NOON + after).priority is priority


@pytest.mark.parametrize("state", [ReplyState.APPROVED, ReplyState.SENDING])
def test_a_reply_on_its_way_keeps_the_item_out_however_long(state: ReplyState) -> None:
    later = state_of(REVIEW, rating=5, work=replied(state), now=NOON + timedelta(days=2))

    assert (later.needs_response, later.view) == (False, View.DONE)


@pytest.mark.parametrize("state", [ReplyState.SENT, ReplyState.UNKNOWN])
def test_an_unproven_reply_returns_after_the_pending_window(state: ReplyState) -> None:
    work = replied(state)
    before = state_of(QUESTION, work=work, now=NOON + timedelta(minutes=179))
    after = state_of(QUESTION, work=work, now=NOON + timedelta(minutes=180))

    assert (before.needs_response, before.turns_at) == (False, NOON + timedelta(minutes=180))
    assert after.needs_response
    assert [is_overdue(work, queue) for queue in (before, after)] == [False, True]


@pytest.mark.parametrize(
    ("given", "chosen", "minutes"),
    [(60, 300, 60), (None, 300, 300), (None, None, 180)],
)
def test_the_window_is_the_given_one_else_the_sellers_else_three_hours(
    given: int | None, chosen: int | None, minutes: int
) -> None:
    settings = DEFAULT_SETTINGS
    if chosen is not None:
        settings = replace(settings, reply_pending=timedelta(minutes=chosen))
    window = None if given is None else timedelta(minutes=given)
    mark = ReplyMark(id="r1", state=ReplyState.SENT, at=NOON, text_hash="h")
    ends = NOON + timedelta(minutes=minutes)

    assert pending_until(mark, settings, window) == ends
    assert holds_item(mark, settings, ends - timedelta(seconds=1), window)
    assert not holds_item(mark, settings, ends, window)


@pytest.mark.parametrize("by_system", [False, True])
def test_the_window_is_the_same_whoever_approved(by_system: bool) -> None:
    found = state_of(REVIEW, rating=5, work=replied(ReplyState.SENT, by_system=by_system))

    assert (found.needs_response, found.status, found.priority) == (
        False,
        Status.RESPONDED,
        Priority.LOW,
    )


def test_without_a_reply_no_window_holds_the_item() -> None:
    assert state_of(REVIEW, rating=5).needs_response


def test_an_answer_of_the_cabinet_needs_no_window() -> None:
    late = NOON + timedelta(days=2)

    found = state_of(
        REVIEW, rating=5, answer=Answer(text="Из кабинета"), work=replied(ReplyState.SENT), now=late
    )
    assert (found.needs_response, found.turns_at) == (False, None)


@pytest.mark.parametrize("state", [ReplyState.FAILED, ReplyState.ATTENTION, ReplyState.BLOCKED])
def test_a_reply_that_was_not_sent_reopens_the_item_where_it_is_seen(state: ReplyState) -> None:
    assert state_of(REVIEW, rating=5, work=replied(state)).view is View.FAILED


def test_a_cancelled_reply_reopens_the_item_in_its_old_place() -> None:
    assert state_of(REVIEW, rating=5, work=replied(ReplyState.CANCELLED)).view is View.ATTENTION


def test_a_confirmed_reply_counts_before_the_next_read_shows_it() -> None:
    assert not state_of(REVIEW, rating=5, work=replied(ReplyState.CONFIRMED)).needs_response


def test_an_answer_that_wb_rejected_is_urgent_again() -> None:
    rejected = replied(ReplyState.CONFIRMED, wb_state="rejected")

    found = state_of(REVIEW, rating=5, work=rejected)
    assert (found.needs_response, found.priority) == (True, Priority.URGENT)


def test_snoozed_until_the_hour_and_not_longer() -> None:
    work = Work(snoozed_until=NOON + timedelta(hours=1))

    assert state_of(REVIEW, rating=5, work=work).view is View.SNOOZED
    after = NOON + timedelta(hours=1)
    assert state_of(REVIEW, rating=5, work=work, now=after).view is View.ATTENTION


def test_closed_by_hand_is_done() -> None:
    closed = state_of(REVIEW, rating=1, work=Work(closed=True))

    assert (closed.status, closed.view) == (Status.CLOSED, View.DONE)


def test_an_answered_chat_waits_for_the_buyer() -> None:
    tail = ChatTail(last_sender=Sender.SELLER, last_at=NOON)

    assert state_of(CHAT, text="", chat=tail).view is View.WAITING


def test_new_words_of_a_buyer_outweigh_an_older_proven_reply() -> None:
    tail = ChatTail(waiting_since=NOON + timedelta(minutes=1), last_sender=Sender.CLIENT)

    found = state_of(CHAT, text="", chat=tail, work=replied(ReplyState.CONFIRMED))
    assert found.needs_response


def test_what_the_system_answered_is_marked() -> None:
    assert state_of(REVIEW, rating=5, work=replied(ReplyState.CONFIRMED, by_system=True)).auto


@pytest.mark.parametrize("state", [ReplyState.APPROVED, ReplyState.SENDING])
def test_a_buyer_who_writes_again_is_heard_though_a_reply_waits_for_its_moment(
    state: ReplyState,
) -> None:
    later = NOON + timedelta(minutes=1)
    tail = ChatTail(waiting_since=NOON, pending={"m1": NOON, "m2": later})

    found = state_of(CHAT, text="", chat=tail, work=replied(state), now=later)

    assert found.needs_response == (state is ReplyState.APPROVED)


def test_an_edit_that_came_to_nothing_is_shown_until_somebody_closes_it() -> None:
    work = replied(ReplyState.ATTENTION, is_edit=True)
    answer = Answer(text="Спасибо")

    shown = state_of(REVIEW, answer=answer, work=work)
    closed = state_of(REVIEW, answer=answer, work=replace(work, closed=True))

    assert (shown.view, shown.needs_response, shown.status) == (
        View.FAILED,
        False,
        Status.RESPONDED,
    )
    assert closed.view is View.DONE


def test_what_a_person_must_see_first_is_urgent_from_the_start() -> None:
    harm = (Escalation(alarm=Alarm.HEALTH),)

    assert state_of(REVIEW, rating=5, alarms=harm).priority is Priority.URGENT
    assert state_of(REVIEW, rating=5).priority is Priority.LOW
