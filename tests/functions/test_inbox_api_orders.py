"""Labels that a seller tells tie reviews to the chats about their orders."""

from collections.abc import Mapping
from typing import Any

from werkzeug.test import TestResponse

from shared.domain.ids import InteractionId
from shared.domain.interaction import Interaction, Order
from shared.domain.linking.labels import OrderLabel, label_id
from shared.domain.settings import SellerSettings
from shared.ports import Put
from shared.usecases.link_thread import link_thread
from tests.builders import make_chat, make_item
from tests.functions.api import Browser, World, make_world, problem


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def labels(*pairs: tuple[int, str]) -> dict[str, Any]:
    return {"labels": [list(pair) for pair in pairs]}


def tell(browser: Browser, body: dict[str, Any]) -> TestResponse:
    return browser.ask("PUT", "/orders/labels", body=body)


def test_a_label_ties_its_review_to_the_chat() -> None:
    review, other = make_item(external_id="R1", order=Order(shk=7)), make_item(external_id="R2")
    chat = make_chat(order_key="o")
    world, browser = shop(review, other, chat)

    answer = tell(browser, labels((7, "o"), (8, "p")))

    assert (answer.status_code, answer.get_json()) == (202, {"changed": 2, "queued": 1})
    (task,) = [task for task in world.queue.waiting if task.queue == "link"]
    assert task.payload == {"seller": browser.seller, "interaction": review.id}
    link_thread(browser.seller, review.id, stores=world.counting, clock=world.clock)
    customer = browser.get(f"/interactions/{review.id}").get_json()["customer"]
    assert customer["contacts"] == {"chat": 1, "review": 1}


def test_what_is_told_again_changes_nothing_and_queues_the_same() -> None:
    world, browser = shop(make_item(external_id="R1", order=Order(shk=7)))
    tell(browser, labels((7, "o")))
    world.bill().clear()

    answer = tell(browser, labels((7, "o")))

    assert answer.get_json() == {"changed": 0, "queued": 1}
    assert len([task for task in world.queue.waiting if task.queue == "link"]) == 1
    assert world.bill().writes[OrderLabel] == 0


def test_a_label_that_is_corrected_and_corrected_back_is_linked_each_time() -> None:
    review = make_item(external_id="R1", order=Order(shk=7))
    chats = {key: make_chat(f"1:{key}", order_key=key) for key in ("a", "b")}
    world, browser = shop(review, *chats.values())

    def link(payload: Mapping[str, str]) -> None:
        name = InteractionId(payload["interaction"])
        link_thread(browser.seller, name, stores=world.counting, clock=world.clock)

    for key in ("a", "b", "a"):
        answer = tell(browser, labels((7, key)))
        assert answer.get_json() == {"changed": 1, "queued": 1}
        world.queue.run_due({"link": link})

    stored = world.counting.of_seller(browser.seller).get(Interaction, review.id)
    assert stored is not None
    assert [link.other for link in stored.value.links] == [chats["a"].id]


def test_tasks_of_a_label_that_is_corrected_back_are_other_tasks() -> None:
    world, browser = shop(make_item(external_id="R1", order=Order(shk=7)))

    for key in ("a", "b", "a", "a"):
        tell(browser, labels((7, key)))

    assert len([task for task in world.queue.waiting if task.queue == "link"]) == 3


def test_a_label_is_corrected_beside_other_settings() -> None:
    world, browser = shop()
    store = world.counting.of_seller(browser.seller)
    store.commit([Put(SellerSettings(signature="Лавка"))])

    tell(browser, labels((7, "o")))
    tell(browser, labels((7, "p"), (9, "null")))

    stored = store.get(SellerSettings, "inbox")
    assert stored is not None
    assert (stored.value.signature, stored.value.order_labels) == ("Лавка", True)
    label = store.get(OrderLabel, label_id(7))
    assert label is not None
    assert label.value.order_key == "p"
    assert store.get(OrderLabel, label_id(9)) is None


def test_what_is_no_label_is_refused() -> None:
    _, browser = shop()

    most = labels(*((number, "o") for number in range(1, 201)))
    assert tell(browser, most).get_json() == {"changed": 200, "queued": 0}
    for body in (labels(), labels((0, "o")), labels((7, " ")), labels(*[(7, "o")] * 201)):
        assert problem(tell(browser, body)) == (422, "invalid")
