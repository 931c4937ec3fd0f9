"""What every marketplace promises about answers, chats and refusals."""

from datetime import timedelta

import pytest

from shared.domain.interaction import AnswerState, Channel, Sender
from shared.domain.raw_items import ReadBack
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.ports import Marketplace
from tests.contract.marketplace.reading import listed, parsed, read, sign_of
from tests.contract.marketplace_benches import Bench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT

# Both sides of the wire must keep odd white space, both forms of й, and quotes.
EXACT = ' Ёлка — «да» \u00a0й и\u0306 👩‍👩‍👧 "x" & <b> %20 \\n --\r\n\tконец \n'


def answer_of(bench: Bench, cabinet: Marketplace, channel: Channel, external_id: str) -> ReadBack:
    return bench.marketplaces.read_answer(channel, read(cabinet, channel, external_id))


def message(chat_id: str, sign: str, text: str = "Проверим.") -> Outgoing:
    return Outgoing(channel=CHAT, target=chat_id, text=text, reply_sign=sign)


def test_an_answer_to_a_review_passes_moderation(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")

    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))
    fresh = answer_of(bench, cabinet, REVIEW, review)
    bench.advance(30)
    settled = answer_of(bench, cabinet, REVIEW, review)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert (fresh.found, fresh.wb_state) == ("Спасибо!", "reviewRequired")
    assert settled.wb_state == "wbRu"
    assert listed(cabinet, REVIEW, answered=False) == []
    assert listed(cabinet, REVIEW, answered=True) == [review]


def test_a_rejected_answer_to_a_review_says_so(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")
    cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))

    bench.reject(REVIEW, review)

    assert answer_of(bench, cabinet, REVIEW, review).wb_state == "rejected"
    source = parsed(bench, REVIEW, read(cabinet, REVIEW, review)).source
    assert source.answer is not None
    assert source.answer.state is AnswerState.REJECTED


def test_an_answer_to_a_question_is_seen_with_its_date(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")

    outcome = cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text="Да, есть."))
    back = answer_of(bench, cabinet, QUESTION, question)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert (back.exists, back.found, back.wb_state) == (True, "Да, есть.", "wbRu")
    answer = parsed(bench, QUESTION, read(cabinet, QUESTION, question)).source.answer
    assert answer is not None
    assert answer.editable
    assert answer.created_at is not None
    assert abs(answer.created_at - bench.now()) <= timedelta(seconds=1)
    assert listed(cabinet, QUESTION, answered=True) == [question]


def test_a_rejected_answer_to_a_question_vanishes(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")
    cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text="Да, есть."))

    bench.reject(QUESTION, question)

    assert answer_of(bench, cabinet, QUESTION, question) == ReadBack(
        exists=True, wb_state="suppliersPortalSynch"
    )
    assert listed(cabinet, QUESTION, answered=False) == [question]


@pytest.mark.parametrize("channel", [REVIEW, QUESTION])
def test_an_answer_may_stay_hidden_for_a_while(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    bench.hide_answers(300)
    add = bench.add_review if channel is REVIEW else bench.add_question
    target = add(text="Слова")

    cabinet.send_reply(Outgoing(channel=channel, target=target, text="Спасибо!"))
    at_once = answer_of(bench, cabinet, channel, target)
    bench.advance(301)

    assert at_once.found is None
    assert answer_of(bench, cabinet, channel, target).found == "Спасибо!"


def test_an_unknown_review_is_answered_in_silence(cabinet: Marketplace) -> None:
    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target="nobody", text="Спасибо!"))

    assert outcome.verdict is Verdict.ACCEPTED
    assert cabinet.read_item(REVIEW, "nobody") is None


def test_an_unknown_question_is_refused(cabinet: Marketplace) -> None:
    outcome = cabinet.send_reply(Outgoing(channel=QUESTION, target="nobody", text="Да, есть."))

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason


def test_a_second_answer_to_a_review_changes_nothing(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")
    bench.answer_in_portal(REVIEW, review, "Ответ сотрудника")

    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))

    assert outcome.verdict is Verdict.ACCEPTED
    assert answer_of(bench, cabinet, REVIEW, review).found == "Ответ сотрудника"


def test_a_question_is_edited_once(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")
    texts = ("Да.", "Да, есть.", "Да, есть на складе.")

    verdicts = [
        cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text=text)).verdict
        for text in texts
    ]

    assert verdicts == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED]
    answer = parsed(bench, QUESTION, read(cabinet, QUESTION, question)).source.answer
    assert answer is not None
    assert (answer.text, answer.editable) == ("Да, есть.", False)


def test_a_chat_is_listed_and_its_events_drained(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    bench.advance(5)
    bench.say(chat, "Вы здесь?")

    first = cabinet.list_events(None)
    second = cabinet.list_events(first.next_cursor)

    assert len(first.items) == 2
    assert (second.items, second.next_cursor) == ((), first.next_cursor)
    assert first.next_cursor >= 10**12
    item = parsed(bench, CHAT, {"chat": cabinet.list_chats()[0], "events": list(first.items)})
    assert item.source.external_id == chat
    assert item.source.buyer_name == "Мария"
    assert item.source.product.nm_id > 0
    assert [one.text for one in item.messages] == ["Здравствуйте!", "Вы здесь?"]
    assert item.source.chat is not None
    assert len(item.source.chat.pending) == 2
    assert item.source.chat.order_key
    assert item.source.chat.reply_sign == sign_of(cabinet, chat)


def test_an_empty_stream_gives_a_cursor_to_start_from(bench: Bench, cabinet: Marketplace) -> None:
    start = cabinet.list_events(None)
    bench.advance(1)
    bench.open_chat("Здравствуйте!")

    assert start.items == ()
    assert len(cabinet.list_events(start.next_cursor).items) == 1


def test_an_own_message_comes_back_as_an_event(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    start = cabinet.list_events(None).next_cursor
    bench.advance(60)

    outcome = cabinet.send_reply(message(chat, sign_of(cabinet, chat)))
    echo = cabinet.list_events(start).items

    assert outcome.verdict is Verdict.ACCEPTED
    assert [event["addTimestamp"] for event in echo] == [outcome.add_time]
    item = parsed(bench, CHAT, {"chat": None, "events": list(echo)})
    assert [(one.sender, one.source) for one in item.messages] == [
        (Sender.SELLER, "seller-public-api")
    ]
    assert item.source.chat is not None
    assert item.source.chat.waiting_since is None
    again = cabinet.send_reply(message(chat, sign_of(cabinet, chat), "И ещё."))
    assert again.verdict is Verdict.ACCEPTED


def test_a_repeated_message_is_a_second_message(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    sign = sign_of(cabinet, chat)

    for _ in range(2):
        assert cabinet.send_reply(message(chat, sign)).verdict is Verdict.ACCEPTED

    texts = [event["message"]["text"] for event in cabinet.list_events(None).items]
    assert texts == ["Здравствуйте!", "Проверим.", "Проверим."]


def test_a_stale_sign_is_told_from_other_refusals(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    sign = sign_of(cabinet, chat)
    bench.expire_signs(chat)

    stale = cabinet.send_reply(message(chat, sign))
    fresh = cabinet.send_reply(message(chat, sign_of(cabinet, chat)))

    assert (stale.verdict, stale.stale_sign) == (Verdict.REFUSED, True)
    assert fresh.verdict is Verdict.ACCEPTED
    assert len(cabinet.list_events(None).items) == 2


def test_texts_arrive_byte_for_byte(bench: Bench, cabinet: Marketplace) -> None:
    review, question = bench.add_review(text="Хорошо"), bench.add_question(text="Есть?")
    chat = bench.open_chat("Здравствуйте!")

    cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text=EXACT))
    cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text=EXACT))
    cabinet.send_reply(message(chat, sign_of(cabinet, chat), EXACT))

    assert answer_of(bench, cabinet, REVIEW, review).found == EXACT
    assert answer_of(bench, cabinet, QUESTION, question).found == EXACT
    assert cabinet.list_events(None).items[-1]["message"]["text"] == EXACT


@pytest.mark.parametrize("channel", [REVIEW, QUESTION, CHAT])
def test_a_lost_answer_is_unknown_and_the_write_stands(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    chat = bench.open_chat("Здравствуйте!")
    target = {
        REVIEW: bench.add_review(text="Хорошо"),
        QUESTION: bench.add_question(text="Есть?"),
        CHAT: chat,
    }[channel]
    sign = sign_of(cabinet, chat)
    bench.lose_answer()

    outcome = cabinet.send_reply(
        Outgoing(channel=channel, target=target, text="Спасибо!", reply_sign=sign)
    )

    assert outcome.verdict is Verdict.UNKNOWN
    if channel is CHAT:
        assert cabinet.list_events(None).items[-1]["message"]["text"] == "Спасибо!"
    else:
        assert answer_of(bench, cabinet, channel, target).found == "Спасибо!"


@pytest.mark.parametrize(
    "outgoing",
    [
        Outgoing(channel=REVIEW, target="r", text="Я"),
        Outgoing(channel=REVIEW, target="r", text="я" * 5001),
        Outgoing(channel=QUESTION, target="q", text="   "),
        Outgoing(channel=CHAT, target="c", text="я" * 1001, reply_sign="sign"),
        Outgoing(channel=CHAT, target="c", text="Да"),
    ],
)
def test_a_text_that_wb_would_refuse_is_refused(cabinet: Marketplace, outgoing: Outgoing) -> None:
    outcome = cabinet.send_reply(outgoing)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason
