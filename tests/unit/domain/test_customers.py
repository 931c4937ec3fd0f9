"""A profile counts what is known and calls the rest unknown."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.interaction import Channel, Interaction, Link, Order
from shared.domain.linking.basis import link_basis
from shared.domain.linking.customers import KEEP, Basis, CustomerProfile, OrderSum, describe_buyer
from shared.domain.linking.exact import with_orders
from shared.domain.meaning.moods import Trend
from tests.builders import NOON, make_chat, make_item


def at(item: Interaction, days: float) -> Interaction:
    moment = NOON + timedelta(days=days)
    return replace(item, source=replace(item.source, created_at=moment), occurred_at=moment)


def describe(*items: Interaction, labelled: dict[int, str] | None = None) -> CustomerProfile:
    return describe_buyer("buyer", with_orders(items, labelled or {}))


def stars(*ratings: int) -> CustomerProfile:
    reviews = [make_item(external_id=f"R{n}", rating=rating) for n, rating in enumerate(ratings)]
    return describe(*(at(review, day) for day, review in enumerate(reviews)))


def chat(name: str, **tail: Any) -> Interaction:
    known: dict[str, Any] = {"order_key": "o", "price": 990, "currency": "RUB"}
    return make_chat(name, **known | tail)


def test_nothing_is_known_of_a_silent_chat_but_that_it_is_there() -> None:
    profile = describe(make_chat(complained=None))

    assert (profile.contacts, profile.basis) == ({"chat": 1}, Basis.CHAT)
    assert (profile.mean_rating, profile.trend, profile.complains_often) == (None, None, None)
    assert (profile.orders, profile.spent) == (0, ())


def test_the_mean_is_taken_over_rated_items_alone() -> None:
    first, last = make_item(external_id="a", rating=3), make_item(external_id="b", rating=5)
    unrated = replace(first, source=replace(first.source, external_id="c", rating=None))

    profile = describe(first, unrated, make_chat(), last)

    assert (profile.mean_rating, profile.rated) == (4.0, 2)


def test_moods_follow_in_time_however_they_are_read() -> None:
    assert stars(5, 4, 1).trend is Trend.DECLINING
    assert stars(1, 4, 5).trend is Trend.IMPROVING
    happy, angry = make_item(rating=5), at(make_chat(complained=True), 3)
    assert describe(angry, happy).trend is Trend.DECLINING


def test_three_complaints_are_many_and_two_are_not() -> None:
    assert stars(2, 1, 2).complains_often is True
    assert (stars(2, 1, 5).complains_often, stars(2, 1, 5).complaints) == (False, 2)
    mixed = describe(
        make_chat("1", complained=True), make_item(rating=1), make_chat("2", complained=True)
    )
    assert mixed.complains_often is True


def test_an_order_counts_once_however_many_chats_name_its_price() -> None:
    profile = describe(
        at(chat("1"), 0), at(chat("2", price=1), 1), chat("3", order_key="p", price=10)
    )

    assert profile.orders == 2
    assert profile.spent == (OrderSum(currency="RUB", amount=1000, orders=2),)


def test_prices_of_different_money_are_never_added_up() -> None:
    profile = describe(chat("1"), chat("2", order_key="p", price=5, currency="BYN"))

    assert profile.spent == (
        OrderSum(currency="BYN", amount=5, orders=1),
        OrderSum(currency="RUB", amount=990, orders=1),
    )


def test_an_order_without_a_price_is_seen_and_not_summed() -> None:
    profile = describe(chat("1", price=None), chat("2", order_key="p", currency=""))

    assert (profile.orders, profile.spent) == (2, ())


def test_a_profile_is_the_same_in_whatever_order_contacts_come() -> None:
    dice = random.Random(7)
    items = [at(chat(str(n), price=n, complained=bool(n % 2)), n % 3) for n in range(6)]
    items += [at(make_item(external_id=f"R{n}", rating=n), n) for n in range(1, 6)]
    first = describe(*items)

    for _ in range(20):
        dice.shuffle(items)
        assert describe(*items) == first


def test_days_are_midnights_and_the_profile_lives_with_its_last_talk() -> None:
    profile = describe(at(make_chat("1"), 0), at(make_chat("2"), 4))

    midnight = NOON.replace(hour=0)
    assert (profile.first_on, profile.last_on) == (midnight, midnight + timedelta(days=4))
    assert profile.expires_at == profile.last_on + KEEP


def test_an_item_without_a_proof_gives_linking_nothing_to_do() -> None:
    assert link_basis(make_item(order=Order(shk=7)), has_labels=False) == ""
    assert link_basis(make_item(Channel.QUESTION, "Q1"), has_labels=True) == ""
    assert link_basis(make_item(order=Order(shk=7)), has_labels=True)
    told = [
        link_basis(make_item(order=Order(shk=7)), has_labels=True, label=label)
        for label in ("", "1", "2")
    ]
    assert len(set(told)) == 3
    assert link_basis(make_item(parent_id="R0"), has_labels=False)
    link = Link(other=make_chat().id, kind="deterministic", rule="same_order", confidence=0.99)
    assert link_basis(replace(make_item(), links=(link,)), has_labels=False)
    assert link_basis(replace(make_item(), buyer="b"), has_labels=False)


def test_a_talk_asks_for_linking_once_a_day_and_when_it_turns_into_a_complaint() -> None:
    talk = make_chat(last_text="Где заказ?")
    same_day = replace(talk, occurred_at=talk.occurred_at + timedelta(minutes=5))

    assert link_basis(same_day, has_labels=False) == link_basis(talk, has_labels=False)
    assert link_basis(at(talk, 1), has_labels=False) != link_basis(talk, has_labels=False)
    angry = make_chat(complained=True)
    assert link_basis(angry, has_labels=False) != link_basis(talk, has_labels=False)
