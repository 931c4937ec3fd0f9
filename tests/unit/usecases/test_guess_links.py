"""Guesses stand on both sides, cost two writes each, and lead on to nobody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import NotFound, Unavailable
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Link
from shared.domain.linking.guessing import GUESS, MOST_NEAR
from shared.domain.settings import SellerSettings
from shared.ports import Patch, Put
from shared.usecases.guess_links import guess_links
from shared.usecases.link_thread import link_thread
from shared.usecases.rebuild_profiles import rebuild_profiles
from shared.usecases.unlink import relink, unlink
from tests.builders import SELLER
from tests.reply_bench import Bench

WORDS = "Молния сломалась через неделю, верните деньги"


def link(bench: Bench, item: InteractionId) -> int:
    return link_thread(SELLER, item, stores=bench.stores, clock=bench.clock)


def links_of(bench: Bench, item: InteractionId) -> tuple[Link, ...]:
    return bench.item(item).links


def add_pair(bench: Bench, **facts: Any) -> tuple[InteractionId, InteractionId]:
    known = {"text": WORDS, "userName": "Мария"} | facts
    review = bench.add_item(Channel.REVIEW, external_id="R1", **known)
    chat = bench.add_item(Channel.CHAT, text=WORDS, client_name="Мария")
    return review, chat


def test_a_guess_stands_on_both_sides_by_two_writes() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    bench.counting.bill.clear()

    assert link(bench, review) == 1

    assert bench.counting.bill.writes[Interaction] == 2
    (mine,), (theirs,) = links_of(bench, review), links_of(bench, chat)
    assert (mine.other, theirs.other) == (chat, review)
    assert (mine.kind, mine.reasons, mine.confidence) == (
        GUESS,
        theirs.reasons,
        theirs.confidence,
    )


def test_looking_again_from_either_side_writes_nothing_more() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    link(bench, review)
    link(bench, chat)
    bench.counting.bill.clear()

    assert (link(bench, chat), link(bench, review)) == (0, 0)
    assert bench.counting.bill.writes.total() == 0


def test_reads_are_bounded_whatever_the_crowd() -> None:
    bench = Bench()
    for number in range(MOST_NEAR + 60):
        bench.add_item(Channel.REVIEW, external_id=f"X{number}", userName="Анна")
    question = bench.add_item(Channel.QUESTION, userName="Мария")
    bench.counting.bill.clear()

    link(bench, question)

    assert bench.counting.bill.reads[Interaction] <= MOST_NEAR + 5


def test_a_product_name_and_time_alone_link_nobody_in_a_crowd() -> None:
    bench = Bench()
    items = [
        bench.add_item(Channel.REVIEW, external_id=f"R{n}", userName="Мария", text=f"Всё {n}")
        for n in range(20)
    ]
    items.append(bench.add_item(Channel.CHAT, text="Где заказ?", client_name="Мария"))

    assert [link(bench, item) for item in items] == [0] * 21


def test_a_guess_that_no_longer_holds_goes_from_both_sides() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    link(bench, review)
    other_name = Patch(Interaction, (review,), {"source.buyer_name": "Пётр"})
    bench.plain.of_seller(SELLER).commit([other_name])

    link(bench, review)

    assert (links_of(bench, review), links_of(bench, chat)) == ((), ())


def test_names_that_are_not_kept_are_no_signal() -> None:
    bench = Bench()
    bench.plain.of_seller(SELLER).commit([Put(SellerSettings(store_buyer_names=False))])
    review, _ = add_pair(bench, text="Всё хорошо")

    assert link(bench, review) == 0


def test_whoever_holds_five_gives_up_the_least_likely() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    stranger = bench.add_item(Channel.QUESTION, text="Есть чёрный?", userName="Олег")
    weak = Link(other=stranger, kind=GUESS, rule="x", confidence=0.56)
    held = [replace(weak, other=InteractionId(f"x{n}"), confidence=0.9) for n in range(4)]
    store = bench.plain.of_seller(SELLER)
    store.commit([Patch(Interaction, (chat,), {"links": (*held, weak)})])
    store.commit([Patch(Interaction, (stranger,), {"links": (replace(weak, other=chat),)})])

    assert link(bench, review) == 1

    assert len(links_of(bench, chat)) == 5
    assert review in {one.other for one in links_of(bench, chat)}
    assert links_of(bench, stranger) == ()


def test_whoever_holds_five_better_ones_takes_no_sixth() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    held = [
        Link(other=InteractionId(f"x{n}"), kind="deterministic", rule="same_order", confidence=0.99)
        for n in range(5)
    ]
    bench.plain.of_seller(SELLER).commit([Patch(Interaction, (chat,), {"links": tuple(held)})])

    assert link(bench, review) == 0
    assert links_of(bench, review) == ()


def test_nobody_gives_up_a_guess_for_one_that_finds_no_room() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    stranger = bench.add_item(Channel.QUESTION, text="Есть чёрный?", userName="Олег")
    weak = Link(other=stranger, kind=GUESS, rule="x", confidence=0.56)
    sure = [
        Link(other=InteractionId(f"x{n}"), kind="deterministic", rule="same_order", confidence=0.99)
        for n in range(5)
    ]
    store = bench.plain.of_seller(SELLER)
    store.commit([Patch(Interaction, (review,), {"links": tuple(sure)})])
    store.commit([Patch(Interaction, (chat,), {"links": (*sure[:4], weak)})])

    assert guess_links(store, review, settings=SellerSettings(), clock=bench.clock) == 0

    assert links_of(bench, chat) == (*sure[:4], weak)


def test_a_lost_answer_of_the_store_makes_no_second_link() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    faults = in_turn(Fault.LOSE_ACKNOWLEDGEMENT)
    stores = FaultyStores(bench.plain, faults)

    link_thread(SELLER, review, stores=stores, clock=bench.clock)

    assert len(links_of(bench, review)) == len(links_of(bench, chat)) == 1


def test_what_a_person_took_apart_stays_apart() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    link(bench, review)
    bench.counting.bill.clear()

    unlink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)
    assert bench.counting.bill.writes == {Interaction: 2}
    unlink(SELLER, chat, review, stores=bench.stores, clock=bench.clock)
    assert bench.counting.bill.writes == {Interaction: 2}

    assert (link(bench, review), link(bench, chat)) == (0, 0)
    rebuild_profiles(SELLER, stores=bench.stores, clock=bench.clock)
    assert (links_of(bench, review), links_of(bench, chat)) == ((), ())


def test_a_proof_that_a_person_took_away_comes_back_neither_by_tasks_nor_rebuilds() -> None:
    bench = Bench()
    first = bench.add_item(Channel.CHAT, rid="order-1")
    second = bench.add_item(Channel.CHAT, rid="order-1")
    third = bench.add_item(Channel.CHAT, rid="order-1")
    link(bench, first)

    unlink(SELLER, first, second, stores=bench.stores, clock=bench.clock)
    for item in (first, second, third):
        link(bench, item)
    rebuild_profiles(SELLER, stores=bench.stores, clock=bench.clock)

    assert [one.other for one in links_of(bench, first)] == [third]
    assert [one.other for one in links_of(bench, second)] == [third]


def test_an_unlinking_can_be_taken_back_to_what_was() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    link(bench, review)
    before = links_of(bench, review), links_of(bench, chat)
    unlink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)

    relink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)
    relink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)

    assert (links_of(bench, review), links_of(bench, chat)) == before
    assert link(bench, review) == 0


def test_what_is_put_back_stands_on_both_sides_however_full_they_are() -> None:
    bench = Bench()
    review, chat = add_pair(bench)
    link(bench, review)
    unlink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)
    held = [
        Link(other=InteractionId(f"x{n}"), kind=GUESS, rule="x", confidence=1.0) for n in range(5)
    ]
    bench.plain.of_seller(SELLER).commit([Patch(Interaction, (chat,), {"links": tuple(held)})])

    relink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)

    assert [one.other for one in links_of(bench, review)] == [chat]
    assert {one.other for one in links_of(bench, chat)} == {review, *(one.other for one in held)}


def test_only_what_is_linked_can_be_unlinked() -> None:
    bench = Bench()
    review, chat = add_pair(bench)

    with pytest.raises(NotFound):
        unlink(SELLER, review, chat, stores=bench.stores, clock=bench.clock)
    with pytest.raises(NotFound):
        relink(SELLER, InteractionId("nowhere"), chat, stores=bench.stores, clock=bench.clock)


def test_an_outage_that_lasts_is_told() -> None:
    bench = Bench()
    review, _ = add_pair(bench)
    stores = FaultyStores(bench.plain, in_turn(*[Fault.REFUSE] * 50))

    with pytest.raises(Unavailable):
        link_thread(SELLER, review, stores=stores, clock=bench.clock)


def test_who_says_nothing_of_themselves_costs_no_look_at_others() -> None:
    bench = Bench()
    add_pair(bench)
    blank = bench.add_item(Channel.QUESTION, text="Где?", userName="Покупатель")
    bench.counting.bill.clear()

    assert link(bench, blank) == 0
    assert bench.counting.bill.reads[Interaction] <= 2


def test_old_neighbours_are_too_far_away() -> None:
    bench = Bench()
    review, _ = add_pair(bench)
    bench.clock.advance(timedelta(days=40))
    late = bench.add_item(Channel.CHAT, text=WORDS, client_name="Мария")

    assert link(bench, late) == 0
    assert links_of(bench, review) == ()
