"""Whose turn it is in a chat, by what was said and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.chat import chat_state, extend_tail, unread_words
from shared.domain.ids import interaction_id
from shared.domain.interaction import (
    Channel,
    ChatState,
    ChatTail,
    ClosedBy,
    Message,
    QueueState,
    ReplyMark,
    Sender,
    Status,
    View,
    Work,
)
from shared.domain.queue import queue_state
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import Understanding
from tests.builders import NOON, make_source

BUYER, SELLER, WB = Sender.CLIENT, Sender.SELLER, Sender.WB
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def tail_of(senders: Sequence[Sender]) -> ChatTail:
    messages = [
        Message(
            id=f"m{number}",
            interaction=interaction_id("chat", "c"),
            sender=sender,
            sent_at=NOON + number * MINUTE,
            text="слова",
        )
        for number, sender in enumerate(senders)
    ]
    return extend_tail(ChatTail(), messages)


def queue_of(tail: ChatTail, now: datetime, work: Work | None = None) -> QueueState:
    source = make_source("c", text="", chat=tail)
    return queue_state(Channel.CHAT, source, Understanding(), work or Work(), DEFAULT_SETTINGS, now)


@pytest.mark.parametrize(
    ("senders", "state", "unread", "needs_response", "status"),
    [
        ((), ChatState.WAITING, 0, False, Status.RESPONDED),
        ((BUYER,), ChatState.WAITING, 1, True, Status.OPEN),
        ((BUYER, SELLER), ChatState.RESPONDED, 0, False, Status.RESPONDED),
        ((BUYER, SELLER, BUYER), ChatState.CLIENT_REPLIED, 1, True, Status.OPEN),
        ((WB,), ChatState.AUTO_RESPONSE, 0, False, Status.RESPONDED),
        ((WB, BUYER), ChatState.WAITING, 1, True, Status.OPEN),
        ((BUYER, WB), ChatState.WAITING, 1, True, Status.OPEN),
        ((BUYER, SELLER, WB), ChatState.RESPONDED, 0, False, Status.RESPONDED),
        ((BUYER, BUYER, BUYER), ChatState.WAITING, 3, True, Status.OPEN),
        ((SELLER,), ChatState.RESPONDED, 0, False, Status.RESPONDED),
    ],
)
def test_the_last_who_spoke_decides_whose_turn_it_is(
    senders: Sequence[Sender],
    state: ChatState,
    unread: int,
    needs_response: bool,
    status: Status,
) -> None:
    tail = tail_of(senders)
    queue = queue_of(tail, NOON + 10 * MINUTE)

    assert chat_state(tail, queue) is state
    assert unread_words(tail, None) == unread
    assert (queue.needs_response, queue.status) == (needs_response, status)


def test_what_the_seller_has_looked_at_is_read() -> None:
    tail = tail_of((BUYER, BUYER, BUYER))

    assert unread_words(tail, NOON + MINUTE) == 1
    assert unread_words(tail, NOON + 2 * MINUTE) == 0


@pytest.mark.parametrize("senders", [(BUYER, SELLER), (WB,)])
def test_a_settled_chat_that_is_silent_for_ten_days_is_closed(senders: Sequence[Sender]) -> None:
    tail = tail_of(senders)
    assert tail.last_at is not None
    ends = tail.last_at + 10 * DAY

    before, after = queue_of(tail, ends - MINUTE), queue_of(tail, ends + MINUTE)

    assert before.turns_at == ends
    assert (before.closed_by, before.closed_at, before.status) == (None, None, Status.RESPONDED)
    assert (after.closed_by, after.closed_at) == (ClosedBy.SILENCE, ends)
    assert (after.status, after.view) == (Status.CLOSED, View.DONE)
    assert chat_state(tail, after) is ChatState.CLOSED
    assert after.turns_at is None


def test_a_buyer_who_waits_is_never_closed_out() -> None:
    queue = queue_of(tail_of((BUYER,)), NOON + 30 * DAY)

    assert (queue.status, queue.closed_at, queue.needs_response) == (Status.OPEN, None, True)


def test_new_words_open_what_silence_has_closed() -> None:
    tail = tail_of((BUYER, SELLER))
    late = Message(
        id="late",
        interaction=interaction_id("chat", "c"),
        sender=BUYER,
        sent_at=NOON + 11 * DAY,
    )

    reopened = extend_tail(tail, [late])
    queue = queue_of(reopened, NOON + 11 * DAY + MINUTE)

    assert chat_state(reopened, queue) is ChatState.CLIENT_REPLIED
    assert (queue.status, queue.closed_at) == (Status.OPEN, None)


def test_closed_by_hand_is_closed_with_its_time() -> None:
    tail = tail_of((BUYER,))
    by_hand = Work(closed=True, closed_at=NOON + DAY, known_until=tail.asked_at)
    closed = queue_of(tail, NOON + DAY, by_hand)
    reopened = queue_of(tail, NOON + DAY, Work(reopened_at=NOON + DAY))

    assert (closed.closed_by, closed.closed_at) == (ClosedBy.SELLER, NOON + DAY)
    assert chat_state(tail, closed) is ChatState.CLOSED
    assert (reopened.status, reopened.closed_at) == (Status.OPEN, None)
    assert chat_state(tail, reopened) is ChatState.WAITING


def test_a_chat_that_was_reopened_has_another_ten_days() -> None:
    tail = tail_of((BUYER, SELLER))
    work = Work(reopened_at=NOON + 11 * DAY)

    queue = queue_of(tail, NOON + 12 * DAY, work)

    assert (queue.status, queue.view) == (Status.RESPONDED, View.WAITING)
    assert queue.turns_at == NOON + 21 * DAY


def test_a_proven_reply_counts_before_its_own_event_comes() -> None:
    tail = tail_of((BUYER,))
    mark = ReplyMark(id="r", state=ReplyState.CONFIRMED, at=NOON + MINUTE, text_hash="h")

    queue = queue_of(tail, NOON + 2 * MINUTE, Work(reply=mark))

    assert chat_state(tail, queue) is ChatState.RESPONDED
    assert queue.view is View.WAITING


def test_new_words_open_what_a_person_has_closed_or_put_off_for_good() -> None:
    tail = tail_of((BUYER,))
    known = Work(known_until=tail.asked_at)
    closed = replace(known, closed=True, closed_at=NOON)
    asleep = replace(known, snoozed_until=NOON + DAY)
    asked = tail_of((BUYER, BUYER))
    answered = tail_of((BUYER, BUYER, SELLER))
    later = NOON + 10 * MINUTE

    assert queue_of(tail, later, closed).status is Status.CLOSED
    assert queue_of(tail, later, asleep).view is View.SNOOZED
    assert queue_of(asked, later, closed).view is View.ATTENTION
    assert queue_of(asked, later, asleep).view is View.ATTENTION
    assert queue_of(answered, later, closed).view is View.WAITING
