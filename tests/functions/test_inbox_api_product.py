"""The product of an item through the API: its card, its price, pictures and videos."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.interaction import Interaction, Product, Video
from shared.domain.products.card import Card, Picture, Price
from shared.ports import Create, Put
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, World, make_world

WEBP = Picture(content=b"RIFF....WEBP", content_type="text/html")
WHOLE = "https://basket-01.wbbasket.ru/vol0/part0/1/images/big/1.webp"
STILL = "https://videofeedback01.wbbasket.ru/1/preview.webp"
STREAM = "https://videofeedback01.wbbasket.ru/1/index.m3u8"


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def card_of(item: Interaction) -> Card:
    return Card(nm_id=item.source.product.nm_id, name="Футболка", fetched_at=NOON)


def asked_cards(world: World) -> list[str]:
    return [task.key for task in world.queue.waiting if task.key.startswith("card:")]


def test_a_card_shows_its_price_and_both_sizes_of_its_picture() -> None:
    item = make_item()
    world, browser = shop(item)
    price = Price(kopecks=123_456, noted_at=NOON - timedelta(days=2))
    card = replace(card_of(item), photo=WHOLE, price=price)
    world.counting.of_seller(browser.seller).commit([Create(card)])
    world.cards.add_photo(WHOLE, WEBP)

    shown = browser.get(f"/interactions/{item.id}").get_json()

    card_shown = shown["product_card"]
    assert card_shown["price"] == {"roubles": 1234.56, "noted_at": "2026-11-20T12:00:00Z"}
    assert card_shown["photo"]["mini"] == shown["row"]["product"]["photo"]
    whole = browser.get(card_shown["photo"]["full"].removeprefix("/api"))
    assert (whole.status_code, whole.content_type) == (200, "image/webp")
    assert whole.headers["Cache-Control"] == "private, max-age=86400, immutable"


def test_a_row_names_its_picture_by_the_products_number() -> None:
    item = make_item()
    world, browser = shop(item)
    world.cards.add_photo(world.cards.photo_url(item.source.product.nm_id), WEBP)

    path = browser.get("/inbox").get_json()["items"][0]["product"]["photo"].removeprefix("/api")

    assert browser.get(path).content_type == "image/webp"
    assert world.seller("b@example.com", "Другая").get(path).status_code == 404


def test_a_product_that_has_no_card_shows_none() -> None:
    item = make_item()
    world, browser = shop(item)
    missing = replace(card_of(item), name="")
    world.counting.of_seller(browser.seller).commit([Create(missing)])

    assert browser.get(f"/interactions/{item.id}").get_json()["product_card"] is None


def test_a_card_without_pictures_promises_none() -> None:
    item = make_item()
    world, browser = shop(item)
    world.counting.of_seller(browser.seller).commit([Create(card_of(item))])

    card = browser.get(f"/interactions/{item.id}").get_json()["product_card"]

    assert (card["photo"], card["price"]) == (None, None)


def test_looking_at_an_item_asks_for_a_card_that_is_missing_or_old() -> None:
    item = make_item()
    world, browser = shop(item)
    path = f"/interactions/{item.id}"
    for _ in range(3):
        browser.get(path)
    assert len(asked_cards(world)) == 1

    store = world.counting.of_seller(browser.seller)
    store.commit([Put(replace(card_of(item), fetched_at=world.clock.now()))])
    world.pass_time(hours=23)
    browser.get(path)
    assert len(asked_cards(world)) == 1

    world.pass_time(hours=1)
    browser.get(path)
    assert len(asked_cards(world)) == 2


def test_an_item_without_a_product_asks_for_no_card() -> None:
    item = make_item()
    item = replace(item, source=replace(item.source, product=replace(item.source.product, nm_id=0)))
    world, browser = shop(item)

    shown = browser.get(f"/interactions/{item.id}").get_json()

    assert (shown["product_card"], shown["row"]["product"]["photo"]) == (None, None)
    assert asked_cards(world) == []


class ClosedQueue:
    """Cloud Tasks in an outage."""

    def enqueue(self, *_: object, **__: object) -> bool:
        raise Unavailable("no queue")


def test_an_outage_of_the_queue_hides_no_item() -> None:
    item = make_item()
    world = make_world(queue=ClosedQueue())
    browser = world.seller()
    world.put(browser.seller, item)

    assert browser.get(f"/interactions/{item.id}").status_code == 200


def test_a_video_has_a_still_and_a_link_out() -> None:
    item = make_item(video=Video(preview=STILL, link=STREAM, seconds=14))
    world, browser = shop(item)
    world.cards.add_photo(STILL, WEBP)

    video = browser.get(f"/interactions/{item.id}").get_json()["source"]["video"]

    assert (video["link"], video["seconds"]) == (STREAM, 14)
    assert browser.get(video["preview"].removeprefix("/api")).status_code == 200


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://evil.example/v.m3u8", "http://a.wbbasket.ru/v", ""]
)
def test_a_video_elsewhere_is_named_and_not_linked(link: str) -> None:
    item = make_item(video=Video(link=link))
    _, browser = shop(item)

    shown = browser.get(f"/interactions/{item.id}").get_json()

    assert shown["source"]["video"] == {"preview": None, "link": None, "seconds": None}


def test_a_chat_is_listed_under_the_name_of_its_product() -> None:
    chat = make_chat()
    chat = replace(chat, source=replace(chat.source, product=Product(nm_id=7)))
    world, browser = shop(chat)
    card = Card(nm_id=7, name="Термокружка", fetched_at=NOON)
    world.counting.of_seller(browser.seller).commit([Create(card)])

    listed = browser.get("/inbox").get_json()["items"][0]
    opened = browser.get(f"/interactions/{chat.id}").get_json()["row"]

    assert [row["product"]["name"] for row in (listed, opened)] == ["Термокружка"] * 2
