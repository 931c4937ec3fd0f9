"""Guesses say why, how sure they are by what was measured, and that nothing may act on them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.interaction import Channel, Interaction, Link, Origin, Product
from shared.domain.linking.guessing import (
    GUESS,
    LEAST_CONFIDENCE,
    Guess,
    Signal,
    find_signals,
    keep_best,
    rank_guesses,
    score_signals,
    weigh_guess,
)
from shared.domain.linking.policy import explain_link, policy_of, reason_words, reasons_of
from shared.domain.linking.telling import guess_basis
from tests.builders import NOON, make_chat, make_item

WORDS = "Молния сломалась через неделю, верните деньги"
SHIRT = Product(nm_id=7, article="A-7")


def question(
    name: str = "Q1", *, at: datetime = NOON, product: Product = SHIRT, **facts: Any
) -> Interaction:
    item = make_item(Channel.QUESTION, name, **{"text": ""} | facts)
    source = replace(item.source, created_at=at, product=product)
    return replace(item, source=source, occurred_at=at)


def review(name: str = "R1", *, after: timedelta = timedelta(hours=3), **facts: Any) -> Interaction:
    product = facts.pop("product", SHIRT)
    item = make_item(Channel.REVIEW, name, **{"text": ""} | facts)
    at = NOON + after
    source = replace(item.source, created_at=at, product=product)
    return replace(item, source=source, occurred_at=at)


def judge(one: Interaction, other: Interaction, *crowd: Interaction) -> Guess:
    near = [other, *crowd]
    ranked = rank_guesses(one, near, uses_names=True)
    (guess,) = [guess for guess in ranked if guess.other.id == other.id]
    return weigh_guess(guess, ranked, near, uses_names=True)


def test_the_same_product_on_the_same_day_is_no_guess() -> None:
    bare = Product(nm_id=7)
    one, other = question(product=bare), review(product=bare)

    signals = find_signals(one, other, uses_names=True)

    assert (signals, score_signals(signals)) == ((Signal.PRODUCT, Signal.DAY), 0.5)
    assert rank_guesses(one, [other], uses_names=True) == []


def test_product_article_and_day_weigh_much_and_prove_nothing() -> None:
    one, other = question(), review()

    assert score_signals(find_signals(one, other, uses_names=True)) == 0.78
    assert rank_guesses(one, [other], uses_names=True) == []


def test_a_name_within_a_week_on_a_product_of_two_is_a_guess() -> None:
    bare = Product(nm_id=7)
    one = question(buyer_name="Мария", product=bare)
    guess = judge(one, review(buyer_name="мария!", product=bare, after=timedelta(days=3)))

    assert guess.score == 0.56
    assert Signal.WEEK in guess.signals
    assert guess.link.kind == GUESS
    assert LEAST_CONFIDENCE <= guess.confidence < 0.8


def test_the_same_name_in_a_crowd_is_none() -> None:
    one, other = question(buyer_name="Мария"), review(buyer_name="Мария")
    crowd = [review(f"R{n}", buyer_name="Пётр", text="Хорошо") for n in range(2, 40)]
    rival = review("R99", buyer_name="Мария")

    assert judge(one, other).confidence > judge(one, other, *crowd).confidence
    assert judge(one, other, rival).rivals == 1
    assert judge(one, other, rival).confidence < LEAST_CONFIDENCE


def test_everything_at_once_is_nearly_sure_and_still_a_guess() -> None:
    one = question(buyer_name="Мария К.", text=WORDS)
    guess = judge(one, review(buyer_name="Мария К.", text=WORDS))

    assert (guess.score, guess.confidence) == (0.99, 0.99)
    policy = policy_of(guess.link.kind, guess.link.confidence)
    assert (policy.is_auto, policy.mode) == (False, "assist_only")
    assert policy.reason == "probabilistic_link_assist_only"
    assert reasons_of(guess.link) == (
        "nm_id_exact",
        "product_article_exact",
        "time_window_24h",
        "name_match_probabilistic",
        "semantic_overlap_high",
    )
    assert "не доказано" in explain_link(guess.link)


def test_the_same_minute_alone_is_nothing() -> None:
    nowhere = Product(nm_id=0)
    one, other = question(product=nowhere), review(product=nowhere, after=timedelta(0))

    assert rank_guesses(one, [other], uses_names=True) == []


def test_words_in_part_the_same_weigh_a_little() -> None:
    one = question(text="Молния сломалась через неделю")
    other = review(text="Сломанная молния, ужасная куртка, жду ответа")

    signals = find_signals(one, other, uses_names=True)

    assert Signal.SOME_TEXT in signals
    assert score_signals([Signal.SOME_TEXT]) == 0.06
    assert score_signals([Signal.MUCH_TEXT]) == 0.10


@pytest.mark.parametrize(
    ("mine", "theirs", "signal"),
    [
        ("Мария", "МАРИЯ", Signal.NAME),
        ("Алёна", "Алена", Signal.NAME),
        ("Иванова Мария", "Мария Иванова", Signal.NAME),
        ("Мария К.", "Мария", Signal.PART_OF_NAME),
        ("Мария К.", "Мария Котова", Signal.PART_OF_NAME),
        ("М", "Мария", Signal.PART_OF_NAME),
        ("Н", "Н", Signal.PART_OF_NAME),
        ("Покупатель", "Мария", None),
        ("", "", None),
    ],
)
def test_names_are_compared_word_by_word(mine: str, theirs: str, signal: Signal | None) -> None:
    signals = find_signals(question(buyer_name=mine), review(buyer_name=theirs), uses_names=True)

    assert set(signals) - {Signal.PRODUCT, Signal.ARTICLE, Signal.DAY} == {signal} - {None}


@pytest.mark.parametrize("names", [("Мария К.", "Мария С."), ("Мария", "Анна"), ("А", "Мария")])
def test_other_names_are_other_people_whatever_they_write(names: tuple[str, str]) -> None:
    one, other = question(buyer_name=names[0], text=WORDS), review(buyer_name=names[1], text=WORDS)

    assert find_signals(one, other, uses_names=True) == ()
    assert find_signals(one, other, uses_names=False) != ()


def test_a_seller_who_keeps_no_names_has_no_guesses_by_name() -> None:
    one, other = question(buyer_name="Мария"), review(buyer_name="Мария")

    assert rank_guesses(one, [other], uses_names=False) == []


def test_guesses_never_join_one_channel_or_examples_with_real_items() -> None:
    one = question(buyer_name="Мария")
    twin = question("Q2", buyer_name="Мария")
    demo = review(buyer_name="Мария", origin=Origin.DEMO)
    gone = review("R2", buyer_name="Мария", gone_at=NOON)

    assert rank_guesses(one, [one, twin, demo, gone], uses_names=True) == []


def test_a_chat_is_near_to_all_in_between_its_first_and_last_words() -> None:
    chat = make_chat(last_text=WORDS)
    source = replace(chat.source, created_at=NOON - timedelta(days=20), product=SHIRT)
    chat = replace(chat, source=source, occurred_at=NOON)

    signals = find_signals(chat, review(after=-timedelta(days=10), text=WORDS), uses_names=True)

    assert {Signal.DAY, Signal.MUCH_TEXT} <= set(signals)


def test_the_five_best_of_nine_are_kept() -> None:
    links = [
        Link(other=review(f"R{n}").id, kind=GUESS, rule="x", confidence=0.5 + n / 20)
        for n in range(1, 10)
    ]

    kept = keep_best(links, 5)

    assert [link.confidence for link in kept] == sorted(
        (link.confidence for link in links), reverse=True
    )[:5]
    assert keep_best(links, -1) == ()
    assert keep_best([replace(links[0], confidence=0.54)], 5) == ()


@pytest.mark.parametrize(
    ("kind", "confidence", "mode", "reason"),
    [
        ("deterministic", 0.85, "auto_allowed", "deterministic_confidence_ok"),
        ("deterministic", 0.84, "assist_only", "deterministic_below_confidence_threshold"),
        ("probabilistic", 0.99, "assist_only", "probabilistic_link_assist_only"),
    ],
)
def test_only_sure_proofs_may_be_acted_on(
    kind: str, confidence: float, mode: str, reason: str
) -> None:
    policy = policy_of(kind, confidence)

    assert (policy.mode, policy.reason) == (mode, reason)
    assert policy.is_auto is (mode == "auto_allowed")


def test_proofs_say_what_they_are_and_every_reason_has_words() -> None:
    order = Link(other=review().id, kind="deterministic", rule="same_order", confidence=0.99)

    assert reasons_of(order) == ("order_id_exact",)
    assert explain_link(order) == "Точно связано: тот же заказ."
    assert all(reason_words(signal.value) != signal.value for signal in Signal)


def test_what_waits_and_is_recent_is_looked_at() -> None:
    waiting = review(text=WORDS)

    assert guess_basis(waiting)
    assert guess_basis(waiting) != guess_basis(review(text="Другое"))
    assert guess_basis(review(product=Product(nm_id=0), text=WORDS)) == ""
    old = replace(waiting, source=replace(waiting.source, observed_at=NOON + timedelta(days=40)))
    assert guess_basis(old) == ""
    done = replace(waiting, queue=replace(waiting.queue, needs_response=False))
    assert guess_basis(done) == ""
