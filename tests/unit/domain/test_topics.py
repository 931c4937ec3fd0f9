"""Reviews are read subject by subject, each with its feeling and the words that show it."""

from typing import Any

import pytest

from shared.domain.interaction import Channel
from shared.domain.meaning.topics import read_topics
from shared.domain.understanding import Intent, Part, Quote, Sentiment
from tests.builders import make_source

GOOD, BAD, EVEN = Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL


def topics_of(text: str = "", **parts: Any) -> dict[Intent, Sentiment]:
    source = make_source(text=text, **parts)
    return {topic.label: topic.sentiment for topic in read_topics(Channel.REVIEW, source)}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Маломерит на размер", {Intent.SIZING_FIT: BAD}),
        ("Размер в размер, сидит идеально", {Intent.SIZING_FIT: GOOD}),
        ("Ткань приятная", {Intent.QUALITY_COMPLAINT: GOOD}),
        ("Ткань плохая, но цвет красивый", {Intent.QUALITY_COMPLAINT: EVEN}),
        ("Не линяет и не мнётся", {Intent.QUALITY_COMPLAINT: GOOD}),
        ("Не понравилось качество", {Intent.QUALITY_COMPLAINT: BAD}),
        ("Перестал работать через неделю", {Intent.DEFECT_NOT_WORKING: BAD}),
        ("Прислали другой цвет", {Intent.WRONG_ITEM: BAD}),
        ("Полностью соответствует описанию", {Intent.WRONG_ITEM: GOOD}),
        ("Быстрая доставка, упаковано надёжно", {Intent.DELIVERY_STATUS: GOOD}),
        ("Коробка порвана", {Intent.DELIVERY_STATUS: BAD}),
        ("Везли целый месяц, задержали доставку", {Intent.DELIVERY_DELAY: BAD}),
        ("Цена отличная", {Intent.PRICE_PROMO: GOOD}),
        ("Не стоит своих денег", {Intent.PRICE_PROMO: BAD}),
        ("Не хватает двух болтов", {Intent.MISSING_PARTS: BAD}),
        ("Появилась сыпь на руках", {Intent.COMPLIANCE_SAFETY: BAD}),
        ("Аллергии нет", {Intent.COMPLIANCE_SAFETY: GOOD}),
        ("Инструкция понятная", {Intent.USAGE_HOWTO: GOOD}),
        ("К айфону не подошёл", {Intent.COMPATIBILITY: BAD}),
        ("Оформила возврат", {Intent.REFUND_EXCHANGE: EVEN}),
        ("Всё супер", {Intent.THANKS: GOOD}),
        ("Спасибо, рекомендую", {Intent.THANKS: GOOD}),
        ("Ужас", {Intent.OTHER: BAD}),
        ("Не советую", {Intent.OTHER: BAD}),
        ("Дополню отзыв позже", {Intent.OTHER: EVEN}),
        ("", {}),
        (")))", {}),
    ],
)
def test_a_review_is_read_by_subjects(text: str, topics: dict[Intent, Sentiment]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "Доставка долгая, зато ткань отличная",
            {Intent.DELIVERY_DELAY: BAD, Intent.QUALITY_COMPLAINT: GOOD},
        ),
        (
            "Размер подошёл, цена завышена, спасибо",
            {Intent.SIZING_FIT: GOOD, Intent.PRICE_PROMO: BAD, Intent.THANKS: GOOD},
        ),
        (
            "Упаковка мятая, но всё работает",
            {Intent.DELIVERY_STATUS: BAD, Intent.QUALITY_COMPLAINT: GOOD},
        ),
    ],
)
def test_every_subject_has_its_own_feeling(text: str, topics: dict[Intent, Sentiment]) -> None:
    assert topics_of(text) == topics


def test_each_topic_quotes_the_part_that_it_was_read_from() -> None:
    source = make_source(text="Пришло быстро.", cons="Ткань плохая", pros="Цена отличная")

    topics = {one.label: one for one in read_topics(Channel.REVIEW, source)}

    assert topics[Intent.QUALITY_COMPLAINT].evidence == (
        Quote(text="плохая", part=Part.CONS, start=6),
    )
    assert topics[Intent.PRICE_PROMO].evidence[0].part is Part.PROS
    assert topics[Intent.DELIVERY_STATUS].evidence == (Quote(text="Пришло быстро"),)
    assert all(0 < one.confidence < 1 for one in topics.values())


def test_a_subject_among_the_cons_is_blamed() -> None:
    assert topics_of("Взяла", cons="Размер 42, рост 160")[Intent.SIZING_FIT] is BAD
    assert topics_of("Взяла", pros="Размер 42, рост 160")[Intent.SIZING_FIT] is GOOD


def test_tags_are_read_as_words() -> None:
    assert topics_of(tags=("соответствует описанию", "хорошее качество")) == {
        Intent.WRONG_ITEM: GOOD,
        Intent.QUALITY_COMPLAINT: GOOD,
    }


def test_only_reviews_have_topics() -> None:
    assert read_topics(Channel.QUESTION, make_source(text="Ткань плохая")) == ()
