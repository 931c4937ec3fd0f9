"""What every store promises of single documents and commits, whatever holds them."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.store.belongings import load_kinds
from shared.adapters.store.kinds import Scope, key_of
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import (
    AlreadyExists,
    InboxError,
    NotFound,
    Rejected,
    Stale,
)
from shared.domain.events import Event
from shared.domain.field_paths import join_path
from shared.domain.interaction import Interaction, View
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.domain.sync.due import Shard
from shared.ports import (
    REMOVE,
    Bump,
    Create,
    Delete,
    Patch,
    Put,
    Store,
    Stored,
    Stores,
)
from tests.builders import NOON, SELLER
from tests.contract.documents import card, event, item_at, version_of
from tests.contract.samples import make_sample


@pytest.mark.parametrize("kind", load_kinds(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_every_kind_comes_back_as_it_was_stored(stores: Stores, kind: type, seed: int) -> None:
    value = make_sample(kind, random.Random(seed))
    shared = load_kinds()[kind].scope is Scope.SHARED
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
    store.commit([Create(event({"б": "1", "a": "2", "0": "3"}))])

    found = store.get(Event, "e1")

    assert found is not None
    assert list(found.value.facts) == ["0", "a", "б"]


def test_an_older_document_without_newer_fields_is_read_with_their_defaults(store: Store) -> None:
    store.commit([Create(card(1, brand="b")), Patch(Card, ("1",), {"brand": REMOVE})])

    found = store.get(Card, "1")

    assert found is not None
    assert found.value.brand == ""


def test_a_newer_document_with_unknown_fields_is_read(store: Store) -> None:
    later = {"later": {"deep": [1]}, "facts.x": "y"}
    store.commit([Create(event({})), Patch(Event, ("e1",), later)])

    found = store.get(Event, "e1")

    assert found is not None
    assert found.value == event({"x": "y"})


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
    store.commit([Create(event({"x": "y"}))])

    store.commit([Put(event({}))])

    found = store.get(Event, "e1")
    assert found is not None
    assert found.value == event({})


@pytest.mark.parametrize(
    "write",
    [
        lambda version: Put(card(1, brand="mine"), version),
        lambda version: Patch(Card, ("1",), {"brand": "mine"}, version),
        lambda version: Delete(Card, ("1",), version),
    ],
    ids=["put", "patch", "delete"],
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


@pytest.mark.parametrize(
    "write",
    [
        Put(card(1), "{}"),
        Patch(Card, ("1",), {"brand": "x"}, "{}"),
        Delete(Card, ("1",), "{}"),
    ],
)
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
    store.commit([Create(event({"a": "1", "b": "2"}))])

    store.commit([Patch(Event, ("e1",), {"facts.a": REMOVE, "facts.none.deep": REMOVE})])

    found = store.get(Event, "e1")
    assert found is not None
    assert found.value.facts == {"b": "2"}


@pytest.mark.parametrize("key", ["a.b", "`", "\\", "0", "a b", "😀", "\n", "__x", "a/b", "\u0000"])
def test_odd_map_keys_are_patched_by_quoted_paths(store: Store, key: str) -> None:
    store.commit([Create(event({"other": "stays"}))])

    store.commit([Patch(Event, ("e1",), {join_path(["facts", key]): "here"})])

    found = store.get(Event, "e1")
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
        [Patch(Event, ("e1",), {"facts": {}, "facts.x": "y"})],
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
