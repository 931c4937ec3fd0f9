"""What the connector makes of refusals, limits, broken networks and odd tokens."""

from typing import Any

import httpx
import pytest

from shared.adapters.wildberries.calls import (
    DEFAULT_RETRY_SECONDS,
    LARGEST_BODY_BYTES,
    open_transports,
)
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import Scope
from shared.domain.errors import (
    AccessDenied,
    Denial,
    InboxError,
    Malformed,
    RateLimited,
    Rejected,
    Unavailable,
)
from shared.domain.marketplace import CabinetProfile
from tests.recordings import recording
from tests.unit.wb_cabinet import NEW_REVIEWS, REVIEWS, TOKEN, cabinet
from tests.wb_bodies import HTML, PROBLEM, answer, chat_problem, envelope, problem
from tests.wb_recorder import answering

REFUSALS: list[tuple[httpx.Response, type[InboxError]]] = [
    (answer(400, envelope(error=True, text="Something went wrong")), Malformed),
    (answer(400, envelope(error=True, text="Плохой формат dateFrom")), Malformed),
    (answer(400, chat_problem("Invalid number")), Malformed),
    (answer(404, {"title": "path not found"}), Malformed),
    (answer(405, ""), Malformed),
    (answer(409, ""), Malformed),
    (answer(422, envelope(error=True, text="Не удалось")), Malformed),
    (answer(200, envelope(error=True, text="Something went wrong")), Malformed),
    (answer(200, {"result": None, "errors": ["internal error"]}), Malformed),
    (answer(408, ""), Unavailable),
    (answer(500, HTML, "text/html"), Unavailable),
    (answer(502, HTML, "text/html"), Unavailable),
    (answer(503, ""), Unavailable),
    (answer(504, envelope(error=True, text="timeout")), Unavailable),
    (answer(302, "", Location="https://feedbacks-api.wildberries.ru/login"), Unavailable),
]


@pytest.mark.parametrize(("given", "error"), REFUSALS)
def test_every_status_becomes_what_the_caller_should_do(
    given: httpx.Response, error: type[InboxError]
) -> None:
    recorder = answering(given)

    with pytest.raises(error):
        cabinet(recorder).list_items(NEW_REVIEWS)

    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    ("given", "denial"),
    [
        (answer(401, problem(401, "token problem; token is malformed"), PROBLEM), Denial.TOKEN),
        (answer(401, ""), Denial.TOKEN),
        (answer(402, {"title": "payment required", "detail": "no funds"}, PROBLEM), Denial.PAYMENT),
        (answer(403, envelope(error=True, text="Ошибка авторизации")), Denial.SCOPE),
        (
            answer(403, problem(403, "scope is not allowed for this resource"), PROBLEM),
            Denial.SCOPE,
        ),
        (answer(401, problem(401, "token problem; token is expired"), PROBLEM), Denial.EXPIRED),
        (answer(403, problem(403, "base token is not allowed"), PROBLEM), Denial.KIND),
        (answer(403, envelope(error=True, text="Only service token is allowed")), Denial.KIND),
        (answer(403, problem(403, "read-only token is not allowed"), PROBLEM), Denial.READ_ONLY),
        (answer(403, HTML, "text/html"), Denial.SCOPE),
    ],
)
def test_a_refused_token_says_why(given: httpx.Response, denial: Denial) -> None:
    recorder = answering(given)

    with pytest.raises(AccessDenied) as caught:
        cabinet(recorder).list_chats()

    assert caught.value.denial is denial
    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X_Ratelimit_Retry": "12", "X_Ratelimit_Reset": "40"}, 12.0),
        ({"X_Ratelimit_Retry": "0.5"}, 0.5),
        ({"Retry_After": "7"}, 7.0),
        ({"X_Ratelimit_Retry": "soon", "Retry_After": "7"}, 7.0),
        ({"X_Ratelimit_Retry": "-3"}, 0.0),
        ({"X_Ratelimit_Retry": "1e9"}, 604_800.0),
        ({"X_Ratelimit_Retry": "nan"}, DEFAULT_RETRY_SECONDS),
        ({"Retry_After": "Sun, 22 Nov 2026 12:00:00 GMT"}, DEFAULT_RETRY_SECONDS),
        ({}, DEFAULT_RETRY_SECONDS),
    ],
)
def test_a_limit_says_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    limited = answer(429, problem(429, "limited by global limiter"), PROBLEM, **headers)

    with pytest.raises(RateLimited) as caught:
        cabinet(answering(limited)).list_items(NEW_REVIEWS)

    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("name not known"),
        httpx.ConnectTimeout("no answer"),
        httpx.ReadTimeout("no answer"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("server disconnected"),
    ],
)
def test_a_broken_network_is_unavailable_and_not_asked_twice(broken: Exception) -> None:
    recorder = answering(broken)

    with pytest.raises(Unavailable) as caught:
        cabinet(recorder).list_items(NEW_REVIEWS)

    assert TOKEN not in str(caught.value)
    assert len(recorder.requests) == 1


def test_an_endless_answer_is_cut() -> None:
    endless = httpx.Response(200, content=b" " * (LARGEST_BODY_BYTES + 1))

    with pytest.raises(Malformed):
        cabinet(answering(endless)).list_chats()


def test_one_sellers_cookie_never_follows_another() -> None:
    recorder = answering(answer(200, REVIEWS, Set_Cookie="session=one; Path=/"))
    marketplaces = WildberriesMarketplaces(transports=recorder)

    for token in ("one.one.one", "two.two.two"):
        marketplaces.open(token).list_items(NEW_REVIEWS)

    assert all("cookie" not in request.headers for request in recorder.requests)
    assert [request.headers["Authorization"] for request in recorder.requests] == [
        "one.one.one",
        "two.two.two",
    ]


def test_reads_share_one_pool_with_explicit_timeouts() -> None:
    recorder = answering(answer(200, REVIEWS))
    marketplaces = WildberriesMarketplaces(transports=recorder)

    for _ in range(3):
        marketplaces.open(TOKEN).list_items(NEW_REVIEWS)
    marketplaces.close()

    assert len(recorder.opened) == 1
    assert recorder.opened[0].is_closed
    assert recorder.last.extensions["timeout"] == {
        "connect": 5.0,
        "read": 15.0,
        "write": 15.0,
        "pool": 15.0,
    }


def test_every_scope_has_a_cheap_call() -> None:
    recorder = answering(
        answer(200, envelope({"hasNewQuestions": False, "hasNewFeedbacks": True})),
        answer(200, recording("chats")),
        answer(200, {"claims": [], "total": 0}),
    )
    opened = cabinet(recorder)

    for scope in Scope:
        opened.check_scope(scope)

    assert [str(request.url) for request in recorder.requests] == [
        "https://feedbacks-api.wildberries.ru/api/v1/new-feedbacks-questions",
        "https://buyer-chat-api.wildberries.ru/api/v1/seller/chats",
        "https://returns-api.wildberries.ru/api/v1/claims?is_archive=false&limit=1",
    ]


def test_the_profile_tells_whose_cabinet_it_is() -> None:
    body = {"name": "ООО Пример", "sid": "sid-1", "tin": "0000000000", "tradeMark": None}
    recorder = answering(answer(200, body))

    profile = cabinet(recorder).read_profile()

    assert profile == CabinetProfile(sid="sid-1", name="ООО Пример")
    assert str(recorder.last.url) == "https://common-api.wildberries.ru/api/v1/seller-info"


@pytest.mark.parametrize("body", [{}, {"sid": ""}, {"sid": 5}])
def test_a_profile_without_an_owner_is_malformed(body: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        cabinet(answering(answer(200, body))).read_profile()


def test_a_pasted_prefix_is_not_sent() -> None:
    recorder = answering(answer(200, REVIEWS))

    opened = WildberriesMarketplaces(transports=recorder).open(f"  Bearer {TOKEN}\n")
    opened.list_items(NEW_REVIEWS)

    assert recorder.last.headers["Authorization"] == TOKEN


@pytest.mark.parametrize("token", ["", "Bearer ", "a.b\r\nX-Evil: 1", "токен", "two words"])
def test_what_cannot_be_a_header_is_no_token(token: str) -> None:
    with pytest.raises(Rejected):
        WildberriesMarketplaces(transports=answering(answer(200))).open(token)


def test_every_service_can_be_pointed_at_a_simulator() -> None:
    recorder = answering(answer(200, REVIEWS))
    hosts = WBHosts.at("http://127.0.0.1:8090")

    WildberriesMarketplaces(hosts, recorder).open(TOKEN).list_items(NEW_REVIEWS)

    assert recorder.last.url.host == "127.0.0.1"
    assert hosts.chat == hosts.returns == hosts.common == "http://127.0.0.1:8090"


@pytest.mark.parametrize(
    "base",
    ["http://feedbacks-api.wildberries.ru", "ftp://127.0.0.1", "https://", "http://10.0.0.1", "x"],
)
def test_tokens_never_leave_in_the_clear(base: str) -> None:
    with pytest.raises(Rejected):
        WBHosts(feedbacks=base)


@pytest.mark.parametrize("base", ["http://localhost:1", "http://[::1]:1", "https://wb.example"])
def test_https_and_this_machine_are_safe(base: str) -> None:
    assert WBHosts(chat=base).chat == base


def test_real_transports_share_their_certificates() -> None:
    make = open_transports()

    first, second = make(), make()

    assert first is not second
    assert isinstance(first, httpx.HTTPTransport)
    first.close()
    second.close()
