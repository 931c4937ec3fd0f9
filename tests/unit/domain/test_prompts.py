"""What a model is told: the card, the stars, the tone, earlier answers, and nothing of people."""

import hashlib
from dataclasses import replace

import pytest

from shared.domain.drafts.brief import Brief, Example
from shared.domain.drafts.prompts import PROMPT_VERSION, Prompt, build_prompt
from shared.domain.drafts.tone import Tone
from shared.domain.interaction import Channel, Interaction, Message, Sender
from shared.domain.products.card import Card, Characteristic
from shared.domain.understanding import Intent, IntentLabel
from tests.builders import NOON, make_chat, make_item

CARD = Card(
    nm_id=70_000_001,
    name="Футболка хлопковая",
    characteristics=(Characteristic(name="Состав", value="хлопок 95%, эластан 5%"),),
)
BRIEF = Brief(
    tone=Tone.FORMAL, earlier=(Example("Я Мария, села после стирки", "Стирайте при 30 градусах."),)
)
WORDS = "Я Мария Петрова, +7 900 123-45-67, заказ № 12345678, ул. Ленина, д. 5. Ткань колется"
SECRETS = ("Мари", "Петров", "900", "12345678", "Ленина", "eyJ")
CHAT = make_chat(text=WORDS)
TALK = [
    Message(id="m1", interaction=CHAT.id, sender=Sender.SELLER, text="Чем помочь?", sent_at=NOON),
    Message(
        id="m2",
        interaction=CHAT.id,
        sender=Sender.CLIENT,
        text=f"{WORDS} eyJhbGciOi.eyJzdWIi.abc",
        sent_at=NOON,
    ),
]
ITEMS: dict[str, Interaction] = {
    **{
        f"review {stars}": make_item(rating=stars, text=WORDS, buyer_name="Мария")
        for stars in (1, 2, 3, 4, 5)
    },
    "question": make_item(Channel.QUESTION, "Q1", text=WORDS, buyer_name="Мария"),
    "chat": CHAT,
}
DATA_OF_REVIEW = """Тема: quality_complaint
<card>
Товар: Футболка хлопковая
Состав: хлопок 95%, эластан 5%
</card>
<buyer>
Я [имя], [номер], заказ № [номер], [адрес]. Ткань колется
</buyer>
<earlier>
Покупатель: Я [имя], села после стирки
Продавец: Стирайте при 30 градусах.
</earlier>"""


def prompt_of(name: str) -> Prompt:
    item = ITEMS[name]
    meant = replace(item.ai, intent=IntentLabel(label=Intent.QUALITY_COMPLAINT))
    told = TALK if name == "chat" else []
    return build_prompt(replace(item, ai=meant), told, CARD, BRIEF)


def fingerprint(prompt: Prompt) -> str:
    return hashlib.sha256(f"{prompt.rules}\x1f{prompt.data}".encode()).hexdigest()[:12]


def test_a_low_review_is_told_exactly_so() -> None:
    prompt = prompt_of("review 1")

    assert prompt.data == DATA_OF_REVIEW
    assert prompt.rules.splitlines()[-2:] == [
        "Оценка 1 из 5: посочувствуй, извинись за впечатление, ответь на саму жалобу.",
        "Тон: деловой и сдержанный, без восклицаний.",
    ]


@pytest.mark.parametrize("name", ITEMS)
def test_a_prompt_holds_the_card_and_nothing_of_a_person(name: str) -> None:
    prompt = prompt_of(name)
    whole = prompt.rules + prompt.data

    assert "Состав: хлопок 95%" in prompt.data
    assert "Стирайте при 30 градусах" in prompt.data
    assert "Ткань колется" in prompt.data
    assert "деловой" in prompt.rules
    assert not [one for one in SECRETS if one in whole]
    if name == "chat":
        assert "Продавец: Чем помочь?" in prompt.data


# Whoever changes a prompt raises PROMPT_VERSION and puts what is asked now here.
SNAPSHOTS = {
    "review 1": "0c07e02dcc75",
    "review 2": "da3dfaa85dc5",
    "review 3": "6f7381ec3d46",
    "review 4": "905a57bf5fbb",
    "review 5": "36d3ccfb4201",
    "question": "f14f11dd3d63",
    "chat": "987fe1a82065",
}


def test_prompts_are_those_of_their_version() -> None:
    assert PROMPT_VERSION == "answer-3"
    assert {name: fingerprint(prompt_of(name)) for name in ITEMS} == SNAPSHOTS
