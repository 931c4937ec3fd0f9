"""What reaches a model's endpoint for each channel and rating, word for word as it is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.writers.openai_writer import OpenAIWriter
from shared.domain.drafts.choices import DraftChoices
from shared.domain.drafts.tone import Tone
from shared.domain.interaction import Answer, Channel, Interaction, Message, Sender
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Intent, IntentLabel
from shared.ports import Create, Put
from shared.usecases.draft_reply import draft_reply
from tests.builders import NOON, SELLER, make_item
from tests.llm_endpoint import KEY, serve_llm, suggestion
from tests.stores import embedded_stores
from tests.unit.domain.test_prompts import CARD, ITEMS, SECRETS, TALK

RECORDED = Path(__file__).parent / "prompts"
ANSWER = "Спасибо, что написали нам. Нам жаль, что ткань показалась колючей."
EARLIER = make_item(
    external_id="E1",
    text="Ткань колется, я Мария",
    buyer_name="Мария",
    answer=Answer(text="Постирайте её при 30 градусах."),
)


def item_of(name: str) -> Interaction:
    """An item about the product of the card, of one meaning whatever its words are taken for."""
    item = ITEMS[name]
    product = replace(item.source.product, nm_id=CARD.nm_id)
    meant = IntentLabel(label=Intent.QUALITY_COMPLAINT)
    return replace(
        item,
        source=replace(item.source, product=product),
        ai=replace(item.ai, intent=meant),
    )


def ask_model(item: Interaction, talk: list[Message]) -> str:
    """The whole conversation that one draft asks a model for, as the endpoint has heard it."""
    stores = embedded_stores()
    store = stores.of_seller(SELLER)
    settings = SellerSettings(ai=DraftChoices(tone=Tone.FORMAL))
    store.commit([Put(settings), Create(item), *(Create(one) for one in talk)])
    store.commit([Create(EARLIER)])
    with serve_llm(lambda _: suggestion(ANSWER)) as endpoint:
        draft_reply(
            SELLER,
            item.id,
            stores=stores,
            writers=[OpenAIWriter(endpoint.url, KEY, "small")],
            cards=MemoryCards([CARD]),
            clock=FixedClock(NOON),
        )
        (body,) = endpoint.asked
    told = [f"[{one['role']}]\n{one['content']}" for one in body["messages"]]
    return "\n\n".join(told) + "\n"


@pytest.mark.parametrize("name", ITEMS)
def test_a_model_hears_exactly_what_is_kept(name: str) -> None:
    item = item_of(name)

    heard = ask_model(item, TALK if item.channel is Channel.CHAT else [])

    assert heard == (RECORDED / f"{name.replace(' ', '_')}.txt").read_text("utf-8")
    assert "Состав: хлопок 95%, эластан 5%" in heard
    assert "Постирайте её при 30 градусах." in heard
    assert "Тон: деловой" in heard
    assert not [one for one in (*SECRETS, KEY) if one in heard]
    if item.channel is Channel.REVIEW:
        assert f"Оценка {item.source.rating} из 5" in heard
    if item.channel is Channel.CHAT:
        assert all(one.sender is not Sender.SELLER or one.text in heard for one in TALK)
