"""A process asks once for a card that many tasks want."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.kept_cards import KeptCards
from shared.domain.errors import Unavailable
from shared.domain.products.card import Card
from tests.builders import NOON

SHIRT = Card(nm_id=1, name="Футболка")


def test_a_card_is_fetched_once_a_day_and_says_when() -> None:
    clock, cards = FixedClock(NOON), MemoryCards([SHIRT])
    kept = KeptCards(cards, clock)

    first = kept.fetch(1)
    clock.advance(timedelta(hours=23))
    second = kept.fetch(1)
    clock.advance(timedelta(hours=1))
    cards.add(Card(nm_id=1, name="Рубашка"))
    third = kept.fetch(1)

    assert first is not None
    assert first == second
    assert first.fetched_at == NOON
    assert third is not None
    assert (third.name, third.fetched_at) == ("Рубашка", NOON + timedelta(days=1))
    assert cards.fetched == [1, 1]


def test_that_there_is_no_card_is_remembered_for_some_hours() -> None:
    clock, cards = FixedClock(NOON), MemoryCards()
    kept = KeptCards(cards, clock)

    assert kept.fetch(1) is None
    cards.add(SHIRT)
    assert kept.fetch(1) is None
    clock.advance(timedelta(hours=6))
    assert kept.fetch(1) is not None
    assert cards.fetched == [1, 1]


def test_an_outage_is_not_remembered() -> None:
    cards = MemoryCards([SHIRT])
    kept = KeptCards(cards, FixedClock(NOON))
    cards.is_down = True

    with pytest.raises(Unavailable):
        kept.fetch(1)
    cards.is_down = False

    assert kept.fetch(1) is not None


def test_the_card_wanted_longest_ago_makes_room() -> None:
    cards = MemoryCards([Card(nm_id=nm, name="x") for nm in (1, 2, 3)])
    kept = KeptCards(cards, FixedClock(NOON), most=2)

    for nm in (1, 2, 1, 3, 1, 2):
        kept.fetch(nm)

    assert cards.fetched == [1, 2, 3, 2]


def test_tasks_at_one_time_ask_once() -> None:
    cards = MemoryCards([SHIRT])
    kept = KeptCards(cards, FixedClock(NOON))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(kept.fetch, [1] * 64))

    assert {card.name for card in found if card} == {"Футболка"}
    assert cards.fetched == [1]
