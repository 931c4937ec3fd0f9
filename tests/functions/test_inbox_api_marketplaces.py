"""Which marketplaces there are, and what buyers claim there, through the API."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.claims import Claim, ClaimDecision, GoodsState, add_claims
from shared.ports import Create
from tests.builders import NOON, make_chat
from tests.functions.api import make_world, problem

CLAIM = Claim(
    id="c-1",
    order_key="order.1",
    nm_id=70_000_001,
    decision=ClaimDecision.OPEN,
    goods=GoodsState.UNDECIDED,
    created_at=NOON - timedelta(days=1),
    updated_at=NOON,
    comment="Сломан замок",
    price=990,
)


def test_every_marketplace_says_what_it_allows_or_when_it_comes() -> None:
    browser = make_world().seller()

    wildberries, ozon = browser.get("/marketplaces").get_json()["items"]

    assert (wildberries["name"], wildberries["ready"], wildberries["note"]) == (
        "wildberries",
        True,
        None,
    )
    review, chat = wildberries["channels"]["review"], wildberries["channels"]["chat"]
    assert (review["edits"], review["edit_days"], review["files"]) == (1, 60, None)
    assert review["limits"] == {"least": 2, "most": 5000, "advised": 500}
    assert (chat["edits"], chat["limits"]["most"]) == (0, 1000)
    assert chat["files"]["types"] == ["image/jpeg", "image/png", "application/pdf"]
    assert (ozon["name"], ozon["ready"], ozon["channels"]) == ("ozon", False, {})
    assert ozon["note"] == "Ozon скоро появится: подключить его пока нельзя"


@pytest.mark.parametrize(("name", "code"), [("ozon", "not_ready"), ("avito", "literal_error")])
def test_what_is_not_there_yet_refuses_in_russian(name: str, code: str) -> None:
    world = make_world()
    browser = world.seller()

    answer = browser.ask(
        "PUT", "/cabinet", body={"marketplace": name, "wb_token": "x" * 30 + ".y.z"}
    )

    assert problem(answer) == (422, "invalid")
    [wrong] = answer.get_json()["errors"]
    assert (wrong["field"], wrong["code"]) == ("marketplace", code)
    assert not wrong["message"].isascii()
    assert world.vault.open(browser.seller) is None


def test_a_chat_shows_the_claims_about_its_order() -> None:
    chat, other = make_chat(order_key="order.1"), make_chat("1:c2", order_key="order.2")
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, chat, other)
    world.counting.of_seller(browser.seller).commit([Create(add_claims(None, [CLAIM]))])

    shown = browser.get(f"/interactions/{chat.id}").get_json()["claims"]
    none = browser.get(f"/interactions/{other.id}").get_json()["claims"]

    assert none == []
    [claim] = shown
    assert (claim["decision"], claim["goods"]) == ("open", "undecided")
    assert (claim["comment"], claim["roubles"]) == ("Сломан замок", 990)
    assert "order" not in str(claim)


def test_what_stands_for_a_missing_order_ties_nobodys_claims_to_a_chat() -> None:
    chat = make_chat(order_key="0")
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, chat)
    nameless = replace(CLAIM, order_key="0")
    world.counting.of_seller(browser.seller).commit([Create(add_claims(None, [nameless]))])

    assert browser.get(f"/interactions/{chat.id}").get_json()["claims"] == []


def test_another_sellers_claims_are_never_shown() -> None:
    chat = make_chat(order_key="order.1")
    world = make_world()
    browser, rival = world.seller(), world.seller("rival@example.com", "Соседи")
    world.put(browser.seller, chat)
    world.counting.of_seller(rival.seller).commit([Create(add_claims(None, [CLAIM]))])

    assert browser.get(f"/interactions/{chat.id}").get_json()["claims"] == []
