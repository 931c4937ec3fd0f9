"""What every store promises, whatever holds its documents."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.adapters.store.kinds import KINDS, Scope, key_of
from shared.domain.account import Connection, SealedToken, Seller, TokenFacts, TokenKind
from shared.domain.errors import (
    AlreadyExists,
    InboxError,
    MissingIndex,
    NotFound,
    Rejected,
    Stale,
    Unavailable,
)
from shared.domain.field_paths import join_path
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, Message, Sender, View
from shared.domain.marketplace import Card
from shared.domain.reply import Reply
from shared.domain.summary import InboxSummary
from shared.domain.sync import Shard
from shared.ports import (
    REMOVE,
    Bump,
    Create,
    Delete,
    Order,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    Where,
)
from tests.builders import NOON, SELLER, make_item
from tests.contract.samples import make_sample

OTHER = SellerId("seller-2")


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores.of_seller(SELLER)


def card(nm_id: int, **facts: Any) -> Card:
    return Card(nm_id=nm_id, name=f"card {nm_id}", **facts)


def message(number: int, **facts: Any) -> Message:
    known: dict[str, Any] = {"sender": Sender.CLIENT, "sent_at": NOON + timedelta(seconds=number)}
    return Message(id=f"m{number}", interaction=InteractionId("i1"), **known | facts)


def reply(number: int, seller: SellerId = SELLER, **facts: Any) -> Reply:
    sample = make_sample(Reply, random.Random(number))
    known = {"id": f"r{number}", "seller": seller, "interaction": "i1", "shard": 7}
    known["approved_at"] = known["due_at"] = NOON + timedelta(seconds=number)
    return replace(sample, **known | facts)


def item_at(number: int, view: View = View.ATTENTION, channel: Channel = Channel.REVIEW):
    made = make_item(Channel.REVIEW, f"R{number}")
    moment = NOON + timedelta(seconds=number)
    queue = replace(made.queue, view=view, sort_at=moment)
    return replace(
        made,
        id=InteractionId(f"i{number:03}"),
        channel=channel,
        queue=queue,
        occurred_at=moment,
        changed_at=moment,
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_every_kind_comes_back_as_it_was_stored(stores: Stores, kind: type, seed: int) -> None:
    value = make_sample(kind, random.Random(seed))
    shared = KINDS[kind].scope is Scope.SHARED
    store = stores.shared() if shared else stores.of_seller(getattr(value, "seller", SELLER))

    store.commit([Create(value)])

    found: Stored[Any] | None = store.get(kind, *key_of(value))
    assert found is not None
    assert found.value == value
    assert found.key == key_of(value)


def test_an_absent_document_is_none(store: Store) -> None:
    assert store.get(Card, "1") is None


def test_many_documents_come_by_key_without_the_absent(store: Store) -> None:
    store.commit([Create(card(1)), Create(card(2))])

    found = store.get_many(Card, ["2", "3", "1", "2"])

    assert {key: stored.value for key, stored in found.items()} == {"2": card(2), "1": card(1)}
    assert store.get_many(Card, []) == {}


def test_maps_come_back_sorted_by_key_in_both_stores(store: Store) -> None:
    store.commit([Create(card(1, facts={"б": "1", "a": "2", "0": "3"}))])

    found = store.get(Card, "1")

    assert found is not None
    assert list(found.value.facts) == ["0", "a", "б"]


def test_an_older_document_without_newer_fields_is_read_with_their_defaults(store: Store) -> None:
    store.commit([Create(card(1, brand="b")), Patch(Card, ("1",), {"brand": REMOVE})])

    found = store.get(Card, "1")

    assert found is not None
    assert found.value.brand == ""


def test_a_newer_document_with_unknown_fields_is_read(store: Store) -> None:
    store.commit([Create(card(1)), Patch(Card, ("1",), {"later": {"deep": [1]}, "facts.x": "y"})])

    found = store.get(Card, "1")

    assert found is not None
    assert found.value == card(1, facts={"x": "y"})


def test_a_document_that_cannot_be_read_names_its_fields_and_not_its_words(store: Store) -> None:
    store.commit([Create(card(1)), Patch(Card, ("1",), {"name": ["private words"]})])

    with pytest.raises(Rejected, match=r"Card cannot be read: name") as refusal:
        store.get(Card, "1")

    assert "private" not in str(refusal.value)


def test_create_meets_what_is_there(store: Store) -> None:
    store.commit([Create(card(1))])

    with pytest.raises(AlreadyExists):
        store.commit([Create(card(1, brand="other"))])

    found = store.get(Card, "1")
    assert found is not None
    assert found.value == card(1)


def test_put_replaces_the_whole_document(store: Store) -> None:
    store.commit([Create(card(1, brand="b", facts={"x": "y"}))])

    store.commit([Put(card(1))])

    found = store.get(Card, "1")
    assert found is not None
    assert found.value == card(1)


def version_of(store: Store, kind: type[Any], *key: str) -> str:
    stored: Stored[Any] | None = store.get(kind, *key)
    assert stored is not None
    return stored.version


@pytest.mark.parametrize(
    "write",
    [
        lambda version: Put(card(1, brand="mine"), version),
        lambda version: Patch(Card, ("1",), {"brand": "mine"}, version),
    ],
    ids=["put", "patch"],
)
def test_a_version_lets_only_the_first_writer_through(
    store: Store, write: Callable[[str], Any]
) -> None:
    store.commit([Create(card(1))])
    version = version_of(store, Card, "1")

    store.commit([write(version)])
    store.commit([Put(card(1, brand="theirs"))])

    with pytest.raises(Stale):
        store.commit([write(version)])


@pytest.mark.parametrize("write", [Put(card(1), "{}"), Patch(Card, ("1",), {"brand": "x"}, "{}")])
def test_a_version_of_a_document_that_is_gone_is_stale(store: Store, write: Any) -> None:
    store.commit([Create(card(1))])
    version = version_of(store, Card, "1")
    store.commit([Delete(Card, ("1",))])

    with pytest.raises(Stale):
        store.commit([replace(write, version=version)])


def test_a_document_that_was_made_again_has_another_version(store: Store) -> None:
    store.commit([Create(card(1))])
    version = version_of(store, Card, "1")
    store.commit([Delete(Card, ("1",))])
    store.commit([Create(card(1))])

    with pytest.raises(Stale):
        store.commit([Put(card(1, brand="b"), version)])


def test_a_write_that_changes_nothing_keeps_the_version(store: Store) -> None:
    store.commit([Create(card(1))])
    version = version_of(store, Card, "1")

    store.commit([Put(card(1))])
    store.commit([Patch(Card, ("1",), {"brand": ""})])

    assert version_of(store, Card, "1") == version


def test_patch_needs_a_document(store: Store) -> None:
    with pytest.raises(NotFound):
        store.commit([Patch(Card, ("1",), {"brand": "b"})])


def test_patch_writes_only_the_fields_it_names(store: Store) -> None:
    store.commit([Create(item_at(1))])
    queue = replace(item_at(1).queue, view=View.DONE)

    store.commit([Patch(Interaction, ("i001",), {"queue": queue, "source.text": "new"})])

    found = store.get(Interaction, "i001")
    assert found is not None
    before = item_at(1)
    assert found.value == replace(before, queue=queue, source=replace(before.source, text="new"))


def test_patch_removes_a_nested_field_and_leaves_its_neighbours(store: Store) -> None:
    store.commit([Create(card(1, facts={"a": "1", "b": "2"}))])

    store.commit([Patch(Card, ("1",), {"facts.a": REMOVE, "facts.none.deep": REMOVE})])

    found = store.get(Card, "1")
    assert found is not None
    assert found.value.facts == {"b": "2"}


@pytest.mark.parametrize("key", ["a.b", "`", "\\", "0", "a b", "😀", "\n", "__x", "a/b", "\u0000"])
def test_odd_map_keys_are_patched_by_quoted_paths(store: Store, key: str) -> None:
    store.commit([Create(card(1, facts={"other": "stays"}))])

    store.commit([Patch(Card, ("1",), {join_path(["facts", key]): "here"})])

    found = store.get(Card, "1")
    assert found is not None
    assert found.value.facts == {"other": "stays", key: "here"}


def test_bump_makes_the_document_and_the_nested_fields(store: Store) -> None:
    store.commit([Bump(InboxSummary, ("inbox",), {"views.auto.review": 2, "version": 1})])
    store.commit([Bump(InboxSummary, ("inbox",), {"views.auto.review": -1, "views.done.chat": 1})])

    found = store.get(InboxSummary, "inbox")

    assert found is not None
    assert found.value.views == {"auto": {"review": 1}, "done": {"chat": 1}}
    assert found.value.version == 1


def test_a_bumped_document_knows_its_name(stores: Stores) -> None:
    shared = stores.shared()
    shared.commit([Bump(Shard, ("5",), {"other": 1})])

    found = shared.get(Shard, "5")

    assert found is not None
    assert found.value == Shard(number=5)


def test_two_bumps_in_one_commit_both_count(store: Store) -> None:
    bump = Bump(InboxSummary, ("inbox",), {"version": 1})

    store.commit([bump, bump])

    found = store.get(InboxSummary, "inbox")
    assert found is not None
    assert found.value.version == 2


def test_delete_takes_away_and_does_not_mind_the_absent(store: Store) -> None:
    store.commit([Create(card(1))])

    store.commit([Delete(Card, ("1",)), Delete(Card, ("2",))])

    assert store.get(Card, "1") is None


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        (Create(card(2)), AlreadyExists),
        (Patch(Card, ("9",), {"brand": "b"}), NotFound),
        (Put(card(2, brand="b"), "old"), Stale),
    ],
    ids=["create", "patch", "version"],
)
def test_a_commit_applies_all_writes_or_none(
    store: Store, failing: Any, error: type[InboxError]
) -> None:
    store.commit([Create(card(2))])
    if getattr(failing, "version", None):
        failing = replace(failing, version=version_of(store, Card, "2"))
        store.commit([Put(card(2, brand="moved on"))])
    before = store.get(Card, "2")

    with pytest.raises(error):
        store.commit([Create(card(1)), Bump(InboxSummary, ("inbox",), {"version": 1}), failing])

    assert store.get(Card, "1") is None
    assert store.get(InboxSummary, "inbox") is None
    assert store.get(Card, "2") == before


def test_an_empty_commit_is_nothing(store: Store) -> None:
    store.commit([])


@pytest.mark.parametrize(
    "writes",
    [
        [Put(card(1)), Create(card(1))],
        [Put(card(1)), Put(card(1), "1")],
        [Delete(Card, ("1",)), Patch(Card, ("1",), {"brand": "b"})],
        [Patch(Card, ("1",), {})],
        [Patch(Card, ("1",), {"facts": {}, "facts.x": "y"})],
        [Bump(InboxSummary, ("inbox",), {})],
        [Patch(Card, ("1", "2"), {"brand": "b"})],
        [Patch(Card, ("1",), {"brand": object()})],
        [Patch(Card, ("1",), {"fetched_at": NOON.replace(tzinfo=None)})],
        [Patch(Card, ("1",), {"": 1})],
        [Patch(Card, ("1",), {"a..b": 1})],
    ],
)
def test_a_mistaken_write_is_refused_before_it_is_sent(store: Store, writes: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.commit(writes)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**63, "\ud800", [[1]], {"": 1}, {"__x__": 1}, {"a": "x" * 2**20}],
    ids=["nan", "inf", "int", "surrogate", "nested list", "empty key", "reserved key", "large"],
)
def test_what_firestore_cannot_hold_is_rejected(store: Store, value: Any) -> None:
    store.commit([Create(card(1))])

    with pytest.raises(Rejected):
        store.commit([Patch(Card, ("1",), {"extra": value})])


def test_sellers_cannot_see_each_other(stores: Stores) -> None:
    mine, theirs = stores.of_seller(SELLER), stores.of_seller(OTHER)
    mine.commit([Create(card(1)), Create(item_at(1))])

    assert theirs.get(Card, "1") is None
    assert theirs.get_many(Card, ["1"]) == {}
    assert theirs.find(Query(kind=Interaction, order=(Order("changed_at", descending=True),))) == []
    theirs.commit([Delete(Card, ("1",)), Create(card(2))])
    assert mine.get(Card, "1") is not None
    assert mine.get(Card, "2") is None


@pytest.mark.parametrize(
    "name", ["", ".", "..", "__x__", "a/b", "../seller-2", "/", "x" * 1501, "\ud800", "a/b/c"]
)
def test_a_name_cannot_lead_out_of_a_subtree(stores: Stores, name: str) -> None:
    store = stores.of_seller(SELLER)
    doc = replace(make_sample(SealedToken, random.Random(1)), id=name)
    attempts: list[Callable[[], Any]] = [
        lambda: stores.of_seller(SellerId(name)),
        lambda: store.get(Card, name),
        lambda: store.get(Message, name, "m1"),
        lambda: store.get_many(Card, [name]),
        lambda: store.find(Query(kind=Message, within=(name,))),
        lambda: store.commit([Delete(Card, (name,))]),
        lambda: store.commit([Create(doc)]),
    ]

    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_a_store_opens_only_its_own_kinds(stores: Stores) -> None:
    store, shared = stores.of_seller(SELLER), stores.shared()
    attempts: list[Callable[[], Any]] = [
        lambda: store.get(Seller, "seller-2"),
        lambda: shared.get(Interaction, "i1"),
        lambda: shared.find(Query(kind=Interaction)),
        lambda: shared.commit([Create(card(1))]),
        lambda: store.find(Query(kind=Reply, everywhere=True)),
        lambda: shared.find(Query(kind=Seller, everywhere=True)),
        lambda: store.commit([Create(reply(1, OTHER))]),
        lambda: store.get(str, "x"),
    ]

    for attempt in attempts:
        with pytest.raises(ValueError, match=r"."):
            attempt()


def test_a_page_comes_in_order_and_the_cursor_goes_on(store: Store) -> None:
    store.commit([Create(item_at(number)) for number in range(7)])
    query = Query(
        kind=Interaction,
        where=(Where("queue.view", "==", View.ATTENTION),),
        order=(Order("queue.sort_at"),),
        limit=3,
    )

    seen: list[str] = []
    after: tuple[Any, ...] = ()
    while page := store.find(replace(query, after=after)):
        seen += [stored.value.id for stored in page]
        after = (page[-1].value.queue.sort_at, page[-1].key)

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
        where=(Where("queue.view", "==", View.WAITING),),
        order=(Order("occurred_at", descending=True),),
    )

    assert store.count(query) == 7
    assert store.count(replace(query, limit=5)) == 5
    assert store.count(replace(query, where=(Where("queue.view", "==", View.DONE),))) == 0


def test_a_query_without_its_index_is_refused(store: Store) -> None:
    with pytest.raises(MissingIndex, match=r"firestore.indexes.json lacks"):
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


def test_a_seller_profile_is_shared_and_may_lose_its_connection(stores: Stores) -> None:
    facts = TokenFacts(
        sid="s",
        kind=TokenKind.SERVICE,
        feedbacks=True,
        chats=True,
        returns=False,
        read_only=False,
        expires_at=NOON,
    )
    link = Connection(facts=facts, cabinet="c", trade_mark="t", connected_at=NOON, parked={})
    profile = Seller(id=SELLER, name="n", email="e", created_at=NOON, connection=link)
    shared = stores.shared()
    shared.commit([Create(profile)])

    shared.commit([Patch(Seller, (SELLER,), {"connection": None})])

    found = shared.get(Seller, SELLER)
    assert found is not None
    assert found.value == replace(profile, connection=None)
