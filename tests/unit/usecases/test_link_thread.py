"""Links join what WB itself calls one: continued reviews, and chats about one order."""

from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import Unavailable
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.usecases.link_thread import link_thread
from tests.builders import SELLER
from tests.reply_bench import Bench


def link(bench: Bench, item: InteractionId) -> int:
    return link_thread(SELLER, item, stores=bench.stores, clock=bench.clock)


def others_of(bench: Bench, item: InteractionId) -> list[InteractionId]:
    return [link.other for link in bench.item(item).links]


def test_a_continued_review_is_linked_on_both_sides_by_two_writes() -> None:
    bench = Bench()
    parent = bench.add_item(Channel.REVIEW, external_id="R1")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    bench.counting.bill.clear()

    assert link(bench, child) == 1

    assert others_of(bench, parent) == [child]
    assert others_of(bench, child) == [parent]
    assert bench.counting.bill.writes.total() == 2
    (made,) = bench.item(parent).links
    assert (made.kind, made.rule, made.confidence) == ("deterministic", "continued_review", 1.0)


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

    assert max(len(bench.item(chat).links) for chat in chats) == 10


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
