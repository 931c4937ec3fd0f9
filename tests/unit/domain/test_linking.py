"""A link needs a proof that WB itself gives."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.interaction import Channel, Interaction, Link, Order, Origin
from shared.domain.linking.exact import (
    MOST_LINKS,
    Contact,
    buyer_of,
    buyer_within,
    buyers_before,
    find_circle,
    link_rule,
    links_within,
    own_buyer,
    relatives_of,
    renew_links,
    with_orders,
)
from shared.domain.linking.keys import clean_key
from tests.builders import NOON, make_chat, make_item


def contacts(*items: Interaction, labelled: dict[int, str] | None = None) -> tuple[Contact, ...]:
    return with_orders(items, labelled or {})


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (make_item(external_id="a", child_id="b"), make_item(external_id="b"), "continued_review"),
        (make_item(external_id="a"), make_item(external_id="b", parent_id="a"), "continued_review"),
        (make_item(external_id="a"), make_item(external_id="b"), ""),
        (make_item(external_id="a", child_id="a"), make_item(external_id="a"), ""),
        (make_item(external_id="a"), make_item(Channel.QUESTION, "a"), ""),
        (make_item(external_id="a", child_id="b"), make_item(Channel.QUESTION, "b"), ""),
        (make_item(Channel.QUESTION, "a"), make_item(Channel.QUESTION, "b"), ""),
        (make_chat("1", order_key="o"), make_chat("2", order_key="o"), "same_order"),
        (make_chat("1", order_key=" o"), make_chat("2", order_key="o "), "same_order"),
        (make_chat("1", order_key=""), make_chat("2", order_key=""), ""),
        (make_chat("1", order_key="0"), make_chat("2", order_key="0"), ""),
        (make_chat("1", order_key="null"), make_chat("2", order_key="null"), ""),
        (make_chat("1", order_key="o"), make_chat("2", order_key="p"), ""),
    ],
)
def test_the_rule_is_the_same_from_both_sides(
    one: Interaction, other: Interaction, rule: str
) -> None:
    first, second = contacts(one, other)

    assert link_rule(first, second) == link_rule(second, first) == rule


def test_equal_names_on_the_same_product_at_the_same_minute_prove_nothing() -> None:
    review = make_item(external_id="a", buyer_name="Мария")
    other = make_item(external_id="b", buyer_name="Мария")
    chat = replace(make_chat(order_key="o"), source=replace(make_chat().source, buyer_name="Мария"))

    one, two, three = contacts(review, other, chat)

    assert (link_rule(one, two), link_rule(one, three)) == ("", "")


def test_example_items_are_not_linked_with_real_ones() -> None:
    real, example = make_chat("1", order_key="o"), make_chat("2", order_key="o")
    source = replace(example.source, origin=Origin.DEMO)

    assert link_rule(*contacts(real, replace(example, source=source))) == ""


def test_a_label_that_is_known_ties_a_review_to_the_chat_about_its_order() -> None:
    review, chat = make_item(order=Order(shk=7)), make_chat(order_key="o")

    assert link_rule(*contacts(review, chat)) == ""
    assert link_rule(*contacts(review, chat, labelled={7: "o"})) == "same_order"
    assert link_rule(*contacts(review, chat, labelled={8: "o"})) == ""


def test_only_reviews_have_relatives() -> None:
    assert relatives_of(make_item(Channel.QUESTION, "a", parent_id="b")) == ()


def test_a_circle_holds_whom_a_chain_of_proofs_reaches_and_nobody_else() -> None:
    chat = make_chat("1", order_key="o")
    review = make_item(external_id="a", order=Order(shk=7))
    later = make_item(external_id="b", parent_id="a")
    stranger = make_item(external_id="c")
    known = contacts(later, stranger, chat, review, labelled={7: "o"})

    circle = find_circle(later.id, known)

    assert {one.item.id for one in circle} == {chat.id, review.id, later.id}
    assert buyer_within(circle) == own_buyer(chat)
    assert [one.item.id for one in find_circle(stranger.id, known)] == [stranger.id]


def test_links_are_the_same_on_both_sides_and_bounded() -> None:
    chats = [
        replace(
            make_chat(str(number), order_key="o"),
            source=replace(
                make_chat(str(number), order_key="o").source,
                created_at=NOON + timedelta(minutes=number),
            ),
        )
        for number in range(15)
    ]

    links = links_within(contacts(*chats))

    pairs = {(name, link.other) for name, found in links.items() for link in found}
    assert pairs == {(other, name) for name, other in pairs}
    assert max(len(found) for found in links.values()) == MOST_LINKS - 1
    assert links == links_within(contacts(*reversed(chats)))


def test_a_buyer_is_named_by_the_best_proof() -> None:
    chat, bare = make_chat("1", order_key="o"), make_chat("1", order_key="")
    parent, child = make_item(external_id="a"), make_item(external_id="b", parent_id="a")

    assert own_buyer(chat) != own_buyer(bare)
    assert own_buyer(bare) in buyers_before(contacts(chat))
    assert own_buyer(make_chat("2", order_key="o")) == own_buyer(chat)
    assert (own_buyer(parent), own_buyer(make_item(Channel.QUESTION, "a"))) == ("", "")
    assert buyer_within(contacts(parent)) == ""
    assert buyer_within(contacts(parent, child)) == buyer_within(contacts(child, parent)) != ""
    assert buyer_of(replace(child, buyer="x")) == "x"
    assert "x" in buyers_before(contacts(replace(child, buyer="x")))


def test_guesses_stay_beside_what_is_proven() -> None:
    item = make_item()
    guess = Link(other=make_chat("1").id, kind="probabilistic", rule="same_day", confidence=0.6)
    old = Link(other=make_chat("2").id, kind="deterministic", rule="same_order", confidence=1.0)
    proven = replace(guess, kind="deterministic", rule="same_order")

    assert renew_links(replace(item, links=(old, guess)), []) == (guess,)
    assert renew_links(replace(item, links=(guess,)), [proven]) == (proven,)


@pytest.mark.parametrize("missing", ["", " ", "0", "000", "-", "None", "NULL", "0.0", "n/a"])
def test_what_stands_for_a_missing_key_is_no_key(missing: str) -> None:
    assert clean_key(missing) == ""
