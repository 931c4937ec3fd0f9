"""What may be believed of a write to WB, whatever came back."""

from typing import Any

import httpx
import pytest

from shared.adapters.wildberries.calls import LARGEST_BODY_BYTES
from shared.domain.errors import Denial
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from tests.wb_bodies import HTML, PROBLEM, answer, chat_problem, envelope, problem
from tests.wb_outgoing import ALL, CHAT, QUESTION, REVIEW, send
from tests.wb_recorder import answering, serving


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("[Errno -2] Name or service not known"),
        httpx.ConnectError("[Errno 111] Connection refused"),
        httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"),
        httpx.ConnectTimeout("timed out"),
    ],
)
@pytest.mark.parametrize("outgoing", ALL)
def test_what_never_left_is_surely_not_sent(outgoing: Outgoing, broken: Exception) -> None:
    recorder = answering(broken)

    outcome = send(recorder, outgoing)

    assert outcome.verdict is Verdict.NOT_SENT
    assert outcome.reason == "Не удалось соединиться с WB"
    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ReadTimeout("timed out"),
        httpx.WriteTimeout("timed out"),
        httpx.ReadError("[Errno 104] Connection reset by peer"),
        httpx.WriteError("[Errno 32] Broken pipe"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        httpx.DecodingError("not gzip"),
        httpx.ProxyError("no proxy"),
        httpx.UnsupportedProtocol("odd"),
        httpx.InvalidURL("odd"),
        OSError("the machine is tired"),
    ],
)
@pytest.mark.parametrize("outgoing", ALL)
def test_what_may_have_arrived_is_unknown(outgoing: Outgoing, broken: Exception) -> None:
    recorder = answering(broken)

    outcome = send(recorder, outgoing)

    assert outcome.verdict is Verdict.UNKNOWN
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("status", [100, 301, 302, 307, 308, 405, 406, 408, 409, 410, 415, 418])
@pytest.mark.parametrize("outgoing", ALL)
def test_statuses_off_the_closed_list_are_unknown(outgoing: Outgoing, status: int) -> None:
    recorder = answering(answer(status, "", Location="https://wb.example/elsewhere"))

    outcome = send(recorder, outgoing)

    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.reason
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("status", [451, 500, 501, 502, 503, 504, 520])
@pytest.mark.parametrize("body", ["", HTML, envelope(error=True, text="Не найден отзыв")])
def test_a_failing_server_may_have_done_it(status: int, body: object) -> None:
    for outgoing in ALL:
        assert send(answering(answer(status, body)), outgoing).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("outgoing", ALL)
def test_a_limit_is_a_sure_no_with_a_pause(outgoing: Outgoing) -> None:
    limited = answer(429, problem(429, "limited"), PROBLEM, X_Ratelimit_Retry="3")

    outcome = send(answering(limited), outgoing)

    assert (outcome.verdict, outcome.retry_after) == (Verdict.RATE_LIMITED, 3.0)


DENIED: list[tuple[httpx.Response, Denial]] = [
    (answer(401, problem(401, "token is expired"), PROBLEM), Denial.EXPIRED),
    (answer(402, {"title": "payment required"}, PROBLEM), Denial.PAYMENT),
    (answer(403, envelope(error=True, text="Ошибка авторизации")), Denial.SCOPE),
    (answer(403, problem(403, "scope is not allowed"), PROBLEM), Denial.SCOPE),
    (answer(403, HTML, "text/html"), Denial.SCOPE),
]


@pytest.mark.parametrize(("given", "denial"), DENIED)
@pytest.mark.parametrize("outgoing", ALL)
def test_a_refused_token_says_why(
    outgoing: Outgoing, given: httpx.Response, denial: Denial
) -> None:
    outcome = send(answering(given), outgoing)

    assert (outcome.verdict, outcome.denial) == (Verdict.DENIED, denial)
    assert outcome.reason


REFUSED: list[tuple[Outgoing, httpx.Response, str]] = [
    (
        REVIEW,
        answer(
            400, {"title": "bad request", "origin": "fbapi", "detail": "Неверный синтаксис JSON"}
        ),
        "WB не смог прочитать запрос",
    ),
    (
        REVIEW,
        answer(400, {"title": "bad request", "detail": "content-type header not specified"}),
        "WB не принял ответ: content-type header not specified",
    ),
    (REVIEW, answer(400, HTML, "text/html"), "WB не принял ответ"),
    (REVIEW, answer(413, HTML, "text/html"), "WB считает ответ слишком большим"),
    (
        QUESTION,
        answer(404, envelope(error=True, text="Не найден отзыв")),
        "WB не нашёл, на что отвечать",
    ),
    (
        QUESTION,
        answer(404, {"title": "path not found", "status": 404}),
        "WB не нашёл, на что отвечать: path not found",
    ),
    (
        QUESTION,
        answer(422, envelope(error=True, text="Не удалось отредактировать вопрос")),
        "WB не разрешил изменить ответ",
    ),
    (QUESTION, answer(422, ["odd"]), "WB не смог сохранить ответ"),
    (
        QUESTION,
        answer(422, envelope() | {"additionalErrors": [None, "слишком поздно"]}),
        "WB не смог сохранить ответ: слишком поздно",
    ),
    (
        CHAT,
        answer(400, chat_problem('Invalid value for "message"'), PROBLEM),
        "WB не принял текст сообщения",
    ),
    (
        CHAT,
        answer(400, chat_problem("A24F: attachment too big. Max size: 5MiB")),
        "WB считает вложение слишком большим",
    ),
    (
        CHAT,
        answer(200, {"result": None, "errors": ['"a.mp4" has unsupported mime type']}),
        "WB не принимает такой тип вложения",
    ),
    (
        QUESTION,
        answer(200, envelope(error=True, text="Невозможно получить вопрос по id")),
        "WB не нашёл, на что отвечать",
    ),
    (
        REVIEW,
        answer(200, envelope(error=True, text="Неверная длина текста ответа")),
        "WB не принял длину ответа",
    ),
]


@pytest.mark.parametrize(("outgoing", "given", "reason"), REFUSED)
def test_a_refusal_has_words_for_the_seller(
    outgoing: Outgoing, given: httpx.Response, reason: str
) -> None:
    assert send(answering(given), outgoing) == Outcome(verdict=Verdict.REFUSED, reason=reason)


@pytest.mark.parametrize(
    "given",
    [
        answer(400, chat_problem("Invalid signature"), PROBLEM),
        answer(200, {"result": None, "errors": ["Invalid signature"]}),
    ],
)
def test_a_stale_sign_is_a_refusal_that_a_fresh_one_cures(given: httpx.Response) -> None:
    outcome = send(answering(given), CHAT)

    assert outcome == Outcome(
        verdict=Verdict.REFUSED, reason="WB не принял подпись чата", stale_sign=True
    )


@pytest.mark.parametrize(
    ("outgoing", "given"),
    [
        (REVIEW, answer(200, HTML, "text/html")),
        (REVIEW, answer(200, envelope(error=True, text="Something went wrong"))),
        (REVIEW, answer(200, {"errors": ["later"]})),
        (QUESTION, answer(200, "")),
        (QUESTION, answer(204)),
        (QUESTION, answer(200, '{"data":')),
        (QUESTION, answer(200, "[" * 100_000)),
        (QUESTION, answer(200, envelope(error=True))),
        (QUESTION, answer(200, envelope(error=True, text="Ошибка авторизации"))),
        (CHAT, answer(200, "")),
        (CHAT, answer(200, {"result": {}, "errors": []})),
        (CHAT, answer(200, {"result": {"addTime": "now"}, "errors": []})),
        (CHAT, answer(200, {"result": {"addTime": True}, "errors": []})),
        (CHAT, answer(200, {"result": None, "errors": ["internal error"]})),
        (CHAT, answer(200, {"result": {"addTime": 5}, "errors": ["Invalid signature"]})),
        (CHAT, answer(200, {"result": None, "error": "internal error"})),
    ],
)
def test_a_success_that_is_none_is_unknown(outgoing: Outgoing, given: httpx.Response) -> None:
    assert send(answering(given), outgoing).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_plain_success_takes_an_answer_to_a_review(status: int) -> None:
    assert send(answering(answer(status)), REVIEW).verdict is Verdict.ACCEPTED
    assert send(answering(answer(status, envelope())), REVIEW).verdict is Verdict.ACCEPTED


def test_an_answer_that_never_ends_is_unknown() -> None:
    endless = httpx.Response(200, content=b" " * (LARGEST_BODY_BYTES + 1))

    assert send(answering(endless), QUESTION).verdict is Verdict.UNKNOWN


def test_a_cut_answer_is_unknown() -> None:
    def body() -> Any:
        yield b'{"data"'
        raise httpx.ReadError("reset")

    recorder = serving(lambda request: httpx.Response(200, content=body()))

    assert send(recorder, QUESTION).verdict is Verdict.UNKNOWN
