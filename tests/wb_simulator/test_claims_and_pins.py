"""Return claims and pinned reviews."""

from typing import Any

import pytest

from tests.wb_simulator.harness import Marketplace

DAY = 86_400
PINS = "/api/feedbacks/v1/pins"


def add_claim(market: Marketplace, **fields: Any) -> str:
    claim_id: str = market.control("POST", "claims", json=fields)["id"]
    return claim_id


def act(market: Marketplace, claim_id: str, action: str, **more: str) -> int:
    body = {"id": claim_id, "action": action} | more
    return market.send("PATCH", "/api/v1/claim", json=body).status_code


def test_a_decided_claim_moves_to_the_archive(market: Marketplace) -> None:
    claim_id = add_claim(market)

    status = act(market, claim_id, "approve1")

    archived = market.get("/api/v1/claims", is_archive="true")
    assert status == 200
    assert archived["total"] == 1
    assert archived["claims"][0]["status"] == 2
    assert archived["claims"][0]["actions"] == []
    assert market.get("/api/v1/claims", is_archive="false")["claims"] == []


def test_a_refusal_in_own_words_needs_ten_characters(market: Marketplace) -> None:
    claim_id = add_claim(market)

    statuses = [
        act(market, claim_id, "rejectcustom"),
        act(market, claim_id, "rejectcustom", comment="Нет"),
        act(market, claim_id, "rejectcustom", comment="На фото нет дефекта"),
    ]

    claim = market.get("/api/v1/claims", is_archive="true", id=claim_id)["claims"][0]
    assert statuses == [400, 400, 200]
    assert claim["wb_comment"] == "На фото нет дефекта"
    assert "approve1" in claim["actions"]


@pytest.mark.parametrize("action", ["", "approvecc1", "invented"])
def test_only_the_claims_own_actions_work(market: Marketplace, action: str) -> None:
    assert act(market, add_claim(market), action) == 400


def test_claims_are_listed_for_fourteen_days(market: Marketplace) -> None:
    add_claim(market)

    market.advance(14 * DAY + 1)

    assert market.get("/api/v1/claims", is_archive="false")["total"] == 0


def test_claims_are_paged_and_filtered(market: Marketplace) -> None:
    for number in range(3):
        add_claim(market, nm_id=100 + number)
        market.advance(1)

    page = market.get("/api/v1/claims", is_archive="false", limit=1, offset=1)
    filtered = market.get("/api/v1/claims", is_archive="false", nm_id=102)

    assert (page["total"], page["claims"][0]["nm_id"]) == (3, 101)
    assert [claim["nm_id"] for claim in filtered["claims"]] == [102]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"is_archive": "maybe"},
        {"is_archive": "true", "limit": 201},
        {"is_archive": "true", "offset": -1},
        {"is_archive": "true", "id": "not-a-uuid"},
    ],
)
def test_wrong_claim_queries_are_refused(market: Marketplace, params: dict[str, Any]) -> None:
    assert market.send("GET", "/api/v1/claims", params=params).status_code == 400


def test_reviews_are_pinned_listed_and_unpinned(market: Marketplace) -> None:
    review_id = market.add_review(text="Хорошо")
    item = {"pinMethod": "subscription", "pinOn": "nm", "feedbackId": review_id}

    pinned = market.send("POST", PINS, json=[item]).json()["data"][0]
    listed = market.get(PINS, state="pinned", pinOn="nm", limit=10)["data"]
    counted = market.get(f"{PINS}/count")["data"]
    limits = market.get(f"{PINS}/limits")["data"]["subscription"]
    removed = market.send("DELETE", PINS, json=[pinned["pinId"], 1]).json()["data"]

    assert pinned["isErrors"] is False
    assert [pin["feedbackId"] for pin in listed] == [review_id]
    assert counted == 1
    assert (limits["used"], limits["remaining"]) == (1, 14)
    assert removed == [pinned["pinId"]]
    assert market.get(PINS)["data"] == []


def test_each_pin_fails_on_its_own(market: Marketplace) -> None:
    review_id = market.add_review(text="Хорошо")
    item = {"pinMethod": "tariff", "pinOn": "imt", "feedbackId": review_id}
    other = item | {"feedbackId": market.add_review(text="Хорошо")}
    unknown = item | {"feedbackId": "no-such-review"}

    results = market.send("POST", PINS, json=[item, item, other, unknown]).json()["data"]

    statuses = [result["errors"][0]["status"] for result in results if result["isErrors"]]
    assert statuses == ["alreadyPinned", "unitLimitReached", "itemNotFound"]


def test_pins_are_paged_by_the_last_pin(market: Marketplace) -> None:
    items = [
        {"pinMethod": "subscription", "pinOn": "nm", "feedbackId": market.add_review(text="Да")}
        for _ in range(2)
    ]
    market.send("POST", PINS, json=items)

    first = market.get(PINS, limit=1)
    second = market.get(PINS, limit=1, next=first["next"])

    assert len(first["data"]) == len(second["data"]) == 1
    assert "next" not in second


@pytest.mark.parametrize("params", [{"state": "both"}, {"pinOn": "all"}, {"limit": 501}])
def test_wrong_pin_queries_are_refused(market: Marketplace, params: dict[str, Any]) -> None:
    assert market.send("GET", PINS, params=params).status_code == 400


def test_pinning_needs_a_subscription(market: Marketplace) -> None:
    market.control("POST", "settings", json={"pins_subscription": False})

    refused = market.send("POST", PINS, json=[])

    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/json"
    assert refused.json()["origin"] == "pin-open-api"


@pytest.mark.parametrize("body", [{}, [], [{"pinOn": "nm"}], [1] * 501])
def test_wrong_pin_bodies_are_refused(market: Marketplace, body: object) -> None:
    assert market.send("POST", PINS, json=body).status_code == 400
