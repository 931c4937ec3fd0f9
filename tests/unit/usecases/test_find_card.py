"""A product's card is fetched when it is needed and kept for a day."""

from dataclasses import replace
from datetime import timedelta

from shared.adapters.memory.cards import MemoryCards
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Product
from shared.domain.products.card import Card
from shared.ports import Put, Store
from shared.usecases.find_card import find_card, name_products, refresh_card
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.reply_bench import Bench

SHIRT = Card(nm_id=1, name="Футболка")


def store_of(bench: Bench) -> Store:
    return bench.stores.of_seller(SELLER)


def test_a_card_is_fetched_anew_after_a_day() -> None:
    bench, cards = Bench(), MemoryCards([SHIRT])

    for hours in (0, 23, 24, 25):
        find_card(store_of(bench), 1, cards=cards, now=NOON + timedelta(hours=hours))

    assert cards.fetched == [1, 1]


def test_a_changed_card_is_seen_after_a_day() -> None:
    bench, cards = Bench(), MemoryCards([SHIRT])
    find_card(store_of(bench), 1, cards=cards, now=NOON)
    cards.add(Card(nm_id=1, name="Рубашка"))

    found = find_card(store_of(bench), 1, cards=cards, now=NOON + timedelta(days=1))

    assert found is not None
    assert found.name == "Рубашка"


def test_a_missing_card_is_looked_for_again_after_some_hours() -> None:
    bench, cards = Bench(), MemoryCards()

    found = [
        find_card(store_of(bench), 1, cards=cards, now=NOON + timedelta(hours=hours))
        for hours in (0, 5, 6)
    ]

    assert found == [None, None, None]
    assert cards.fetched == [1, 1]


def test_the_age_of_a_card_counts_from_its_reading() -> None:
    read_at = NOON - timedelta(hours=20)
    bench, cards = Bench(), MemoryCards([Card(nm_id=1, name="Футболка", fetched_at=read_at)])

    for hours in (0, 3, 4):
        find_card(store_of(bench), 1, cards=cards, now=NOON + timedelta(hours=hours))

    assert cards.fetched == [1, 1]


def test_an_old_card_serves_in_an_outage() -> None:
    bench, cards = Bench(), MemoryCards([SHIRT])
    find_card(store_of(bench), 1, cards=cards, now=NOON)
    cards.is_down = True

    found = find_card(store_of(bench), 1, cards=cards, now=NOON + timedelta(days=2))

    assert found is not None
    assert find_card(store_of(bench), 2, cards=cards, now=NOON) is None
    assert find_card(store_of(bench), 0, cards=cards, now=NOON) is None


def test_the_product_of_an_item_gets_its_card() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    nm_id = bench.item(item).source.product.nm_id
    cards = MemoryCards([Card(nm_id=nm_id, name="Футболка")])

    def refresh(interaction: InteractionId) -> bool:
        return refresh_card(
            SELLER, interaction, stores=bench.stores, cards=cards, clock=bench.clock
        )

    assert refresh(item)
    assert refresh(item)
    assert not refresh(InteractionId("nobody"))
    assert cards.fetched == [nm_id]


def test_a_chat_takes_the_name_of_its_product_from_the_card() -> None:
    bench = Bench()
    chat, unknown = make_chat("1:c1"), make_chat("1:c2")
    chat = replace(chat, source=replace(chat.source, product=Product(nm_id=1)))
    unknown = replace(unknown, source=replace(unknown.source, product=Product(nm_id=2)))
    review = make_item()
    store_of(bench).commit([Put(SHIRT)])

    named = name_products(store_of(bench), (chat, unknown, review))

    assert [one.source.product.name for one in named] == [
        "Футболка",
        "",
        review.source.product.name,
    ]


def test_named_products_cost_no_reading() -> None:
    bench = Bench()
    bench.counting.bill.clear()

    name_products(bench.stores.of_seller(SELLER), (make_item(),))

    assert bench.counting.bill.reads.total() == 0
