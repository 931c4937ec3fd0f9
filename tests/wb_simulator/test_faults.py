"""Failure modes: what the client sees, and what has happened all the same."""

import json

import httpx
import pytest

from infra.wb_simulator.routes import COMMUNICATIONS
from tests.wb_openapi import official_spec
from tests.wb_simulator.harness import Marketplace

ANSWER = "POST /api/v1/feedbacks/answer"
LIST = "GET /api/v1/feedbacks"


def documented_errors() -> list[tuple[str, int]]:
    """Every 4xx of every operation of the official file."""
    names = {operation.name for operation in COMMUNICATIONS}
    paths = official_spec()["paths"]
    found = []
    for name in sorted(names):
        method, path = name.split(" ")
        found += [
            (name, int(status))
            for status in paths[path][method.lower()]["responses"]
            if int(status) >= 400
        ]
    return found


def test_every_documented_error_has_its_documented_body(market: Marketplace) -> None:
    """The harness checks each answer against the strict schemas."""
    for name, status in documented_errors():
        market.control("DELETE", "faults")
        market.fault("status", name, status=status)
        method, path = name.split(" ")

        response = market.send(method, path)

        assert response.status_code == status, name


def test_a_server_error_is_not_json(market: Marketplace) -> None:
    market.fault("status", status=502, count=1)

    response = market.http.get("/api/v1/feedbacks", headers={"Authorization": market.token})

    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")
    assert market.reviews(answered=True)["feedbacks"] == []


@pytest.mark.parametrize("has_effect", [True, False])
def test_a_server_error_comes_before_or_after_the_write(
    market: Marketplace, has_effect: bool
) -> None:
    review_id = market.add_review(text="Хорошо")
    market.fault("status", ANSWER, status=500, has_effect=has_effect)

    response = market.http.post(
        "/api/v1/feedbacks/answer",
        json={"id": review_id, "text": "Спасибо"},
        headers={"Authorization": market.token},
    )

    assert response.status_code == 500
    assert (market.review(review_id)["answer"] is not None) is has_effect
    assert market.calls(ANSWER)[0]["took_effect"] is has_effect


@pytest.mark.parametrize(
    ("kind", "happened"), [("timeout_before", False), ("timeout_after", True), ("drop", True)]
)
def test_a_lost_answer_leaves_the_write_done_or_not(
    market: Marketplace, kind: str, happened: bool
) -> None:
    review_id = market.add_review(text="Хорошо")
    market.fault(kind, ANSWER, seconds=0.01, count=1)

    with pytest.raises(httpx.RemoteProtocolError):
        market.answer(review_id)

    assert (market.review(review_id)["answer"] is not None) is happened
    call = market.calls(ANSWER)[0]
    assert (call["status"], call["took_effect"], call["faults"]) == (None, happened, [kind])


def test_a_success_may_say_that_it_failed(market: Marketplace) -> None:
    question_id = market.add_question()
    market.fault("error_body", "PATCH /api/v1/questions", count=1)

    response = market.answer_question(question_id, "Да")

    assert (response.status_code, response.json()["error"]) == (200, True)
    assert market.question(question_id)["answer"] is None


def test_an_answer_may_be_cut_in_half(market: Marketplace) -> None:
    market.fault("malformed", LIST, count=1)

    response = market.http.get(
        "/api/v1/feedbacks?isAnswered=true&take=1&skip=0", headers={"Authorization": market.token}
    )

    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_items_may_lack_fields_or_come_twice(market: Marketplace) -> None:
    for _ in range(4):
        market.add_review(text="Хорошо")
    url = "/api/v1/feedbacks?isAnswered=false&take=10&skip=0"
    headers = {"Authorization": market.token}

    market.fault("partial", LIST, fields=["text", "productDetails.nmId"], every=2, count=1)
    spoiled = market.http.get(url, headers=headers).json()["data"]["feedbacks"]
    market.fault("duplicate", LIST, items=2, count=1)
    doubled = market.http.get(url, headers=headers).json()["data"]["feedbacks"]

    assert ["text" in item for item in spoiled] == [False, True, False, True]
    assert "nmId" not in spoiled[0]["productDetails"]
    assert [item["id"] for item in doubled[4:]] == [item["id"] for item in doubled[2:4]]


def test_a_storm_refuses_everything_for_its_seconds(market: Marketplace) -> None:
    market.fault("storm_429", seconds=90)

    during = market.send("GET", "/api/v1/seller/chats")
    market.advance(91)

    assert during.status_code == 429
    assert during.headers["X-Ratelimit-Retry"] == "90"
    assert market.send("GET", "/api/v1/seller/chats").status_code == 200
    assert market.control("GET", "summary")["refused_429"] == 1


def test_a_token_may_die_for_one_seller_only(market: Marketplace) -> None:
    other = market.control("POST", "sellers", json={})["sid"]
    market.fault("expire_token", seller=other)

    dead = market.send(
        "GET", "/api/v1/seller/chats", headers={"Authorization": market.mint(seller=other)}
    )

    assert dead.status_code == 401
    assert market.send("GET", "/api/v1/seller/chats").status_code == 200


def test_items_may_move_between_pages(market: Marketplace) -> None:
    ids = []
    for _ in range(6):
        ids.append(market.add_review(text="Хорошо"))
        market.advance(1)
    market.fault("shift", LIST, items=2, count=1)

    first = market.reviews(answered=False, take=2)["feedbacks"]
    second = market.reviews(answered=False, take=2, skip=2)["feedbacks"]

    assert [review["id"] for review in first] == [ids[5], ids[4]]
    assert [review["id"] for review in second] == [ids[1], ids[0]]


def test_faults_are_counted_limited_and_repeatable(market: Marketplace) -> None:
    market.fault("status", LIST, status=500, probability=0.5)
    headers = {"Authorization": market.token}
    url = "/api/v1/feedbacks?isAnswered=true&take=1&skip=0"

    seen = [market.http.get(url, headers=headers).status_code for _ in range(40)]
    hits = market.control("GET", "faults")[0]["hits"]

    assert 8 < hits < 32
    assert seen.count(500) == hits
    market.control("DELETE", "faults")
    assert market.http.get(url, headers=headers).status_code == 200


def test_a_fault_may_spare_the_first_calls(market: Marketplace) -> None:
    market.fault("status", LIST, status=429, skip=1, count=1)

    seen = [
        market.send("GET", "/api/v1/feedbacks?isAnswered=true&take=1&skip=0").status_code
        for _ in range(3)
    ]

    assert seen == [200, 429, 200]
    assert market.control("GET", "summary")["faults_fired"] == {"status": 1}


def test_an_unknown_fault_is_explained(market: Marketplace) -> None:
    response = market.http.post("/_control/faults", json={"kind": "earthquake"})

    assert response.status_code == 400
    assert "kind" in str(response.json()["error"])
