"""Links join what WB itself calls one: continued reviews, and chats about one order."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.customers import KEEP, Basis, CustomerProfile
from shared.domain.linking.exact import buyer_of
from shared.domain.linking.labels import OrderLabel, label_id
from shared.domain.settings import SellerSettings
from shared.ports import Patch, Put, Query, Store, Stores, Write
from shared.usecases.link_thread import link_thread
from tests.builders import NOON, SELLER
from tests.reply_bench import Bench


def link(bench: Bench, item: InteractionId) -> int:
    return link_thread(SELLER, item, stores=bench.stores, clock=bench.clock)


def others_of(bench: Bench, item: InteractionId) -> list[InteractionId]:
    return [link.other for link in bench.item(item).links]


def profiles(bench: Bench) -> list[CustomerProfile]:
    found = bench.plain.of_seller(SELLER).find(Query(kind=CustomerProfile))
    return [stored.value for stored in found]


def profile_of(bench: Bench, item: InteractionId) -> CustomerProfile:
    (profile,) = [one for one in profiles(bench) if one.id == buyer_of(bench.item(item))]
    return profile


def know_labels(bench: Bench, labelled: dict[int, str]) -> None:
    labels = [
        Put(OrderLabel(id=label_id(shk), shk=shk, order_key=key, expires_at=NOON + KEEP))
        for shk, key in labelled.items()
    ]
    bench.plain.of_seller(SELLER).commit([*labels, Put(SellerSettings(order_labels=True))])


def name_order(bench: Bench, chat: InteractionId, key: str) -> None:
    patch = Patch(Interaction, (chat,), {"source.chat.order_key": key})
    bench.plain.of_seller(SELLER).commit([patch])


def test_a_continued_review_is_linked_on_both_sides_by_two_writes() -> None:
    bench = Bench()
    parent = bench.add_item(Channel.REVIEW, external_id="R1")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    bench.counting.bill.clear()

    assert link(bench, child) == 1

    assert others_of(bench, parent) == [child]
    assert others_of(bench, child) == [parent]
    assert bench.counting.bill.writes == {Interaction: 2, CustomerProfile: 1}
    (made,) = bench.item(parent).links
    assert (made.kind, made.rule, made.confidence) == ("deterministic", "continued_review", 0.99)


def test_linking_again_from_either_side_writes_nothing() -> None:
    bench = Bench()
    parent = bench.add_item(Channel.REVIEW, external_id="R1", childFeedbackId="R2")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    link(bench, parent)
    bench.counting.bill.clear()

    assert (link(bench, parent), link(bench, child)) == (0, 0)
    assert bench.counting.bill.writes.total() == 0


@pytest.mark.parametrize("field", ["parentFeedbackId", "childFeedbackId"])
def test_the_review_that_is_named_finds_the_one_that_names_it(field: str) -> None:
    bench = Bench()
    named = bench.add_item(Channel.REVIEW, external_id="R1")
    naming = bench.add_item(Channel.REVIEW, external_id="R2", **{field: "R1"})

    assert link(bench, named) == 1
    assert others_of(bench, naming) == [named]


def test_a_relative_that_has_not_arrived_is_linked_when_it_does() -> None:
    bench = Bench()
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    assert link(bench, child) == 0

    parent = bench.add_item(Channel.REVIEW, external_id="R1")

    assert link(bench, parent) == 1
    assert others_of(bench, child) == [parent]


def test_chats_about_one_order_are_linked_and_others_are_not() -> None:
    bench = Bench()
    first = bench.add_item(Channel.CHAT, rid="order-1")
    second = bench.add_item(Channel.CHAT, rid="order-1")
    stranger = bench.add_item(Channel.CHAT, rid="order-2")

    assert link(bench, second) == 1

    assert others_of(bench, first) == [second]
    assert others_of(bench, stranger) == []
    assert bench.item(first).links[0].rule == "same_order"


def test_questions_and_unknown_items_have_no_certain_relatives() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION)

    assert link(bench, item) == 0
    assert link(bench, InteractionId("nowhere")) == 0


def test_links_of_one_item_are_bounded() -> None:
    bench = Bench()
    chats = [bench.add_item(Channel.CHAT, rid="order-1") for _ in range(15)]

    for chat in chats:
        link(bench, chat)

    assert max(len(bench.item(chat).links) for chat in chats) == 4


def test_a_chat_alone_costs_one_write_for_its_profile_and_none_again() -> None:
    bench = Bench()
    chat = bench.add_item(Channel.CHAT, rid="order-1")
    bench.counting.bill.clear()

    assert link(bench, chat) == 0
    assert bench.counting.bill.writes == {CustomerProfile: 1}
    link(bench, chat)

    assert bench.counting.bill.writes.total() == 1
    profile = profile_of(bench, chat)
    assert (profile.contacts, profile.orders, profile.basis) == ({"chat": 1}, 1, Basis.ORDER)


def test_a_chat_without_an_order_is_a_buyer_of_its_own_until_the_order_is_named() -> None:
    bench = Bench()
    chat, other = bench.add_item(Channel.CHAT), bench.add_item(Channel.CHAT, rid="order-1")
    name_order(bench, chat, "")
    for item in (chat, other):
        link(bench, item)
    assert sorted(one.basis for one in profiles(bench)) == [Basis.CHAT, Basis.ORDER]

    name_order(bench, chat, "order-1")
    assert link(bench, chat) == 1

    (profile,) = profiles(bench)
    assert (profile.contacts, profile.orders) == ({"chat": 2}, 1)


def test_a_chat_that_turns_out_to_be_about_another_order_is_unlinked_on_both_sides() -> None:
    bench = Bench()
    chats = [bench.add_item(Channel.CHAT, rid="order-1") for _ in range(3)]
    link(bench, chats[0])

    name_order(bench, chats[0], "order-2")
    assert link(bench, chats[0]) == 0

    assert others_of(bench, chats[0]) == []
    assert others_of(bench, chats[1]) == [chats[2]]
    covers = sorted(profile.covers for profile in profiles(bench))
    assert covers == sorted([(chats[0],), tuple(sorted(chats[1:]))])


def test_one_buyer_of_two_orders_has_one_profile_once_that_is_proven() -> None:
    bench = Bench()
    know_labels(bench, {71: "order-1", 72: "order-2"})
    first = bench.add_item(Channel.CHAT, rid="order-1")
    second = bench.add_item(Channel.CHAT, rid="order-2")
    review = bench.add_item(Channel.REVIEW, external_id="R1", rating=2, lastOrderShkId=71)
    for item in (first, second, review):
        link(bench, item)
    assert len(profiles(bench)) == 2

    bench.clock.advance(timedelta(days=1))
    later = bench.add_item(
        Channel.REVIEW, external_id="R2", rating=5, lastOrderShkId=72, parentFeedbackId="R1"
    )
    assert link(bench, later) == 2

    (profile,) = profiles(bench)
    assert (profile.contacts, profile.orders) == ({"chat": 2, "review": 2}, 2)
    assert (profile.mean_rating, profile.trend) == (3.5, "improving")
    for item in (first, second, review, later):
        assert profile_of(bench, item) == profile


def test_a_label_is_no_proof_before_it_is_known() -> None:
    bench = Bench()
    chat = bench.add_item(Channel.CHAT, rid="order-1", client_name="Анна")
    review = bench.add_item(Channel.REVIEW, external_id="R1", lastOrderShkId=71, userName="Игорь")
    assert (link(bench, chat), link(bench, review)) == (0, 0)
    assert [one.covers for one in profiles(bench)] == [(chat,)]

    know_labels(bench, {71: "order-1"})

    assert link(bench, chat) == 1
    assert others_of(bench, review) == [chat]


def test_an_item_without_a_proof_has_no_profile_whatever_its_name() -> None:
    bench = Bench()
    for number in range(3):
        review = bench.add_item(Channel.REVIEW, external_id=f"R{number}", userName="Мария")
        link(bench, review)
    link(bench, bench.add_item(Channel.QUESTION))

    assert profiles(bench) == []


def test_a_buyer_with_more_contacts_than_fit_is_the_same_from_each_of_them() -> None:
    bench = Bench()
    chats = [bench.add_item(Channel.CHAT, rid="order-1") for _ in range(45)]
    link(bench, chats[0])
    (before,) = profiles(bench)

    for chat in chats:
        link(bench, chat)

    (profile,) = profiles(bench)
    assert profile == before
    assert (profile.contacts, profile.is_partial) == ({"chat": 40}, True)


def test_a_profile_is_forgotten_with_the_talk_that_it_is_about() -> None:
    bench = Bench()
    chat = bench.add_item(Channel.CHAT, rid="order-1")
    link(bench, chat)

    bench.clock.advance(KEEP + timedelta(days=1))
    link(bench, chat)
    link(bench, chat)

    assert profiles(bench) == []


class JoiningStores:
    """Somebody joins the circle right before its first commit."""

    def __init__(self, stores: Stores, join: Callable[[], None]) -> None:
        self._stores = stores
        self.join = join

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return JoiningStore(self._stores.of_seller(seller), self)


class JoiningStore:
    def __init__(self, store: Store, stores: JoiningStores) -> None:
        self._store, self._stores = store, stores
        self.get, self.get_many, self.find = store.get, store.get_many, store.find
        self.count = store.count

    def commit(self, writes: Sequence[Write]) -> None:
        join, self._stores.join = self._stores.join, lambda: None
        join()
        self._store.commit(writes)


def test_whoever_joins_while_a_circle_is_settled_is_counted() -> None:
    bench = Bench()
    chat = bench.add_item(Channel.CHAT, rid="order-1")

    def join() -> None:
        bench.add_item(Channel.CHAT, rid="order-1")

    bench.stores = JoiningStores(bench.counting, join)

    assert link(bench, chat) == 1

    (profile,) = profiles(bench)
    assert profile.contacts == {"chat": 2}


def test_two_who_settle_one_circle_at_once_leave_one_profile() -> None:
    bench = Bench()
    chat = bench.add_item(Channel.CHAT, rid="order-1")

    def settle() -> None:
        link_thread(SELLER, chat, stores=bench.plain, clock=bench.clock)

    bench.stores = JoiningStores(bench.counting, settle)
    link(bench, chat)

    assert len(profiles(bench)) == 1


@pytest.mark.parametrize("fault", [Fault.LOSE_ACKNOWLEDGEMENT, Fault.REFUSE])
def test_a_doubtful_commit_leaves_one_link_on_each_side(fault: Fault) -> None:
    bench = Bench()
    parent = bench.add_item(Channel.REVIEW, external_id="R1")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    bench.stores = FaultyStores(bench.counting, in_turn(fault))

    link(bench, child)

    assert others_of(bench, parent) == [child]
    assert others_of(bench, child) == [parent]


def test_a_store_that_refuses_everything_is_tried_again_later() -> None:
    bench = Bench()
    bench.add_item(Channel.REVIEW, external_id="R1")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    bench.stores = FaultyStores(bench.counting, in_turn(*[Fault.REFUSE] * 9))
    bench.clock.advance(timedelta(seconds=1))

    with pytest.raises(Unavailable):
        link(bench, child)
