"""Real refusals of the handlers, each in the documented shape: the harness checks every answer."""

from typing import Any

import pytest

from infra.wb_simulator.routes import COMMUNICATIONS
from tests.wb_openapi import METHODS, check_response, official_spec
from tests.wb_simulator.harness import Marketplace

PAGE = {"take": 1, "skip": 0}


def test_every_documented_operation_is_simulated() -> None:
    documented = {
        f"{method.upper()} {path}"
        for path, item in official_spec()["paths"].items()
        for method in METHODS
        if method in item
    }

    assert {operation.name for operation in COMMUNICATIONS} == documented
    assert len(documented) == 25


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/api/v1/feedbacks", {}),
        ("/api/v1/feedbacks", PAGE),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "maybe"}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "take": 5001}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "take": 0}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "skip": 199_991}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "skip": -1}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "order": "newest"}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "dateFrom": "2026-01-01"}),
        ("/api/v1/feedbacks", PAGE | {"isAnswered": "true", "nmId": "x"}),
        ("/api/v1/feedbacks/archive", {"take": 1}),
        ("/api/v1/questions", PAGE),
        ("/api/v1/questions", PAGE | {"isAnswered": "true", "take": 10_001}),
    ],
)
def test_wrong_lists_are_400(market: Marketplace, path: str, params: dict[str, Any]) -> None:
    response = market.send("GET", path, params=params)

    assert response.status_code == 400
    assert response.json()["errorText"] == "Something went wrong"


@pytest.mark.parametrize("scope", ["feedbacks", "questions"])
@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"isAnswered": "maybe"}, "isAnswered"),
        ({"isAnswered": "true", "dateFrom": "x"}, "dateFrom"),
        ({"isAnswered": "true", "dateTo": "x"}, "dateTo"),
    ],
)
def test_wrong_counts_name_the_parameter(
    market: Marketplace, scope: str, params: dict[str, str], name: str
) -> None:
    response = market.send("GET", f"/api/v1/{scope}/count", params=params)

    assert response.status_code == 400
    assert response.json()["errorText"] == f"Плохой формат {name}"


def test_an_unknown_item_is_422(market: Marketplace) -> None:
    review = market.send("GET", "/api/v1/feedback", params={"id": "none"})
    question = market.send("GET", "/api/v1/question", params={"id": "none"})
    archive = market.send("GET", "/api/v1/feedbacks/archive", params={"take": 1, "skip": 200_000})

    texts = [one.json()["errorText"] for one in (review, question, archive)]
    assert [one.status_code for one in (review, question, archive)] == [422, 422, 422]
    assert texts == [
        "Невозможно получить отзыв по id",
        "Невозможно получить вопрос по id",
        "Не удалось получить архивные отзывы по фильтру",
    ]


def test_items_of_another_seller_are_unknown(market: Marketplace) -> None:
    review_id = market.add_review(text="Хорошо")
    other = market.control("POST", "sellers", json={})["sid"]
    headers = {"Authorization": market.mint(seller=other)}

    read = market.send("GET", "/api/v1/feedback", params={"id": review_id}, headers=headers)
    market.send(
        "POST", "/api/v1/feedbacks/answer", json={"id": review_id, "text": "Да"}, headers=headers
    )

    assert read.status_code == 422
    assert market.review(review_id)["answer"] is None


@pytest.mark.parametrize(
    ("headers", "content", "detail"),
    [
        ({}, b"{}", "content-type header not specified"),
        ({"Content-Type": "u"}, b"{}", "content-type is not a valid mime-type: u"),
        (
            {"Content-Type": "application/javascript"},
            b"{}",
            "not a json content-type: application/javascript",
        ),
        ({"Content-Type": "application/json"}, b"{", "Неверный синтаксис JSON"),
    ],
)
def test_wrong_answers_are_400_in_documented_words(
    market: Marketplace, headers: dict[str, str], content: bytes, detail: str
) -> None:
    response = market.send("POST", "/api/v1/feedbacks/answer", headers=headers, content=content)

    assert response.status_code == 400
    assert response.json()["detail"] == detail
    assert response.json()["origin"] == "fbapi"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{", "failed to decode JSON request."),
        (b"{}", "Неправильный id в запросе"),
        (b'{"feedbackId": "none"}', "Не удалось получить отзыв"),
    ],
)
def test_wrong_returns_are_400(market: Marketplace, content: bytes, text: str) -> None:
    response = market.send("POST", "/api/v1/feedbacks/order/return", content=content)

    assert response.status_code == 400
    assert response.json()["errorText"] == text


def test_a_broken_patch_of_an_answer_is_as_silent_as_any(market: Marketplace) -> None:
    response = market.send("PATCH", "/api/v1/feedbacks/answer", content=b"{")

    assert response.status_code == 204


def test_a_generated_list_is_checked_item_by_item(busy_market: Marketplace) -> None:
    response = busy_market.send(
        "GET", "/api/v1/feedbacks", params=PAGE | {"isAnswered": "true", "take": 3}
    )
    broken = response.json()
    del broken["data"]["feedbacks"][2]["bables"]

    response._content = str(broken).encode()

    with pytest.raises(AssertionError):
        check_response(response.request, response)
