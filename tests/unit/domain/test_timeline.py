"""This buyer's own words stand apart from those of others about the same product."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.ids import InteractionId
from shared.domain.interaction import Answer, Channel, Interaction, Link, Product, Sender
from shared.domain.linking.customers import describe_buyer
from shared.domain.linking.exact import Contact
from shared.domain.linking.timeline import (
    Group,
    ThreadScope,
    channels_of,
    key_of,
    last_reply,
    order_steps,
    portal_address,
    scope_of,
)
from tests.builders import NOON, make_chat, make_item

WINDOW = timedelta(days=45)
NOWHERE = Product(nm_id=0)


def at(item: Interaction, moment: datetime, **source: Any) -> Interaction:
    moved = replace(item.source, created_at=moment, **source)
    return replace(item, source=moved, occurred_at=moment)


def linked(item: Interaction, other: InteractionId, kind: str = "deterministic") -> Interaction:
    confidence = 0.99 if kind == "deterministic" else 0.7
    return replace(
        item, links=(Link(other=other, kind=kind, rule="same_order", confidence=confidence),)
    )


def test_an_item_that_shares_nothing_stands_alone() -> None:
    item = make_item(product=NOWHERE)

    (step,) = order_steps(item, [], [], window=WINDOW)

    assert scope_of(item, None) is ThreadScope.SINGLE
    assert (step.reasons, step.confidence, step.group) == (
        ("current_interaction",),
        1.0,
        Group.CURRENT,
    )


def test_neighbours_on_the_product_are_other_buyers_and_only_assist() -> None:
    item = make_item()
    near = at(make_item(external_id="R2"), NOON - timedelta(days=45))
    far = at(make_item(external_id="R3"), NOON - timedelta(days=46))

    neighbour, current = order_steps(item, [], [near, far, item], window=WINDOW)

    assert scope_of(item, None) is ThreadScope.PRODUCT
    assert (current.item.id, neighbour.item.id) == (item.id, near.id)
    assert (neighbour.reasons, neighbour.confidence) == (("nm_id_time_window",), 0.82)
    assert neighbour.is_other_buyer
    assert (neighbour.policy.mode, neighbour.policy.is_auto) == ("assist_only", False)


def test_the_same_article_alone_is_less() -> None:
    item = make_item(product=Product(nm_id=1, article="A"))
    other = make_item(external_id="R2", product=Product(nm_id=2, article="A"))
    stranger = make_item(external_id="R3", product=Product(nm_id=3, article="B"))

    steps = order_steps(item, [], [other, stranger], window=WINDOW)

    assert {step.confidence for step in steps} == {1.0, 0.78}


def test_all_channels_of_one_order_stand_in_their_order() -> None:
    chat = at(make_chat(order_key="o"), NOON + timedelta(days=2))
    review = linked(at(make_item(), NOON + timedelta(days=60)), chat.id)
    question = at(make_item(Channel.QUESTION, "Q1"), NOON)
    profile = describe_buyer(
        "b", [Contact(item=one, order_key="o") for one in (chat, review, question)]
    )

    steps = order_steps(review, [chat, question], [], window=WINDOW)

    assert [step.item.id for step in steps] == [question.id, chat.id, review.id]
    assert channels_of(steps) == tuple(Channel)
    assert scope_of(review, profile) is ThreadScope.ORDER
    assert [step.reasons[0] for step in steps] == [
        "customer_id_exact",
        "order_id_exact",
        "current_interaction",
    ]
    assert [step.confidence for step in steps] == [0.95, 0.99, 1.0]
    assert all(step.policy.is_auto and not step.is_other_buyer for step in steps)
    assert key_of(chat, profile).order_id == "o"
    assert key_of(review, profile).customer_id == "b"


def test_a_guess_is_neither_this_buyers_nor_a_neighbours() -> None:
    other = make_chat()
    item = linked(make_item(), other.id, "probabilistic")

    steps = order_steps(item, [other], [other], window=WINDOW)

    guess = next(step for step in steps if step.item.id == other.id)
    assert (guess.group, guess.confidence) == (Group.GUESS, 0.7)
    assert not guess.policy.is_auto


def test_what_was_unlinked_by_hand_is_a_neighbour_at_most() -> None:
    other = make_chat()
    item = make_item()
    link = Link(other=other.id, kind="deterministic", rule="same_order", confidence=0.99)
    item = replace(item, work=replace(item.work, unlinked=(link,)))

    steps = order_steps(item, [other], [other], window=WINDOW)

    assert {step.group for step in steps} == {Group.CURRENT, Group.NEIGHBOUR}


def test_an_answer_comes_with_its_step_and_private_words_stay_private() -> None:
    answered = make_item(external_id="R2", answer=Answer(text="Спасибо!"))
    chat = make_chat(last_text="Ваш заказ в пути", last_sender=Sender.SELLER)
    own = linked(make_item(), chat.id)

    steps = order_steps(own, [chat], [answered], window=WINDOW)
    told = {step.item.id: last_reply(step) for step in steps}
    strange = order_steps(make_item(), [], [chat, answered], window=WINDOW)

    assert told == {own.id: "", chat.id: "Ваш заказ в пути", answered.id: "Спасибо!"}
    assert [last_reply(step) for step in strange if step.item.id == chat.id] == [""]


def test_a_buyer_without_an_order_is_a_customer() -> None:
    chat = make_chat(order_key="")
    profile = describe_buyer("b", [Contact(item=chat)])

    assert scope_of(chat, profile) is ThreadScope.CUSTOMER


def test_wb_shows_each_channel_somewhere_else() -> None:
    review, question = make_item(), make_item(Channel.QUESTION, "Q1", answer=Answer(text="Да"))

    assert portal_address(review).endswith("/feedbacks/feedbacks-tab/not-answered")
    assert portal_address(question).endswith("/feedbacks/questions-tab/answered")
    assert portal_address(make_chat("1:abc")).endswith("/chat-with-clients?chatId=abc")
