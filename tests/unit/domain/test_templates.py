"""Template drafts are clean, signed, varied, and the same for the same words."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.drafts import template_words
from shared.domain.drafts.templates import write_template
from shared.domain.guard.guardrails import check_text
from shared.domain.interaction import Channel, Interaction, Photo, Product, Video
from shared.domain.marketplace import Card, Characteristic
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

    assert "личный кабинет Wildberries" in text


@pytest.mark.parametrize("facts", [{"photos": (Photo(full="a", mini="b"),)}, {"video": Video()}])
def test_pictures_are_thanked_for(facts: dict[str, Any]) -> None:
    lines = template_words.PHOTO_THANKS + template_words.VIDEO_THANKS

    text = write_template(make_item(**facts), None, "")

    assert any(line in text for line in lines)


def test_a_long_name_of_a_product_gives_way_to_its_kind() -> None:
    product = Product(nm_id=1, name="Очень длинное название " * 5, subject="Пледы")
    drafts = [
        write_template(make_item(external_id=str(n), product=product), None, "") for n in range(40)
    ]

    assert any("«Пледы»" in text for text in drafts)
    assert not any("Очень длинное" in text for text in drafts)


def test_a_signature_that_breaks_the_rules_is_left_out() -> None:
    text = write_template(make_item(), None, "магазин example.ru")

    assert "example" not in text


def test_a_chat_without_a_tail_is_still_answered() -> None:
    item = make_item(Channel.CHAT, "1:c1", text="Привет")

    assert check_text(Channel.CHAT, write_template(item, None, "")) == ()
