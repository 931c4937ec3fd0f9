"""Differences between our record and living answers are named, without a value of anybody's."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from infra.wb_contract.findings import Finding, Inspection, Verdict
from infra.wb_contract.online import SOURCE, Online
from infra.wb_contract.record import load_record
from infra.wb_contract.report import draw_table, make_report
from infra.wb_simulator.app import create_app
from infra.wb_simulator.generator.plan import Plan
from shared.adapters.wildberries.calls import WBCalls
from shared.adapters.wildberries.hosts import WBHosts
from tests.wb_bodies import answer
from tests.wb_simulator.harness import DroppingTransport, Marketplace

REVIEWS = "GET /api/v1/feedbacks"
ITEM = "data.feedbacks[]"
Change = Callable[[Any], None]


class Planting(httpx.BaseTransport):
    """The simulator with one change in the answers of one path."""

    def __init__(self, market: Marketplace, path: str = "", change: Change | None = None) -> None:
        self._inner = DroppingTransport(create_app(market.world))
        self._path = path
        self._change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        response.read()
        if self._change is None or request.url.path != self._path:
            return response
        body = response.json()
        self._change(body)
        return httpx.Response(response.status_code, json=body)


def full_market() -> Marketplace:
    """Items of every kind, the answered first where it is asked for them."""
    market = Marketplace(Plan(items=60))
    review = market.add_review(text="Пришла не та", productValuation=2)
    market.control("POST", f"reviews/{review}/answer", json={"text": "Уже разбираемся."})
    question = market.add_question(text="Есть размер 44?")
    market.control("POST", f"questions/{question}/answer", json={"text": "Да, есть."})
    market.open_chat(clientName="Иван", text="Где заказ?")
    return market


def ask(
    market: Marketplace, path: str = "", change: Change | None = None, token: str = ""
) -> tuple[Inspection, list[float]]:
    waits: list[float] = []
    calls = WBCalls(lambda: Planting(market, path, change))
    online = Online(load_record(), WBHosts.at("https://wb.test"), calls, sleep=waits.append)
    return online.inspect(token or market.token), waits


def test_the_simulator_answers_as_we_rely_on() -> None:
    market = full_market()

    inspection, waits = ask(market)

    assert inspection.findings == ()
    assert inspection.verdict is Verdict.EQUAL
    assert waits == [0.334] * 3
    assert [call["operation"] for call in market.calls("GET /api/*")] == [
        "GET /api/v1/feedbacks",
        "GET /api/v1/questions",
        "GET /api/v1/seller/chats",
        "GET /api/v1/claims",
    ]


def drop_text(body: Any) -> None:
    for one in body["data"]["feedbacks"]:
        del one["text"]


def number_ids(body: Any) -> None:
    body["data"]["feedbacks"][0]["id"] = 5


def forget_rating(body: Any) -> None:
    body["data"]["feedbacks"][-1]["productValuation"] = None


def break_price(body: Any) -> None:
    for chat in body["result"]:
        chat["goodCard"]["price"] = 10.5


def invent_state(body: Any) -> None:
    body["data"]["feedbacks"][0]["state"] = "secret-word"


def flatten(body: Any) -> None:
    body["data"] = body["data"]["feedbacks"]


@pytest.mark.parametrize(
    ("path", "change", "expected"),
    [
        (
            "/api/v1/feedbacks",
            drop_text,
            Finding(REVIEWS, f"{ITEM}.text", "field is gone", "string", "absent"),
        ),
        (
            "/api/v1/feedbacks",
            number_ids,
            Finding(REVIEWS, f"{ITEM}.id", "type changed", "string", "integer"),
        ),
        (
            "/api/v1/feedbacks",
            forget_rating,
            Finding(REVIEWS, f"{ITEM}.productValuation", "may be null now", "integer", "null"),
        ),
        (
            "/api/v1/seller/chats",
            break_price,
            Finding(
                "GET /api/v1/seller/chats",
                "result[].goodCard.price",
                "type changed",
                "integer",
                "number",
            ),
        ),
        (
            "/api/v1/feedbacks",
            invent_state,
            Finding(REVIEWS, f"{ITEM}.state", "new value", "none, wbRu", "one that we do not know"),
        ),
        (
            "/api/v1/feedbacks",
            flatten,
            Finding(REVIEWS, "data", "type changed", "object", "array"),
        ),
    ],
)
def test_a_planted_difference_is_named(path: str, change: Change, expected: Finding) -> None:
    inspection, _ = ask(full_market(), path, change)

    assert inspection.findings == (expected,)
    assert inspection.verdict is Verdict.CHANGED


def test_a_field_that_the_simulator_leaves_out_is_named() -> None:
    market = full_market()
    market.fault("partial", REVIEWS, fields=["productDetails"], every=3)

    inspection, _ = ask(market)

    assert [(one.place, one.change) for one in inspection.findings] == [
        (f"{ITEM}.productDetails", "field is gone")
    ]


def test_neither_words_nor_names_nor_the_token_are_told() -> None:
    market = full_market()
    inspection, _ = ask(market, "/api/v1/feedbacks", invent_state)

    told = draw_table(inspection) + json.dumps(make_report([inspection]), ensure_ascii=False)

    for secret in ("secret-word", "Пришла не та", "Иван", "Уже разбираемся", market.token):
        assert secret not in told


def test_empty_lists_are_said_to_be_empty() -> None:
    inspection, _ = ask(Marketplace())

    assert inspection.verdict is Verdict.EQUAL
    assert f"{REVIEWS}: data.feedbacks came empty" in inspection.notes


def test_a_base_token_spends_one_call_of_each_bucket() -> None:
    market = full_market()

    inspection, _ = ask(market, token=market.mint(type="base"))

    asked = [call["operation"] for call in market.calls("GET /api/*")]
    assert asked == [REVIEWS, "GET /api/v1/seller/chats", "GET /api/v1/claims"]
    assert inspection.findings == ()


def test_only_what_the_token_opens_is_asked_for() -> None:
    market = full_market()

    inspection, _ = ask(market, token=market.mint(scopes="chats"))

    assert [call["operation"] for call in market.calls("GET /api/*")] == [
        "GET /api/v1/seller/chats"
    ]
    assert inspection.verdict is Verdict.EQUAL
    assert "feedbacks: WB_TOKEN has no right to it" in inspection.notes


def test_a_token_without_any_right_cannot_check() -> None:
    claims = {"s": 0, "sid": "s", "exp": 2_000_000_000, "acc": 4, "for": "asid:1", "t": False}
    token = jwt.encode(claims, "a-key-of-enough-bytes-that-protects-nothing", algorithm="HS256")

    inspection, _ = ask(Marketplace(), token=token)

    assert inspection.verdict is Verdict.UNCHECKED


def test_what_is_no_token_cannot_check() -> None:
    inspection, _ = ask(Marketplace(), token="abc")

    assert inspection == Inspection(SOURCE, unchecked=("WB_TOKEN is no WB token",))


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_refusal_or_an_outage_is_no_change(status: int) -> None:
    market = full_market()
    market.fault("status", REVIEWS, status=status)

    inspection, _ = ask(market)

    assert inspection.verdict is Verdict.UNCHECKED
    assert inspection.unchecked == (f"{REVIEWS}: WB answered {status}",)


def answers_of(response: httpx.Response | Exception) -> Inspection:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    calls = WBCalls(lambda: httpx.MockTransport(handle))
    online = Online(load_record(), WBHosts(), calls, sleep=lambda _: None)
    return online.inspect(Marketplace().mint(scopes="chats"))


def test_a_network_that_fails_is_no_change() -> None:
    inspection = answers_of(httpx.ConnectError("no route"))

    assert inspection.unchecked == ("GET /api/v1/seller/chats: Unavailable",)


def test_an_address_that_is_gone_is_a_change() -> None:
    inspection = answers_of(answer(404, {"title": "path not found"}))

    assert [(one.place, one.change) for one in inspection.findings] == [("operation", "is gone")]


@pytest.mark.parametrize("body", ["<html>", [], "[" * 100_000])
def test_an_answer_that_is_no_object_is_a_change(body: Any) -> None:
    inspection = answers_of(answer(200, body))

    assert [(one.place, one.change) for one in inspection.findings] == [
        ("body", "is no JSON object")
    ]
