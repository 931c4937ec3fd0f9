"""Every buyer with a hard key has the true profile, and nobody has one because of a name."""

import pytest

from shared.adapters.store.firestore import connect_firestore
from tests.orders import make_orders
from tests.profile_bench import find_faults, measure_profiles

pytestmark = pytest.mark.uncounted

# `make eval` measures the same of five hundred orders.
ORDERS = 120


def test_orders_are_told_apart_by_what_wb_itself_ties() -> None:
    figures = measure_profiles(ORDERS, labelled=0.0)

    assert find_faults(figures) == []
    assert (figures["orders"], figures["precision"], figures["recall"]) == (ORDERS, 1.0, 1.0)
    assert figures["pairs_found"] == figures["pairs_linkable"] > ORDERS // 4


def test_labels_that_the_seller_tells_tie_reviews_to_chats() -> None:
    figures = measure_profiles(ORDERS // 2, seed=7, labelled=0.5)

    assert find_faults(figures) == []
    without = measure_profiles(ORDERS // 2, seed=7, labelled=0.0)
    assert figures["pairs_found"] > without["pairs_found"]


def test_the_fixture_would_show_a_buyer_made_from_a_name() -> None:
    truth = make_orders()
    named: dict[str, set[int]] = {}
    for piece in truth.pieces:
        raw = piece.readings[-1].raw
        name = raw.get("userName") or (raw.get("chat") or {}).get("clientName") or ""
        named.setdefault(name, set()).add(piece.buyer)

    assert min(len(buyers) for buyers in named.values()) > 10


@pytest.mark.emulator
def test_firestore_tells_the_same_buyers(emulator_project: str) -> None:
    figures = measure_profiles(25, seed=3, stores=connect_firestore(emulator_project))

    assert find_faults(figures) == []
    same = measure_profiles(25, seed=3)
    drop = "items_per_second"
    assert {**figures, drop: 0} == {**same, drop: 0}
