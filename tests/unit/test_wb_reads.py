"""How the connector reads what WB documents."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared.domain.errors import (
    Malformed,
)
from shared.domain.interaction import Channel
from shared.domain.marketplace import EventPage, ListPage, ListRequest
from tests.recordings import recording
from tests.unit.wb_cabinet import NEW_REVIEWS, REVIEWS, TOKEN, cabinet
from tests.wb_bodies import HTML, answer, envelope
from tests.wb_recorder import answering, paths

CURSOR = 1_795_346_999_999


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
