"""What the connector asks WB, and what it makes of every answer."""

from datetime import UTC, datetime
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
from shared.domain.accounts.account import Scope
from shared.domain.errors import (
    AccessDenied,
    Denial,
    InboxError,
    Malformed,
    RateLimited,
    Rejected,
    Unavailable,
)
from shared.domain.interaction import Channel
from shared.domain.marketplace import CabinetProfile, EventPage, ListPage, ListRequest
from shared.ports import Marketplace
from tests.recordings import recording
from tests.wb_bodies import HTML, PROBLEM, answer, chat_problem, envelope, problem
from tests.wb_recorder import Recorder, answering, paths

TOKEN = "header.payload.signature"
CURSOR = 1_795_346_999_999
NEW_REVIEWS = ListRequest(channel=Channel.REVIEW, answered=False)
REVIEWS = envelope({"countUnanswered": 7, "countArchive": 1, "feedbacks": [{"id": "r"}]})


def cabinet(recorder: Recorder) -> Marketplace:
    return WildberriesMarketplaces(transports=recorder).open(TOKEN)


def test_a_page_of_reviews_is_asked_for_as_documented() -> None:
    recorder = answering(answer(200, REVIEWS))
    request = ListRequest(
        channel=Channel.REVIEW,
        answered=False,
        skip=20,
        take=500,
        created_from=datetime(2026, 11, 1, tzinfo=UTC),
        created_to=datetime(2026, 11, 22, 12, 0, 0, 900_000, tzinfo=UTC),
    )

    page = cabinet(recorder).list_items(request)

    assert page == ListPage(items=({"id": "r"},), total=8)
    assert str(recorder.last.url.copy_with(query=None)) == (
        "https://feedbacks-api.wildberries.ru/api/v1/feedbacks"
    )
    assert dict(recorder.last.url.params) == {
        "isAnswered": "false",
        "take": "500",
        "skip": "20",
        "order": "dateDesc",
        "dateFrom": "1793491200",
        "dateTo": "1795348800",
    }
    assert recorder.last.headers["Authorization"] == TOKEN


def test_a_page_of_questions_may_start_from_the_oldest() -> None:
    recorder = answering(answer(200, envelope({"questions": None})))
    request = ListRequest(channel=Channel.QUESTION, answered=True, newest_first=False)

    page = cabinet(recorder).list_items(request)

    assert page == ListPage(items=())
    assert paths(recorder.requests) == ["GET /api/v1/questions"]
    assert recorder.last.url.params["order"] == "dateAsc"
    assert recorder.last.url.params["isAnswered"] == "true"


@pytest.mark.parametrize(
    ("channel", "take", "skip"),
    [(Channel.REVIEW, 5000, 199_990), (Channel.QUESTION, 1, 9_999), (Channel.QUESTION, 10_000, 0)],
)
def test_pages_reach_as_far_as_wb_lets_them(channel: Channel, take: int, skip: int) -> None:
    recorder = answering(answer(200, envelope({})))

    cabinet(recorder).list_items(ListRequest(channel=channel, answered=True, take=take, skip=skip))

    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    ("channel", "take", "skip"),
    [
        (Channel.REVIEW, 5001, 0),
        (Channel.REVIEW, 0, 0),
        (Channel.REVIEW, 10, -1),
        (Channel.REVIEW, 1, 199_991),
        (Channel.QUESTION, 10_001, 0),
        (Channel.QUESTION, 5000, 5001),
        (Channel.CHAT, 1, 0),
    ],
)
def test_a_page_beyond_the_bounds_costs_no_call(channel: Channel, take: int, skip: int) -> None:
    recorder = answering(answer(200, REVIEWS))

    with pytest.raises(Malformed):
        cabinet(recorder).list_items(
            ListRequest(channel=channel, answered=True, take=take, skip=skip)
        )

    assert recorder.requests == []


def test_an_entry_that_is_no_object_is_kept_for_quarantine() -> None:
    recorder = answering(answer(200, envelope({"feedbacks": [{"id": "r"}, None, "x"]})))

    items = cabinet(recorder).list_items(NEW_REVIEWS).items

    assert items == ({"id": "r"}, {"unreadable": None}, {"unreadable": "x"})


def test_one_item_is_read_by_its_id() -> None:
    recorder = answering(answer(200, envelope(recording("review"))))

    review = cabinet(recorder).read_item(Channel.REVIEW, "Ab3dEf_hIjKlMnOpQrSt")
    cabinet(recorder).read_item(Channel.QUESTION, "../../evil?id=1&x=2")

    assert review == recording("review")
    assert paths(recorder.requests) == ["GET /api/v1/feedback", "GET /api/v1/question"]
    assert recorder.last.url.params["id"] == "../../evil?id=1&x=2"


@pytest.mark.parametrize(
    "unknown",
    [
        answer(422, envelope(error=True, text="Невозможно получить отзыв по id")),
        answer(404, envelope(error=True, text="Не найден отзыв")),
        answer(200, envelope(None)),
    ],
)
def test_an_item_that_wb_does_not_know_is_none(unknown: httpx.Response) -> None:
    assert cabinet(answering(unknown)).read_item(Channel.REVIEW, "r") is None


@pytest.mark.parametrize(
    "odd",
    [
        answer(404, {"title": "path not found", "detail": "Please consult", "status": 404}),
        answer(404, HTML, "text/html"),
        answer(200, envelope(["r"])),
        answer(200, envelope(error=True, text="Something went wrong")),
    ],
)
def test_a_wrong_address_is_not_taken_for_a_missing_item(odd: httpx.Response) -> None:
    with pytest.raises(Malformed):
        cabinet(answering(odd)).read_item(Channel.QUESTION, "q")


def test_chats_are_not_read_by_id() -> None:
    recorder = answering(answer(200, envelope({})))

    with pytest.raises(Malformed):
        cabinet(recorder).read_item(Channel.CHAT, "1:x")

    assert recorder.requests == []


def test_chats_and_events_are_read_from_their_own_host() -> None:
    recorder = answering(answer(200, recording("chats")), answer(200, recording("events")))
    opened = cabinet(recorder)

    chats = opened.list_chats()
    events = opened.list_events(CURSOR)

    assert list(chats) == recording("chats")["result"]
    assert events == EventPage(
        items=tuple(recording("events")["result"]["events"]),
        next_cursor=1_795_348_200_000,
    )
    assert {request.url.host for request in recorder.requests} == {"buyer-chat-api.wildberries.ru"}
    # The cursor counts milliseconds: thirteen digits, or WB would answer with the year 1970.
    assert recorder.last.url.params["next"] == "1795346999999"


def test_the_first_read_of_events_has_no_cursor() -> None:
    recorder = answering(answer(200, {"result": {"next": 5, "events": None}, "errors": []}))

    page = cabinet(recorder).list_events(None)

    assert page == EventPage(items=(), next_cursor=5)
    assert recorder.last.url.query == b""


def test_an_empty_page_without_a_cursor_keeps_the_old_one() -> None:
    recorder = answering(answer(200, {"result": {"totalEvents": 0, "events": []}}))

    assert cabinet(recorder).list_events(CURSOR).next_cursor == CURSOR


@pytest.mark.parametrize(
    "body",
    [
        {"result": None, "errors": None},
        {"result": {"events": [{"chatID": "1:x"}]}},
        {"result": {"events": {"chatID": "1:x"}, "next": 5}},
        {"result": {"events": [], "next": True}},
        {"result": {"next": 1, "events": []}, "errors": ["internal error"]},
    ],
)
def test_events_of_another_shape_are_malformed(body: dict[str, Any]) -> None:
    cursor = None if body["result"] and not body["result"]["events"] else CURSOR

    with pytest.raises(Malformed):
        cabinet(answering(answer(200, body))).list_events(cursor)


@pytest.mark.parametrize("body", [envelope(None), envelope([]), "", "null", "[]", HTML, '{"data":'])
def test_a_list_of_another_shape_is_malformed(body: object) -> None:
    with pytest.raises(Malformed):
        cabinet(answering(answer(200, body))).list_items(NEW_REVIEWS)


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
