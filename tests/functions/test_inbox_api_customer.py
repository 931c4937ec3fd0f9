"""The buyer beside a conversation: only when a proof names one, and unknown is not zero."""

from dataclasses import replace

from shared.domain.interaction import Channel, Interaction
from shared.usecases.link_thread import link_thread
from tests.builders import make_chat, make_item
from tests.functions.api import Browser, World, make_world


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def test_an_anonymous_review_or_question_has_no_buyer_whatever_name_it_shows() -> None:
    review = make_item(external_id="R1", buyer_name="Мария")
    question = make_item(Channel.QUESTION, "Q1")
    chat = make_chat()
    named = replace(chat, source=replace(chat.source, buyer_name="Мария"))
    _, browser = shop(review, question, named)

    for item in (review, question):
        assert browser.get(f"/interactions/{item.id}").get_json()["customer"] is None


def test_a_chat_that_nobody_has_linked_yet_tells_what_it_shows_itself() -> None:
    chat = make_chat(order_key="o", price=990, currency="RUB")
    _, browser = shop(chat)

    customer = browser.get(f"/interactions/{chat.id}").get_json()["customer"]

    assert (customer["basis"], customer["contacts"], customer["orders"]) == (
        "order",
        {"chat": 1},
        1,
    )
    assert customer["spent"] == [{"currency": "RUB", "amount": 990, "orders": 1}]
    unknown = ("rating", "trend", "complaints", "complains_often")
    assert [customer[name] for name in unknown] == [None] * 4


def test_linked_contacts_are_counted_from_every_side_by_one_read() -> None:
    parent = make_item(external_id="R1", rating=2)
    child = make_item(external_id="R2", rating=5, parent_id="R1")
    world, browser = shop(parent, child)
    stores = world.counting
    before = browser.get(f"/interactions/{child.id}").get_json()
    link_thread(browser.seller, child.id, stores=stores, clock=world.clock)
    world.bill().clear()

    answers = [browser.get(f"/interactions/{one.id}").get_json() for one in (parent, child)]

    assert before["customer"] is None
    customer = answers[0]["customer"]
    assert customer == answers[1]["customer"]
    assert (customer["basis"], customer["contacts"]) == ("reviews", {"review": 2})
    assert (customer["rating"], customer["complaints"]) == ({"mean": 3.5, "rated": 2}, 1)
    assert (customer["orders"], customer["spent"], customer["complains_often"]) == (
        None,
        [],
        False,
    )
