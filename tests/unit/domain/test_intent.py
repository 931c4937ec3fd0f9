"""What the buyer wants is read off whole words, troubles first."""

import pytest

from shared.domain.intent import classify_intent
from shared.domain.interaction import Channel
from shared.domain.understanding import Intent
from tests.builders import make_chat, make_source


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Какой обхват груди у размера L?", Intent.SIZING_FIT),
        ("При весе 90 кг какой брать?", Intent.SIZING_FIT),
        ("Какой РАЗМЕР у детской модели?", Intent.SIZING_FIT),
        ("Бежевый ещё есть в наличии?", Intent.AVAILABILITY),
        ("За сколько дней приедет в Тюмень, какой срок?", Intent.DELIVERY_STATUS),
        ("Из какого материала ручка?", Intent.PRODUCT_SPEC),
        ("Какой объём у бутылки?", Intent.PRODUCT_SPEC),
        ("Может ли быть аллергия на этот крем?", Intent.COMPLIANCE_SAFETY),
        ("Из безопасного материала сделано?", Intent.COMPLIANCE_SAFETY),
        ("Пришла кофемолка, не работает кнопка", Intent.DEFECT_NOT_WORKING),
        ("Можно ли оформить возврат без коробки?", Intent.REFUND_EXCHANGE),
        ("Брак по размеру: пришёл другой, что делать?", Intent.DEFECT_NOT_WORKING),
        ("Как отменить заказ?", Intent.CANCEL_REQUEST),
        ("Сколько стоит со скидкой?", Intent.PRICE_PROMO),
        ("Как стирать этот плед?", Intent.USAGE_HOWTO),
    ],
)
def test_a_question_is_read_by_its_words(text: str, intent: Intent) -> None:
    label = classify_intent(Channel.QUESTION, make_source(text=text))

    assert label.label is intent
    assert label.confidence >= 0.5
    assert label.evidence
    assert label.method == "rules"


@pytest.mark.parametrize(
    "text",
    [
        "Это просто подставка или с крышкой?",
        "Весь комплект в одной коробке?",
        "Весна или осень?",
        "",
    ],
)
def test_a_stem_inside_another_word_says_nothing(text: str) -> None:
    assert classify_intent(Channel.QUESTION, make_source(text=text)).label is Intent.OTHER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Спасибо, но чайник не работает", Intent.DEFECT_NOT_WORKING),
        ("Заказывал синий, прислали не то", Intent.WRONG_ITEM),
        ("Не хватает двух болтов", Intent.MISSING_PARTS),
        ("Заказ задерживается уже на неделю", Intent.DELIVERY_DELAY),
        ("Подойдёт ли чехол к планшету 11 дюймов?", Intent.COMPATIBILITY),
        ("Собираюсь брать в подарок, что посоветуете?", Intent.PRE_PURCHASE),
        ("Спасибо большое, всё подошло", Intent.THANKS),
        ("Ужас, так нельзя", Intent.OTHER),
    ],
)
def test_a_chat_is_read_by_its_last_words(text: str, intent: Intent) -> None:
    assert classify_intent(Channel.CHAT, make_chat(text=text).source).label is intent


@pytest.mark.parametrize(
    ("rating", "text", "intent"),
    [
        (5, "Супер!", Intent.THANKS),
        (5, "Пришло без брака, ничего не сломано", Intent.THANKS),
        (5, "Аллергии не было", Intent.THANKS),
        (5, "Хорошо, но через день перестал работать", Intent.DEFECT_NOT_WORKING),
        (2, "", Intent.QUALITY_COMPLAINT),
        (1, "Прислали не тот цвет", Intent.WRONG_ITEM),
        (2, "Маломерит на два размера", Intent.SIZING_FIT),
        (None, "Обычный товар", Intent.OTHER),
    ],
)
def test_a_review_is_read_by_words_then_stars(
    rating: int | None, text: str, intent: Intent
) -> None:
    source = make_source(text=text, rating=rating)

    assert classify_intent(Channel.REVIEW, source).label is intent


def test_what_a_happy_buyer_criticises_is_less_sure() -> None:
    words = "Перестал работать"

    happy = classify_intent(Channel.REVIEW, make_source(text=words, rating=5))
    sad = classify_intent(Channel.REVIEW, make_source(text=words, rating=1))

    assert happy.confidence < sad.confidence


def test_a_complaint_among_the_cons_counts() -> None:
    source = make_source(text="Красивый", cons="пришёл сломанный", rating=3)

    assert classify_intent(Channel.REVIEW, source).label is Intent.DEFECT_NOT_WORKING
