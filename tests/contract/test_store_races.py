"""What every store promises when many write at once, or an answer is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import (
    AlreadyExists,
    InboxError,
    Stale,
    Unavailable,
)
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.ports import (
    Bump,
    Create,
    Patch,
    Store,
    Stores,
)
from tests.builders import SELLER
from tests.contract.documents import card, version_of


def race(runs: list[Callable[[], None]]) -> list[type[BaseException] | None]:
    """Start all at once and tell how each ended."""
    barrier = threading.Barrier(len(runs))

    def run(act: Callable[[], None]) -> type[BaseException] | None:
        barrier.wait()
        try:
            act()
        except InboxError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(run, runs))


def test_of_many_creations_at_once_one_wins(store: Store) -> None:
    for round_ in range(10):
        racers = [Create(card(round_, brand=f"b{n}")) for n in range(8)]

        ends = race([partial(store.commit, [write]) for write in racers])

        assert ends.count(None) == 1
        assert set(ends) <= {None, AlreadyExists, Stale}
        found = store.get(Card, str(round_))
        assert found is not None
        assert found.value == racers[ends.index(None)].value


def test_of_many_changes_to_one_version_one_wins(store: Store) -> None:
    store.commit([Create(card(1))])
    for round_ in range(10):
        version = version_of(store, Card, "1")
        racers = [Patch(Card, ("1",), {"brand": f"{round_}-{n}"}, version) for n in range(8)]

        ends = race([partial(store.commit, [write]) for write in racers])

        assert ends.count(None) == 1
        assert set(ends) <= {None, Stale}
        found = store.get(Card, "1")
        assert found is not None
        assert found.value.brand == racers[ends.index(None)].fields["brand"]


def test_no_bump_is_lost(store: Store) -> None:
    def bump() -> None:
        for _ in range(10):
            store.commit([Bump(InboxSummary, ("inbox",), {"views.done.chat": 1})])

    assert race([bump] * 4) == [None] * 4

    found = store.get(InboxSummary, "inbox")
    assert found is not None
    assert found.value.views == {"done": {"chat": 40}}


def test_a_lost_acknowledgement_leaves_a_write_that_a_reader_can_recognise(stores: Stores) -> None:
    plan = in_turn(Fault.LOSE_ACKNOWLEDGEMENT, Fault.REFUSE)
    store = FaultyStores(stores, plan).of_seller(SELLER)

    with pytest.raises(Unavailable):
        store.commit([Create(card(1, brand="attempt-1"))])
    with pytest.raises(Unavailable):
        store.commit([Create(card(2))])
    with pytest.raises(AlreadyExists):
        store.commit([Create(card(1, brand="attempt-1"))])

    found = store.get(Card, "1")
    assert found is not None
    assert found.value.brand == "attempt-1"
    assert store.get(Card, "2") is None
