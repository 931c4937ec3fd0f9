"""What the buyer wants is read off whole words, troubles first."""

import pytest

from shared.domain.interaction import Channel
from shared.domain.meaning.coarse import coarse_intent
from shared.domain.meaning.intent import classify_intent, rank_intents
from shared.domain.understanding import Intent
from tests.builders import make_chat, make_source


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Какой обхват груди у размера L?", Intent.SIZING_FIT),
        ("При весе 90 кг какой брать?", Intent.SIZING_FIT),
        ("Какой РАЗМЕР у детской модели?", Intent.SIZING_FIT),
        ("рост 170 вес 65, L подойдёт?", Intent.SIZING_FIT),
        ("Не маломерят?", Intent.SIZING_FIT),
        ("Бежевый ещё есть в наличии?", Intent.AVAILABILITY),
        ("Когда появится чёрный?", Intent.AVAILABILITY),
        ("За сколько дней приедет в Тюмень, какой срок?", Intent.DELIVERY_STATUS),
        ("Из какого материала ручка?", Intent.PRODUCT_SPEC),
        ("Какая мощность у фена?", Intent.PRODUCT_SPEC),
        ("Какой объём у бутылки?", Intent.PRODUCT_SPEC),
        ("какой обьём у бутылки", Intent.PRODUCT_SPEC),
        ("Линяет ли при стирке?", Intent.PRODUCT_SPEC),
        ("Подойдет к айфону 13?", Intent.COMPATIBILITY),
        ("Подойдёт для сухой кожи?", Intent.COMPATIBILITY),
        ("Может ли быть аллергия на этот крем?", Intent.COMPLIANCE_SAFETY),
        ("Сколько месяцев гарантия?", Intent.COMPLIANCE_SAFETY),
        ("Из безопасного материала сделано?", Intent.COMPLIANCE_SAFETY),
        ("Пришла кофемолка, не работает кнопка", Intent.DEFECT_NOT_WORKING),
        ("На вторую неделю сломалась застёжка", Intent.DEFECT_NOT_WORKING),
        ("неработает кнопка", Intent.DEFECT_NOT_WORKING),
        ("Можно ли оформить возврат без коробки?", Intent.REFUND_EXCHANGE),
        ("Если не подойдёт, смогу вернуть?", Intent.REFUND_EXCHANGE),
        ("Брак по размеру: пришёл другой, что делать?", Intent.DEFECT_NOT_WORKING),
        ("Как отменить заказ?", Intent.CANCEL_REQUEST),
        ("Сколько стоит со скидкой?", Intent.PRICE_PROMO),
        ("Как стирать этот плед?", Intent.USAGE_HOWTO),
        ("Чем отличается от прошлой модели?", Intent.PRE_PURCHASE),
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
        "Посуда на фото ваша?",
        "",
    ],
)
def test_a_stem_inside_another_word_says_nothing(text: str) -> None:
    assert classify_intent(Channel.QUESTION, make_source(text=text)).label is Intent.OTHER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Подскажите, когда доставят посылку", Intent.DELIVERY_STATUS),
        ("Миксер не работает с первого включения", Intent.DEFECT_NOT_WORKING),
        ("Стекло сломано, видно брак", Intent.DEFECT_NOT_WORKING),
        ("Спасибо, но чайник не работает", Intent.DEFECT_NOT_WORKING),
        ("Заказывал синий, прислали не то", Intent.WRONG_ITEM),
        ("Не хватает двух болтов", Intent.MISSING_PARTS),
        ("Хочу вернуть куртку", Intent.REFUND_EXCHANGE),
        ("Можно обменять на M?", Intent.REFUND_EXCHANGE),
        ("Как отменить заказ?", Intent.CANCEL_REQUEST),
        ("Заказ задерживается уже на неделю", Intent.DELIVERY_DELAY),
        ("Есть в наличии чёрные?", Intent.AVAILABILITY),
        ("Подойдёт ли чехол к планшету 11 дюймов?", Intent.COMPATIBILITY),
        ("Собираюсь брать в подарок, что посоветуете?", Intent.PRE_PURCHASE),
        ("Спасибо большое, всё подошло", Intent.THANKS),
        ("Возврат не нужен, разобралась, спасибо", Intent.THANKS),
        ("Ужас, так нельзя", Intent.OTHER),
        ("Здравствуйте", Intent.OTHER),
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
        (None, "Прекрасно подошло, всем советую", Intent.THANKS),
        (None, "Цена завышена", Intent.PRICE_PROMO),
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


def test_evidence_stands_where_it_was_read() -> None:
    words = "Добрый день! Миксер НЕ РАБОТАЕТ"

    label = classify_intent(Channel.QUESTION, make_source(text=words))

    quote = label.evidence[0]
    assert quote.text == "НЕ РАБОТАЕТ"
    assert words[quote.start : quote.start + len(quote.text)] == quote.text


def test_candidates_are_ranked_by_urgency() -> None:
    source = make_source(text="Не работает, верните деньги. Спасибо")

    ranked = rank_intents(Channel.QUESTION, source)

    assert [intent for intent, _ in ranked[:2]] == [
        Intent.DEFECT_NOT_WORKING,
        Intent.REFUND_EXCHANGE,
    ]
    assert ranked[0][1] > ranked[1][1] > ranked[-1][1]


@pytest.mark.parametrize(
    ("intent", "coarse"),
    [
        (Intent.AVAILABILITY, "availability_delivery"),
        (Intent.DELIVERY_DELAY, "availability_delivery"),
        (Intent.PRODUCT_SPEC, "spec_compatibility"),
        (Intent.QUALITY_COMPLAINT, "post_purchase_issue"),
        (Intent.SIZING_FIT, "sizing_fit"),
        (Intent.COMPLIANCE_SAFETY, "compliance_safety"),
        (Intent.CANCEL_REQUEST, "general_question"),
        (Intent.THANKS, "general_question"),
        (Intent.USAGE_HOWTO, "general_question"),
    ],
)
def test_the_six_older_labels_are_unions(intent: Intent, coarse: str) -> None:
    assert coarse_intent(intent) == coarse


def test_a_complaint_among_the_cons_counts() -> None:
    source = make_source(text="Красивый", cons="пришёл сломанный", rating=3)

    assert classify_intent(Channel.REVIEW, source).label is Intent.DEFECT_NOT_WORKING
