"""What the connector writes to WB, and what it does not even try."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import httpx
import pytest

from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.interaction import Channel
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from tests.wb_bodies import answer, envelope
from tests.wb_outgoing import ALL, CHAT, QUESTION, REVIEW, TOKEN, send
from tests.wb_recorder import answering, paths

SENT: dict[str, Any] = {"result": {"addTime": 1_795_348_200_018, "chatID": "1:x"}, "errors": []}
# Every kind of text that something on the way could be tempted to tidy up.
EXACT = ' Здравствуйте!\r\n\tЁлка — «да» \u00a0й и\u0306 👩‍👩‍👧 "x" & <b> %20 \\n --\n'


def parts_of(request: httpx.Request) -> dict[str, bytes]:
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.content)
    boundary = str(message.get_boundary())
    found = {}
    for part in request.content.split(f"--{boundary}".encode())[1:-1]:
        raw_headers, _, body = part.partition(b"\r\n\r\n")
        assert b"filename" not in raw_headers
        name = raw_headers.split(b'name="')[1].split(b'"')[0].decode()
        found[name] = body.removesuffix(b"\r\n")
    return found


def test_an_answer_to_a_review_is_posted() -> None:
    recorder = answering(httpx.Response(204))

    outcome = send(recorder, REVIEW)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert paths(recorder.requests) == ["POST /api/v1/feedbacks/answer"]
    assert json.loads(recorder.last.content) == {"id": REVIEW.target, "text": REVIEW.text}
    assert recorder.last.headers["Content-Type"] == "application/json"
    assert recorder.last.headers["Authorization"] == TOKEN


def test_an_answer_to_a_question_is_one_shape_and_never_hides_it() -> None:
    recorder = answering(answer(200, envelope()))

    outcome = send(recorder, QUESTION)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert paths(recorder.requests) == ["PATCH /api/v1/questions"]
    assert json.loads(recorder.last.content) == {
        "id": QUESTION.target,
        "answer": {"text": QUESTION.text},
        "state": "wbRu",
    }


def test_a_message_is_multipart_without_any_file() -> None:
    recorder = answering(answer(200, SENT | {"result": SENT["result"] | {"sign": "fresh"}}))

    outcome = send(recorder, CHAT)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED, add_time=1_795_348_200_018)
    assert paths(recorder.requests) == ["POST /api/v1/seller/message"]
    assert recorder.last.url.host == "buyer-chat-api.wildberries.ru"
    assert recorder.last.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert parts_of(recorder.last) == {
        "replySign": CHAT.reply_sign.encode(),
        "message": CHAT.text.encode(),
    }


def test_a_message_may_bring_no_new_sign() -> None:
    assert send(answering(answer(200, SENT)), CHAT).verdict is Verdict.ACCEPTED
    odd = answer(200, {"result": {"addTime": 5, "sign": None}, "errors": None})
    assert send(answering(odd), CHAT) == Outcome(verdict=Verdict.ACCEPTED, add_time=5)


def test_texts_arrive_byte_for_byte() -> None:
    for outgoing in ALL:
        recorder = answering(answer(200, SENT))
        exact = Outgoing(
            channel=outgoing.channel, target="t", text=EXACT, reply_sign=outgoing.reply_sign
        )

        send(recorder, exact)

        sent = recorder.last.content
        match outgoing.channel:
            case Channel.REVIEW:
                assert json.loads(sent)["text"].encode() == EXACT.encode()
            case Channel.QUESTION:
                assert json.loads(sent)["answer"]["text"].encode() == EXACT.encode()
            case Channel.CHAT:
                assert parts_of(recorder.last)["message"] == EXACT.encode()


@pytest.mark.parametrize("outgoing", ALL)
def test_every_write_has_a_connection_of_its_own_and_explicit_timeouts(outgoing: Outgoing) -> None:
    recorder = answering(answer(200, SENT))
    marketplace = WildberriesMarketplaces(transports=recorder).open(TOKEN)

    for _ in range(2):
        marketplace.send_reply(outgoing)

    assert [one.is_closed for one in recorder.opened] == [True, True]
    assert recorder.last.extensions["timeout"]["connect"] == 5.0
    assert recorder.last.extensions["timeout"]["read"] == 15.0


def test_an_odd_boundary_in_the_text_does_not_end_the_part() -> None:
    recorder = answering(answer(200, SENT))
    text = 'строка\r\n--\r\nContent-Disposition: form-data; name="replySign"\r\n\r\nчужая'

    send(recorder, Outgoing(channel=Channel.CHAT, target="1:x", text=text, reply_sign="own"))

    assert parts_of(recorder.last) == {"replySign": b"own", "message": text.encode()}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": ""}, "В ответе нет текста"),
        ({"text": " \n\t"}, "В ответе нет текста"),
        ({"text": "Да\ud800"}, "В ответе нет текста"),
        ({"text": "Я"}, "Ответ короче 2 символов"),
        ({"text": "я" * 5001}, "Ответ длиннее 5000 символов"),
        ({"target": ""}, "Не указано, на что отвечать"),
    ],
)
@pytest.mark.parametrize("channel", [Channel.REVIEW, Channel.QUESTION])
def test_what_wb_would_refuse_costs_no_call(
    channel: Channel, changes: dict[str, str], reason: str
) -> None:
    recorder = answering(httpx.Response(204))
    given: dict[str, Any] = {"target": "t", "text": "Спасибо!"} | changes

    outcome = send(recorder, Outgoing(channel=channel, **given))

    assert outcome == Outcome(verdict=Verdict.REFUSED, reason=reason)
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ({"text": "я" * 1001}, False),
        ({"text": ""}, False),
        ({"reply_sign": ""}, True),
        ({"reply_sign": "s" * 256}, True),
    ],
)
def test_a_message_beyond_the_bounds_costs_no_call(changes: dict[str, str], stale: bool) -> None:
    recorder = answering(answer(200, SENT))
    given: dict[str, Any] = {"target": "1:x", "text": "Да", "reply_sign": "sign"} | changes

    outcome = send(recorder, Outgoing(channel=Channel.CHAT, **given))

    assert (outcome.verdict, outcome.stale_sign) == (Verdict.REFUSED, stale)
    assert recorder.requests == []


@pytest.mark.parametrize(
    "longest",
    [
        Outgoing(channel=Channel.REVIEW, target="t", text="Да"),
        Outgoing(channel=Channel.REVIEW, target="t", text="я" * 5000),
        Outgoing(channel=Channel.QUESTION, target="t", text="я" * 5000),
        Outgoing(channel=Channel.CHAT, target="1:x", text="я" * 1000, reply_sign="s" * 255),
    ],
)
def test_texts_at_the_bounds_are_sent(longest: Outgoing) -> None:
    recorder = answering(answer(200, SENT))

    assert send(recorder, longest).verdict is Verdict.ACCEPTED
    assert len(recorder.requests) == 1
