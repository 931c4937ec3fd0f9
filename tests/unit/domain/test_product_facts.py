"""Figures of a product say how many they are made of, and nothing where these are too few."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.drafts.earlier_answers import MOST_ANSWERS, rank_answers
from shared.domain.interaction import Answer, Channel, Interaction, Product
from shared.domain.products.facts import Change, Fit, ProductFacts, read_fit, sum_product
from shared.domain.understanding import Intent, IntentLabel, Sentiment, Topic
from tests.builders import NOON, make_chat, make_item


def review(number: int, *, days: int = 1, bad: Intent | None = None, **facts: Any) -> Interaction:
    item = make_item(external_id=f"R{number}", **facts)
    told = Topic(label=bad, sentiment=Sentiment.NEGATIVE, confidence=0.9) if bad else None
    ai = replace(item.ai, topics=(told, told) if told else ())
    return replace(item, ai=ai, occurred_at=NOON - timedelta(days=days))


def total(items: Iterable[Interaction], **facts: Any) -> ProductFacts:
    known: dict[str, Any] = {"now": NOON, "is_cut": False, "covered_since": NOON}
    return sum_product(items, **known | facts)


def sized(fit: str, count: int, *, size: str = "46", first: int = 0) -> list[Interaction]:
    product = Product(nm_id=7, size=size)
    return [review(first + n, size_fit=fit, product=product) for n in range(count)]


def test_seven_voices_show_no_tendency_and_eight_do() -> None:
    seven = total(sized("smaller", 7)).fit
    eight = total(sized("smaller", 7) + sized("ok", 1, first=7)).fit

    assert (seven.total, seven.shares, seven.tendency) == (7, None, None)
    assert eight.shares == {Fit.SMALL: 0.875, Fit.TRUE: 0.125, Fit.LARGE: 0.0}
    assert eight.tendency is Fit.SMALL


def test_voices_that_disagree_show_no_tendency() -> None:
    fit = total(sized("smaller", 5) + sized("bigger", 5, first=5)).fit

    assert (fit.total, fit.tendency) == (10, None)


def test_only_sizes_with_enough_voices_are_told() -> None:
    items = sized("smaller", 9, size="44") + sized("ok", 8, size="46", first=20)
    items += sized("ok", 7, size="48", first=40) + sized("ok", 9, size="0", first=60)

    assert [(fit.size, fit.total, fit.tendency) for fit in total(items).sizes] == [
        ("44", 9, Fit.SMALL),
        ("46", 8, Fit.TRUE),
    ]


@pytest.mark.parametrize(
    ("written", "fit"),
    [("ok", Fit.TRUE), ("ок", Fit.TRUE), ("smaller", Fit.SMALL), ("bigger", Fit.LARGE)],
)
def test_wb_spells_fit_in_two_alphabets(written: str, fit: Fit) -> None:
    assert read_fit(written) is fit
    assert read_fit("") is None


def test_ratings_are_means_with_their_number() -> None:
    items = [review(n, rating=5) for n in range(8)]
    items += [review(10 + n, days=40, rating=3) for n in range(8)]
    items += [review(30, rating=None), make_chat()]

    facts = total(items)

    assert facts.rating is not None
    assert (facts.rating.mean, facts.rating.rated) == (4.0, 16)
    assert (facts.rating.recent, facts.rating.earlier) == (5.0, 3.0)
    assert (facts.reviews, facts.recent, facts.earlier) == (17, 9, 8)
    assert total([]).rating is None


def test_a_topic_rises_falls_or_stays_only_where_enough_is_known() -> None:
    sizing, defect = Intent.SIZING_FIT, Intent.DEFECT_NOT_WORKING
    now = [review(n, bad=sizing if n < 4 else None) for n in range(10)]
    before = [review(20 + n, days=45, bad=defect if n < 4 else None) for n in range(10)]

    both, alone = total(now + before).topics, total(now).topics

    assert {(one.topic, one.now, one.before, one.change) for one in both} == {
        (sizing, 4, 0, Change.UP),
        (defect, 0, 4, Change.DOWN),
    }
    assert [(one.topic, one.now, one.change) for one in alone] == [(sizing, 4, None)]
    same = total(now + [review(40 + n, days=45, bad=sizing if n < 4 else None) for n in range(10)])
    assert [one.change for one in same.topics] == [Change.SAME]


def test_months_that_were_not_read_whole_are_not_compared() -> None:
    now = [review(n, bad=Intent.SIZING_FIT) for n in range(10)]
    before = [review(20 + n, days=45) for n in range(10)]

    facts = total(now + before, is_cut=True, covered_since=NOON - timedelta(days=45))

    assert (facts.earlier, facts.topics[0].change) == (0, None)
    assert facts.is_cut


def test_answers_to_like_words_come_first_and_equal_texts_once() -> None:
    item = make_item(Channel.QUESTION, "Q", text="Молния на куртке сломалась, что делать?")
    label = IntentLabel(label=Intent.DEFECT_NOT_WORKING)
    item = replace(item, ai=replace(item.ai, intent=label))
    alike = make_item(
        external_id="R1", text="Сломалась молния на куртке", answer=Answer(text="Замените")
    )
    again = make_item(external_id="R2", text="Сломалась молния", answer=Answer(text="Замените "))
    other = make_item(external_id="R3", text="Цвет как на фото", answer=Answer(text="Спасибо"))
    kin = make_item(external_id="R4", text="Не работает кнопка", answer=Answer(text="Напишите"))
    kin = replace(kin, ai=replace(kin.ai, intent=label))

    found = rank_answers(item, [other, again, kin, alike, item, make_item(external_id="R5")])

    assert [answer.text.strip() for answer in found] == ["Замените", "Напишите"]
    assert found[0].likeness == 1.0
    assert found[1].is_same_intent


def test_two_texts_that_nobody_understands_have_nothing_in_common() -> None:
    other = IntentLabel(label=Intent.OTHER)
    item, one = (
        replace(item, ai=replace(item.ai, intent=other))
        for item in (
            make_item(Channel.QUESTION, "Q", text="Какой у вас адрес?"),
            make_item(external_id="R1", text="Просто так", answer=Answer(text="Спасибо")),
        )
    )

    assert rank_answers(item, [one]) == ()


def test_what_was_told_in_a_chat_is_offered_to_nobody() -> None:
    item = make_item(text="Молния сломалась")
    chat = make_chat(text="Молния сломалась")
    chat = replace(chat, source=replace(chat.source, answer=Answer(text="Личное")))

    assert rank_answers(item, [chat]) == ()


def test_a_handful_of_answers_is_enough() -> None:
    item = make_item(text="Молния сломалась")
    others = [
        make_item(external_id=f"R{n}", text="Молния сломалась", answer=Answer(text=f"Ответ {n}"))
        for n in range(2, 20)
    ]

    assert len(rank_answers(item, others)) == MOST_ANSWERS
