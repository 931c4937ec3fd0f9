"""Template drafts are clean, signed, varied, and the same for the same words."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.drafts.brief import Brief
from shared.domain.drafts.phrases import praise
from shared.domain.drafts.templates import write_template
from shared.domain.drafts.tone import Tone
from shared.domain.drafts.variety import WALL, opening_of
from shared.domain.guard.guardrails import check_text
from shared.domain.interaction import Channel, Interaction, Photo, Product, Video
from shared.domain.products.card import Card, Characteristic
from shared.domain.understanding import DraftMark, Intent, IntentLabel
from tests.builders import NOON, make_chat, make_item

CARD = Card(
    nm_id=1,
    name="Футболка",
    characteristics=(
        Characteristic(name="Состав", value="хлопок 95%"),
        Characteristic(name="Состав подкладки", value="пишите на shop@example.ru"),
        Characteristic(name="Страна", value="Россия"),
    ),
)


def with_intent(item: Interaction, intent: Intent) -> Interaction:
    return replace(item, ai=replace(item.ai, intent=IntentLabel(label=intent)))


def all_items() -> list[Interaction]:
    items = [
        with_intent(
            make_item(external_id=f"R{stars}{intent}", rating=stars, tags=tags, text=text), intent
        )
        for stars in (1, 2, 3, 4, 5)
        for intent in Intent
        for tags, text in (((), "Слова"), (("качество", "цена"), ""))
    ]
    items += [with_intent(make_item(Channel.QUESTION, f"Q{one}"), one) for one in Intent]
    return items + [with_intent(make_chat(f"1:{one}"), one) for one in Intent]


@pytest.mark.parametrize("item", all_items(), ids=lambda item: item.source.external_id)
def test_every_draft_passes_the_guardrails(item: Interaction) -> None:
    text = write_template(item, CARD, "магазин «Пример»")

    assert check_text(item.channel, text) == ()
    assert text.endswith("магазин «Пример»")
    assert "{" not in text
    if item.channel is not Channel.CHAT:
        assert "?" not in text


def test_the_same_words_get_the_same_draft_and_the_next_turn_another() -> None:
    item = make_item()
    mark = DraftMark(id="1", basis="", method="template", made_at=NOON)
    again = replace(item, ai=replace(item.ai, draft=mark))

    assert write_template(item, None, "") == write_template(item, None, "")
    assert write_template(item, None, "") != write_template(again, None, "")


def test_an_unknown_fact_is_said_to_be_unknown() -> None:
    item = make_item(Channel.QUESTION, "Q1", text="Сколько петель у крючка?")

    text = write_template(with_intent(item, Intent.PRODUCT_SPEC), CARD, "")

    assert "описани" not in text
    assert any(word in text for word in ("уточним", "сверим", "проверим"))


def test_drafts_of_many_reviews_differ() -> None:
    drafts = {write_template(make_item(external_id=f"R{n}"), None, "") for n in range(100)}

    assert len(drafts) > 40


def test_an_answer_to_a_question_quotes_the_card() -> None:
    item = make_item(Channel.QUESTION, "Q1", text="Какой состав ткани?")

    text = write_template(item, CARD, "")

    assert "состав — хлопок 95%" in text
    assert "shop@example.ru" not in text


def test_tags_are_answered_where_there_are_no_words() -> None:
    happy = write_template(make_item(text="", tags=("качество",), rating=5), None, "")
    sad = write_template(make_item(text="", tags=("запах",), rating=1), None, "")

    assert "качество" in happy
    assert "запах" in sad


def test_tags_that_break_the_rules_are_not_repeated() -> None:
    text = write_template(make_item(text="", tags=("пишите на a@b.ru",), rating=5), None, "")

    assert "a@b.ru" not in text


def test_a_broken_item_is_met_with_the_way_to_return_it() -> None:
    text = write_template(make_item(rating=1, text="Пришёл сломанный"), None, "")

    assert "кабинет" in text
    assert "Wildberries" in text


@pytest.mark.parametrize("facts", [{"photos": (Photo(full="a", mini="b"),)}, {"video": Video()}])
def test_pictures_are_thanked_for(facts: dict[str, Any]) -> None:
    lines = praise.PHOTO_THANKS + praise.VIDEO_THANKS

    text = write_template(make_item(**facts), None, "")

    assert any(line in text for line in lines)


def test_a_long_name_of_a_product_gives_way_to_its_kind() -> None:
    product = Product(nm_id=1, name="Очень длинное название " * 5, subject="Пледы")
    drafts = [
        write_template(make_item(external_id=str(n), product=product), None, "") for n in range(40)
    ]

    assert any("плед" in text for text in drafts)
    assert not any("Очень длинное" in text for text in drafts)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Сода пищевая", ("соду пищевую", "соде пищевой", "сода пищевая")),
        ("Кроссовки", ("кроссовки", "кроссовках")),
        ("Платья", ("платье",)),
        ("Наборы для ванной", ("набор для ванной", "наборе для ванной")),
        ("Смарт-часы", ("смарт-часы", "смарт-часах")),
    ],
)
def test_a_product_is_named_in_the_case_of_its_sentence(
    subject: str, expected: tuple[str, ...]
) -> None:
    product = Product(nm_id=1, subject=subject)
    drafts = " ".join(
        write_template(make_item(external_id=str(n), product=product), None, "") for n in range(60)
    )

    assert all(one in drafts for one in expected)


def test_a_hundred_drafts_of_one_card_look_like_no_ones_copies() -> None:
    wall: list[str] = []
    for number in range(100):
        brief = Brief(recent=tuple(wall[: -WALL - 1 : -1]))
        text = write_template(make_item(external_id=f"R{number}", text="Супер"), None, "", brief)
        assert not wall or opening_of(text) != opening_of(wall[-1])
        assert text not in brief.recent
        wall.append(text)


def test_what_a_buyer_names_is_named_in_the_answer() -> None:
    text = write_template(make_item(text="Отличный вкус, всем советую"), None, "")

    assert "вкус" in text or "совет" in text or "рекоменд" in text


@pytest.mark.parametrize("tone", Tone)
def test_a_formal_seller_does_not_exclaim(tone: Tone) -> None:
    drafts = [
        write_template(make_item(external_id=str(n)), None, "", Brief(tone=tone)) for n in range(20)
    ]

    assert any("!" in text for text in drafts) is (tone is not Tone.FORMAL)


def test_a_signature_that_breaks_the_rules_is_left_out() -> None:
    text = write_template(make_item(), None, "магазин example.ru")

    assert "example" not in text


def test_a_chat_without_a_tail_is_still_answered() -> None:
    item = make_item(Channel.CHAT, "1:c1", text="Привет")

    assert check_text(Channel.CHAT, write_template(item, None, "")) == ()
