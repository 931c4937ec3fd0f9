"""A seller's wish for one draft reaches the model; templates follow what they can, and say so."""

import pytest

from shared.domain.drafts.brief import Brief
from shared.domain.drafts.prompts import build_prompt
from shared.domain.drafts.templates import write_template
from shared.domain.drafts.wishes import LONGEST_WISH, Change, read_wishes
from shared.domain.interaction import Channel, Interaction
from tests.builders import make_chat, make_item

ITEMS = (
    make_item(rating=5, text="Отличный плед, очень тёплый"),
    make_item(rating=1, text="Пришёл рваный"),
    make_item(Channel.QUESTION, "Q1", text="Есть ли чехол?"),
    make_chat(text="Где мой заказ?"),
)


@pytest.mark.parametrize(
    ("words", "changes", "is_whole"),
    [
        ("короче", {Change.SHORTER}, True),
        ("Сделай, пожалуйста, чуть покороче и теплее!", {Change.SHORTER, Change.WARMER}, True),
        ("без приветствия", {Change.NO_GREETING}, True),
        ("короче и добавь про скидку", {Change.SHORTER}, False),
        ("добавь благодарность", set(), False),
    ],
)
def test_what_templates_can_do_is_read_from_a_wish(
    words: str, changes: set[Change], is_whole: bool
) -> None:
    wishes = read_wishes(words)

    assert wishes.changes == frozenset(changes)
    assert wishes.is_whole is is_whole


@pytest.mark.parametrize("item", ITEMS, ids=lambda one: one.channel.value)
def test_a_template_gets_shorter_and_leaves_its_greeting_out(item: Interaction) -> None:
    plain = write_template(item, None, "")
    short = write_template(item, None, "", Brief(wish="короче, без приветствия"))

    assert 20 <= len(short) < len(plain)
    assert not short.startswith(("Здравствуйте", "Добрый", "Приветствуем"))


def test_a_model_reads_the_wish_masked_and_the_draft_before_it() -> None:
    wish = "добавь благодарность, мой телефон +7 900 123-45-67 " + "и ещё " * 200
    brief = Brief(wish=wish, before="Здравствуйте! Спасибо.")

    prompt = build_prompt(ITEMS[0], [], None, brief)

    (line,) = [one for one in prompt.rules.splitlines() if one.startswith("Пожелание")]
    assert "добавь благодарность, мой телефон [номер]" in line
    assert len(line) < LONGEST_WISH + 80
    assert "<draft>\nЗдравствуйте! Спасибо.\n</draft>" in prompt.data
