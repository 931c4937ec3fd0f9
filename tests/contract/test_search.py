"""Searches find the same and read the same in every store."""

import pytest

from shared.adapters.store.counting import CountingStores
from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter, Place
from shared.ports import Stores
from tests.builders import NOON
from tests.evaluation.search_probes import find_all, make_probes, missed
from tests.stores import embedded_stores

QUERIES = (
    "подарка",
    "товар -размер",
    "звёзды:5 спасибо",
    "артикул:КМП",
    "без ответа размер",
    '"спасибо жду"',
    "не",
    "от:21.11 ткань",
)


def read_by_each(stores: Stores, count: int) -> tuple[list[list[str]], list[int]]:
    counting = CountingStores(stores)
    make_probes(counting, count=count)
    answers, reads = [], []
    for query in QUERIES:
        counting.bill.clear()
        answers.append(list(find_all(query, counting, NOON)))
        reads.append(counting.bill.reads[Interaction])
    return answers, reads


def test_every_probe_finds_its_item(stores: Stores) -> None:
    probes = make_probes(stores, count=60)

    assert missed(probes, stores) == []


@pytest.mark.emulator
def test_the_emulator_answers_and_reads_what_the_embedded_store_does(stores: Stores) -> None:
    assert read_by_each(stores, 40) == read_by_each(embedded_stores(), 40)


def test_lists_by_target_are_searched_in_their_order(stores: Stores) -> None:
    make_probes(stores, count=30)
    wanted = InboxFilter(place=Place.ATTENTION)

    found = list(find_all("товар", stores, NOON, wanted))

    assert found
    assert found == list(find_all("товары", stores, NOON, wanted))
