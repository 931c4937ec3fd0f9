"""Stores that count or fail keep the meaning of what they wrap."""

import pytest

from shared.adapters.store.counting import CountingStores
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import AlreadyExists, Unavailable
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.domain.sync.due import Shard
from shared.ports import Bump, Create, Delete, Patch, Put, Query, Stores
from tests.builders import SELLER
from tests.stores import embedded_stores


def test_operations_are_counted_as_firestore_bills_them() -> None:
    counted = CountingStores(embedded_stores())
    stores: Stores = counted
    store, bill = stores.of_seller(SELLER), counted.bill

    store.commit([Create(Card(nm_id=n, name="n")) for n in range(3)])
    store.commit([Bump(InboxSummary, ("inbox",), {"version": 1}), Delete(Card, ("0",))])
    store.commit([Patch(Card, ("1",), {"brand": "b"}), Put(Card(nm_id=2, name="m"))])
    assert (bill.commits, bill.writes) == (3, {Card: 6, InboxSummary: 1})

    store.get(Card, "absent")
    store.get_many(Card, ["1", "2", "1"])
    store.find(Query(kind=Card))
    store.count(Query(kind=Card))
    stores.shared().get(Shard, "1")
    assert bill.reads == {Card: 1 + 2 + 2 + 1, Shard: 1}
    assert len(bill.queries) == 2

    bill.clear()
    assert (bill.commits, bill.reads, bill.writes, bill.queries) == (0, {}, {}, [])


def test_a_commit_that_failed_is_not_billed() -> None:
    counted = CountingStores(embedded_stores())
    store = counted.of_seller(SELLER)
    store.commit([Create(Card(nm_id=1, name="n"))])

    with pytest.raises(AlreadyExists):
        store.commit([Create(Card(nm_id=1, name="n"))])
    store.commit([])

    assert (counted.bill.commits, counted.bill.writes) == (1, {Card: 1})


def test_faults_come_in_turn_and_end() -> None:
    stores: Stores = FaultyStores(
        embedded_stores(), in_turn(Fault.NONE, Fault.LOSE_ACKNOWLEDGEMENT, Fault.REFUSE)
    )
    store = stores.of_seller(SELLER)
    bump = Bump(InboxSummary, ("inbox",), {"version": 1})

    store.commit([bump])
    for _ in range(2):
        with pytest.raises(Unavailable):
            store.commit([bump])
    store.commit([bump])

    found = store.get(InboxSummary, "inbox")
    assert found is not None
    assert found.value.version == 3
    assert stores.shared().get_many(Shard, ["1"]) == {}
    assert store.find(Query(kind=Card)) == []
    assert store.count(Query(kind=Card)) == 0
