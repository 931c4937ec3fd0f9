"""What every store promises of the border between sellers."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import SealedToken
from shared.domain.errors import (
    NotFound,
)
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction, Message
from shared.domain.products.card import Card
from shared.domain.replies.reply import Reply
from shared.ports import (
    Create,
    Delete,
    Order,
    Query,
    Stores,
)
from tests.builders import SELLER
from tests.contract.documents import OTHER, card, item_at, reply
from tests.contract.samples import make_sample


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
