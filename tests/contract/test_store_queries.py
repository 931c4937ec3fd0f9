"""What every store promises of queries."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.errors import (
    MissingIndex,
    Rejected,
)
from shared.domain.interaction import Channel, Interaction, Message, View
from shared.domain.products.card import Card
from shared.domain.replies.reply import Reply
from shared.ports import (
    REMOVE,
    Create,
    Order,
    Patch,
    Query,
    Store,
    Stores,
    Where,
)
from tests.builders import NOON, SELLER
from tests.contract.documents import OTHER, card, item_at, message, reply


def test_a_page_comes_in_order_and_the_cursor_goes_on(store: Store) -> None:
    store.commit([Create(item_at(number)) for number in range(7)])
    query = Query(
        kind=Interaction,
        where=(
            Where("queue.view", "==", View.ATTENTION),
            Where("channel", "==", Channel.REVIEW),
        ),
        order=(Order("queue.deadline.target_at"),),
        limit=3,
    )

    seen: list[str] = []
    after: tuple[Any, ...] = ()
    while page := store.find(replace(query, after=after)):
        seen += [stored.value.id for stored in page]
        last = page[-1]
        assert last.value.queue.deadline is not None
        after = (last.value.queue.deadline.target_at, last.key)

    assert seen == [f"i{number:03}" for number in range(7)]


@pytest.mark.parametrize("descending", [False, True])
def test_equal_sort_values_are_ordered_by_name_in_the_same_direction(
    store: Store, descending: bool
) -> None:
    names = ["m1", "m10", "m2", "mé", "m\u0001"]
    store.commit([Create(replace(message(0), id=name)) for name in names])
    query = Query(kind=Message, within=("i1",), order=(Order("sent_at", descending),))

    whole = [stored.key[-1] for stored in store.find(query)]

    assert whole == sorted(names, key=lambda name: name.encode(), reverse=descending)
    for place, name in enumerate(whole):
        rest = store.find(replace(query, after=(NOON, name)))
        assert [stored.key[-1] for stored in rest] == whole[place + 1 :]


def test_without_an_order_names_decide_and_a_key_is_the_cursor(store: Store) -> None:
    store.commit([Create(card(nm_id)) for nm_id in (3, 20, 1)])

    assert [stored.key for stored in store.find(Query(kind=Card))] == [("1",), ("20",), ("3",)]
    rest = store.find(Query(kind=Card, after=("20",)))
    assert [stored.key for stored in rest] == [("3",)]


def test_ranges_find_what_lies_between_and_is_of_their_type(store: Store) -> None:
    store.commit([Create(message(number)) for number in range(5)])
    store.commit([Patch(Message, ("i1", "m4"), {"sent_at": "no time at all"})])
    query = Query(
        kind=Message,
        within=("i1",),
        where=(Where("sent_at", ">", NOON), Where("sent_at", "<=", NOON + timedelta(seconds=9))),
    )

    assert [stored.key for stored in store.find(query)] == [("i1", f"m{n}") for n in (1, 2, 3)]


def test_an_array_that_holds_several_of_the_values_is_found_once(store: Store) -> None:
    tags = {"1": ["x", "y"], "2": ["y"], "3": ["z"], "4": ["x", "y", "z"]}
    store.commit([Create(card(int(name))) for name in tags])
    store.commit([Patch(Card, (name,), {"tags": held}) for name, held in tags.items()])
    query = Query(kind=Card, where=(Where("tags", "array_contains_any", ["x", "y", "x"]),))

    found = [stored.key for stored in store.find(query)]

    assert found == [("1",), ("2",), ("4",)]
    assert store.count(query) == 3
    assert [stored.key for stored in store.find(replace(query, limit=2))] == found[:2]
    assert [stored.key for stored in store.find(replace(query, after=("1",)))] == found[1:]


def test_in_and_array_contains(store: Store) -> None:
    store.commit([Create(card(number, brand=f"b{number}")) for number in range(4)])
    store.commit([Patch(Card, ("1",), {"tags": ["x", "y"]}), Patch(Card, ("2",), {"tags": ["y"]})])

    by_brand = store.find(Query(kind=Card, where=(Where("brand", "in", ["b3", "b1", "b1", None]),)))
    by_tag = store.find(Query(kind=Card, where=(Where("tags", "array_contains", "y"),)))

    assert [stored.key for stored in by_brand] == [("1",), ("3",)]
    assert [stored.key for stored in by_tag] == [("1",), ("2",)]


def test_in_never_finds_none(store: Store) -> None:
    store.commit([Create(card(1)), Create(card(2))])
    store.commit([Patch(Card, ("1",), {"extra": None}), Patch(Card, ("2",), {"extra": "x"})])

    found = store.find(Query(kind=Card, where=(Where("extra", "in", ["x", None]),)))

    assert [stored.key for stored in found] == [("2",)]


def test_equality_with_none_finds_stored_none_and_not_the_absent(store: Store) -> None:
    store.commit([Create(card(1)), Create(card(2, fetched_at=NOON)), Create(card(3))])
    store.commit([Patch(Card, ("3",), {"fetched_at": REMOVE})])

    found = store.find(Query(kind=Card, where=(Where("fetched_at", "==", None),)))

    assert [stored.key for stored in found] == [("1",)]


def test_everywhere_finds_one_kind_of_all_sellers_and_pages(stores: Stores) -> None:
    for number, seller in ((1, SELLER), (2, OTHER), (3, SELLER)):
        stores.of_seller(seller).commit([Create(reply(number, seller))])
    stores.of_seller(OTHER).commit([Create(reply(4, OTHER, shard=8))])
    query = Query(
        kind=Reply,
        where=(Where("shard", "==", 7), Where("due_at", "<=", NOON + timedelta(minutes=1))),
        order=(Order("due_at"),),
        everywhere=True,
    )

    found = stores.shared().find(query)
    rest = stores.shared().find(
        replace(query, after=(found[0].value.due_at, found[0].key), limit=1)
    )

    assert [stored.key for stored in found] == [(SELLER, "r1"), (OTHER, "r2"), (SELLER, "r3")]
    assert [stored.key for stored in rest] == [(OTHER, "r2")]


def test_counting_equals_finding(store: Store) -> None:
    store.commit([Create(item_at(number, View.WAITING)) for number in range(7)])
    query = Query(
        kind=Interaction,
        where=_listed(View.WAITING),
        order=(Order("occurred_at", descending=True),),
    )

    assert store.count(query) == 7
    assert store.count(replace(query, limit=5)) == 5
    assert store.count(replace(query, where=_listed(View.DONE))) == 0


def _listed(view: View) -> tuple[Where, ...]:
    return (
        Where("queue.auto", "==", value=False),
        Where("queue.view", "==", view),
        Where("channel", "==", Channel.REVIEW),
    )


def test_a_query_without_its_index_is_refused(store: Store) -> None:
    with pytest.raises(MissingIndex, match="the declared indexes lack"):
        store.find(
            Query(kind=Card, where=(Where("brand", "==", "b"),), order=(Order("fetched_at"),))
        )


@pytest.mark.parametrize(
    "query",
    [
        Query(kind=Message),
        Query(kind=Card, within=("x",)),
        Query(kind=Card, limit=0),
        Query(kind=Card, where=(Where("brand", "!=", 1),)),  # type: ignore[arg-type]
        Query(kind=Card, where=(Where("brand", ">", None),)),
        Query(kind=Card, where=(Where("brand", "in", []),)),
        Query(kind=Card, where=(Where("brand", "in", list(range(31))),)),
        Query(kind=Card, where=(Where("brand", "==", 1), Where("brand", "==", 2))),
        Query(kind=Card, where=(Where("brand", "==", 1),), order=(Order("brand"),)),
        Query(kind=Card, order=(Order("brand"),), after=("only a key",)),
        Query(kind=Card, where=(Where("brand", ">", 1),), after=(1, "key")),
        Query(kind=Card, order=(Order("__name__"),)),
    ],
)
def test_a_mistaken_query_is_refused(store: Store, query: Query[Any]) -> None:
    with pytest.raises((ValueError, Rejected), match=r"."):
        store.find(query)


def test_counting_knows_no_cursor(store: Store) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.count(Query(kind=Card, after=("1",)))
