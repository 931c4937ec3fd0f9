"""Only our own words, shown by WB, prove a reply."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.interaction import Channel, Message, Sender
from shared.domain.raw_items import ReadBack
from shared.domain.replies.dispatch import mark_of
from shared.domain.replies.doubles import is_said_again
from shared.domain.replies.evidence import (
    Seen,
    absence_proven,
    find_echo,
    is_shown_twice,
    read_sight,
)
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.sameness import same_text
from shared.domain.replies.states import ReplyState
from tests.builders import NOON
from tests.unit.domain.test_words import make_reply


def sent(channel: Channel, **facts: object) -> Reply:
    return make_reply(ReplyState.SENT, channel, claimed_at=NOON, **facts)


def message(text: str = "Спасибо", **facts: object) -> Message:
    known: dict[str, object] = {
        "id": "m1",
        "interaction": "x",
        "sender": Sender.SELLER,
        "sent_at": NOON,
        "text": text,
        "source": "seller-public-api",
    }
    return Message(**known | facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "wb_state", "seen"),
    [
        (None, "wbRu", Seen.NOTHING),
        ("Спасибо", "reviewRequired", Seen.OURS),
        ("  Спасибо\n", "wbRu", Seen.OURS),
        ("Спасибо", "rejected", Seen.OURS),
        ("Спасибо", "none", Seen.TOO_EARLY),
        ("Спасибо!", "wbRu", Seen.OTHERS),
    ],
)
def test_a_reviews_answer_is_judged_by_words_and_state(
    found: str | None, wb_state: str, seen: Seen
) -> None:
    answer = ReadBack(exists=True, found=found, wb_state=wb_state)

    assert read_sight(sent(Channel.REVIEW), answer).seen is seen


def test_a_questions_answer_is_judged_by_words_alone() -> None:
    answer = ReadBack(exists=True, found="Спасибо", wb_state="suppliersPortalSynch")

    assert read_sight(sent(Channel.QUESTION), answer).seen is Seen.OURS


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert same_text("и\u0306ога  и ёж", "йога и е\u0308ж")


@pytest.mark.parametrize(
    "other",
    [
        message("Иное"),
        message(sender=Sender.CLIENT),
        message(source="seller-portal"),
        message(sent_at=NOON - timedelta(minutes=3)),
    ],
)
def test_what_is_not_certainly_ours_is_no_echo(other: Message) -> None:
    assert find_echo(sent(Channel.CHAT), [other], ()) is None


def test_our_own_event_is_an_echo_unless_it_proves_another_reply() -> None:
    ours = round(NOON.timestamp() * 1000)

    assert find_echo(sent(Channel.CHAT), [message()], ()) == ours
    assert find_echo(sent(Channel.CHAT), [message()], {ours}) is None


def test_wbs_own_time_of_a_message_has_to_match_exactly() -> None:
    ours = round(NOON.timestamp() * 1000)

    assert find_echo(sent(Channel.CHAT, wb_add_time=ours), [message()], ()) == ours
    assert find_echo(sent(Channel.CHAT, wb_add_time=ours + 1), [message()], ()) is None


def equal_reply(**facts: object) -> Reply:
    return sent(Channel.CHAT, **{"id": "r2", "attempt": "a2"} | facts)


AGAIN = message(id="m2", sent_at=NOON + timedelta(seconds=5))
AGAIN_MS = round(AGAIN.sent_at.timestamp() * 1000)


@pytest.mark.parametrize(
    ("messages", "others", "twice"),
    [
        ([message()], [], False),
        ([message(), AGAIN], [], True),
        # Another seller's program, or the cabinet itself, is not ours.
        ([message(), replace(AGAIN, source="seller-portal")], [], False),
        ([message(), replace(AGAIN, text="Иное")], [], False),
        # The same moment under another name is the same message.
        ([message(), message(id="m2")], [], False),
        ([message(), AGAIN], [equal_reply(wb_add_time=AGAIN_MS)], False),
        ([message(), AGAIN], [equal_reply()], False),
        ([message(), AGAIN], [equal_reply(attempt="")], True),
        ([message(), AGAIN], [equal_reply(text="Иное")], True),
    ],
)
def test_one_reply_shown_by_two_messages_is_a_double(
    messages: list[Message], others: list[Reply], *, twice: bool
) -> None:
    assert is_shown_twice(sent(Channel.CHAT), messages, others) == twice


@pytest.mark.parametrize(
    ("state", "facts", "again"),
    [
        (ReplyState.CONFIRMED, {}, True),
        # Its own message may still be the one that comes.
        (ReplyState.SENT, {}, False),
        (ReplyState.CONFIRMED, {"text": "Иное"}, False),
        (ReplyState.CONFIRMED, {"source": "seller-portal"}, False),
        (ReplyState.CONFIRMED, {"sent_at": NOON - timedelta(minutes=3)}, False),
    ],
)
def test_a_proved_reply_that_is_said_again_is_a_double(
    state: ReplyState, facts: dict[str, object], *, again: bool
) -> None:
    mark = mark_of(replace(sent(Channel.CHAT), state=state))

    assert is_said_again(mark, replace(message(), **facts)) == again  # type: ignore[arg-type]


def test_silence_proves_nothing_before_the_events_were_read_past_the_quiet_period() -> None:
    reply = sent(Channel.CHAT)

    assert not absence_proven(reply, None)
    assert not absence_proven(reply, NOON + QUIET_PERIOD - timedelta(seconds=1))
    assert absence_proven(reply, NOON + QUIET_PERIOD)
    assert not absence_proven(make_reply(ReplyState.SENT), NOON + QUIET_PERIOD)
