"""A text is held against the card, against what was published, and against what is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.automatic.claims import draft_holds
from shared.domain.drafts.claims.claim import Published
from shared.domain.drafts.claims.findings import (
    CONTRADICTED,
    OPEN_ASK,
    OPPOSITE,
    UNKNOWN,
    Ground,
    check_asks,
    check_facts,
)
from shared.domain.drafts.claims.published import list_published
from shared.domain.drafts.draft import Draft, Method, Severity
from shared.domain.drafts.templates import write_template
from shared.domain.guard.rewriting import rewrite_finding
from shared.domain.interaction import Answer, AnswerState, Channel
from shared.domain.products.card import Card, Characteristic, Price
from shared.domain.understanding import Intent, IntentLabel
from tests.builders import NOON, make_chat, make_item

CARD = Card(
    nm_id=1,
    name="Плед",
    characteristics=(
        Characteristic(name="Состав", value="хлопок 80 %, полиэстер 20 %"),
        Characteristic(name="Вес", value="900 г"),
        Characteristic(name="Ширина", value="150 см"),
    ),
    price=Price(kopecks=199_000, noted_at=NOON),
)
HARMLESS = (
    ("Из чего он?", "Плед из хлопка, 80 %.", "Из чего?", "В составе 80 % хлопка."),
    ("Сколько весит?", "Вес 900 г.", "Вес?", "Он весит 900 грамм, ширина 150 см."),
    ("Подойдёт на рост 160?", "Да, подойдёт.", "Подойдёт на рост 190?", "Нет, он короток."),
    ("Есть ли он в наличии?", "Да, есть.", "Есть ли он в наличии?", "Нет, закончился."),
    ("Какой наполнитель?", "Наполнитель — пух.", "Какая ткань?", "Ткань — полиэстер."),
    ("Где сшит?", "Не в Китае, сшит в России.", "Где сшит?", "Сшит в России."),
    ("Есть чехол?", "Чехол идёт в комплекте.", "Что ещё?", "В комплекте есть ремень."),
    ("Что там?", "В комплекте: пульт, чехол.", "Есть пульт?", "Пульт в комплекте есть."),
    ("Как стирать?", "Стирайте при 30 градусах.", "Как сушить?", "Сушите до 2 часов."),
)


def said_before(asked: str, answer: str) -> Published:
    return Published(asked=asked, answer=answer, at=NOON)


@pytest.mark.parametrize(
    "text",
    [
        "Плед из чистой шерсти.",
        "Его вес 700 г.",
        "Какой вес? 700 г.",
        "Плед 220 на 180 см.",
        "Этот плед — 170 см.",
        "Цена сейчас 2490 рублей.",
        "Отдаём за 2490 рублей!",
    ],
)
def test_what_the_card_denies_is_refused(text: str) -> None:
    (found,) = check_facts(text, Ground(channel=Channel.QUESTION, card=CARD))

    assert (found.rule, found.severity) == (CONTRADICTED, Severity.BLOCK)
    assert found.message.startswith("В карточке товара иначе: ")


@pytest.mark.parametrize(
    "text",
    [
        "Положите его на 20 см выше.",
        "Лучше отступить 20 см от стены.",
        "Доставка стоит 300 рублей.",
    ],
)
def test_numbers_that_may_be_of_anything_are_warned_of_and_can_be_left_out(text: str) -> None:
    whole = f"Спасибо за вопрос. {text}"
    (found,) = check_facts(whole, Ground(channel=Channel.QUESTION, card=CARD))

    assert (found.rule, found.severity) == (UNKNOWN, Severity.WARN)
    rewrite = rewrite_finding(Channel.QUESTION, whole, found)
    assert rewrite is not None
    left = whole[: rewrite.start] + rewrite.text + whole[rewrite.end :]
    assert left.strip() == "Спасибо за вопрос."


def test_a_price_is_unknown_where_nobody_noted_it_or_long_ago() -> None:
    month_ago = replace(CARD, price=Price(kopecks=199_000, noted_at=NOON - timedelta(days=30)))
    old = replace(month_ago, fetched_at=NOON)
    none = replace(CARD, price=None)

    def told(text: str, card: Card) -> list[tuple[str, str]]:
        found = check_facts(text, Ground(channel=Channel.QUESTION, card=card))
        return [(one.rule, one.message) for one in found]

    text = "Цена — 2490 рублей."
    assert told(text, none) == [
        (UNKNOWN, "Этой суммы нет в карточке товара: проверьте её или уберите")
    ]
    assert told(text, old) == [
        (UNKNOWN, "В карточке товара другое число: Цена — 1990 ₽ на 23.10.2026")
    ]
    assert told("Цена — 1990 рублей.", old) == []


def test_the_buyers_own_sum_said_back_is_no_claim() -> None:
    ground = Ground(channel=Channel.REVIEW, said="Купила за 2490 рублей, дорого", card=CARD)

    assert check_facts("Понимаем, 2490 рублей — заметная сумма.", ground) == ()


def test_what_the_card_does_not_say_is_no_objection() -> None:
    ground = Ground(channel=Channel.QUESTION, card=CARD)

    assert check_facts("Сшит в Иванове, есть в наличии, шум 40 дБ.", ground) == ()


@pytest.mark.parametrize(
    ("asked", "answer", "said", "text"),
    [
        ("Какой состав?", "Состав: 100 % хлопок.", "Из чего?", "Состав: 80 % хлопок."),
        ("Где сделано?", "Страна производства — Турция.", "Чьё?", "Производство — Китай."),
        ("Вес?", "Вес 900 г.", "Сколько весит?", "Вес 1,2 кг."),
        (
            "Можно стирать в стиральной машине?",
            "Да, можно, при 30 градусах.",
            "Можно ли стирать в стиральной машине?",
            "Здравствуйте! Нет, стирать в машине нельзя.",
        ),
        ("Есть чехол?", "Чехол идёт в комплекте.", "А чехол?", "Чехол в комплект не входит."),
        ("Есть чехол?", "Чехла в комплекте нет.", "А чехол?", "В комплекте есть чехол."),
        ("Сколько насадок?", "В комплекте три насадки.", "Что там?", "В комплекте две насадки."),
        ("Что там?", "В комплекте: пульт, батарейка.", "Что там?", "В комплекте есть чехол."),
    ],
)
def test_the_opposite_of_a_published_answer_raises_an_alarm(
    asked: str, answer: str, said: str, text: str
) -> None:
    ground = Ground(channel=Channel.QUESTION, said=said, published=(said_before(asked, answer),))

    (found, *_) = check_facts(text, ground)

    assert (found.rule, found.severity) == (OPPOSITE, Severity.WARN)
    assert "22.11.2026" in found.message
    assert answer.split(".", maxsplit=1)[0] in found.message


@pytest.mark.parametrize(("asked", "answer", "said", "text"), HARMLESS)
def test_another_side_another_day_or_another_number_is_no_opposite(
    asked: str, answer: str, said: str, text: str
) -> None:
    published = (said_before(asked, answer),)

    assert check_facts(text, Ground(channel=Channel.QUESTION, said=said, published=published)) == ()


def test_only_public_answers_to_others_count() -> None:
    own = make_item(Channel.QUESTION, "Q1", answer=Answer(text="Хлопок"))
    other = make_item(Channel.QUESTION, "Q2", text="Из чего?", answer=Answer(text="Шерсть"))
    gone = Answer(text="Лён", state=AnswerState.REJECTED)
    rejected = make_item(Channel.REVIEW, "R1", answer=gone)

    published = list_published([own, other, rejected, make_chat(), make_item()], own)

    assert [(one.asked, one.answer) for one in published] == [("Из чего?", "Шерсть")]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Какой состав и сколько весит плед?", "Здравствуйте! Состав — хлопок."),
        ("Подскажите, какая ширина?", "Здравствуйте! Спасибо за ваш вопрос."),
        ("Какой состав? Есть ли чехол?", "Состав: хлопок 80 %."),
    ],
)
def test_what_is_surely_asked_and_left_open_is_told(said: str, text: str) -> None:
    (found,) = check_asks(text, Ground(channel=Channel.QUESTION, said=said))

    assert (found.rule, found.severity) == (OPEN_ASK, Severity.WARN)
    assert found.message.startswith("Остаётся без ответа: «")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Спасибо большое, всё подошло!", "И вам спасибо."),
        ("Есть ли 44 размер?", "Да, выбирайте в карточке."),
        ("Подойдёт ли он для дачи?", "Вполне, берите не сомневаясь, он тёплый и не маркий: 900 г."),
        ("Какая ширина?", "Точных данных об этом нет, уточним."),
        ("Сколько можно ждать?! Где совесть", "Нам очень жаль."),
        ("Почему такой цвет", "Спасибо за отзыв."),
        ("Когда придёт?", "Передали вопрос на склад."),
        ("Какой цвет? Какой размер?", "Цвет синий, размер 44."),
    ],
)
def test_thanks_sighs_and_answered_asks_need_no_second_press(said: str, text: str) -> None:
    assert check_asks(text, Ground(channel=Channel.CHAT, said=said)) == ()


def test_reviews_and_answered_chats_leave_nothing_open() -> None:
    said = "Какая ширина?"

    assert check_asks("Спасибо.", Ground(channel=Channel.REVIEW, said=said)) == ()
    assert check_asks("Спасибо.", Ground(channel=Channel.CHAT, said=said, waits=False)) == ()


def test_a_draft_that_denies_an_earlier_answer_waits_for_a_person() -> None:
    earlier = said_before("Какой состав?", "Состав: 100 % хлопок.")
    text = "Спасибо! Состав: 80 % хлопок."
    findings = check_facts(text, Ground(channel=Channel.REVIEW, published=(earlier,)))
    draft = Draft(
        id="1",
        interaction=make_item().id,
        text=text,
        method=Method.LLM,
        model="m",
        prompt_version="1",
        basis="b",
        made_at=NOON,
        findings=findings,
        checked=True,
    )

    assert draft_holds(draft) is None


def test_a_template_that_would_miss_the_question_says_that_it_is_not_known() -> None:
    said = "Есть ли в составе силиконы?"
    meant = IntentLabel(label=Intent.AVAILABILITY, confidence=0.9)
    for number in range(10):
        item = make_item(Channel.QUESTION, f"Q{number}", text=said)
        item = replace(item, ai=replace(item.ai, intent=meant))

        text = write_template(item, None, "")

        assert check_asks(text, Ground(channel=Channel.QUESTION, said=said)) == ()
