"""From an example's words to what a read of WB would have brought."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.demo.texts import CARDS, PRODUCTS, Example
from shared.domain.ids import hash_key, hash_text, interaction_id
from shared.domain.interaction import (
    Answer,
    AnswerState,
    Channel,
    ChatTail,
    Message,
    Origin,
    Sender,
    Source,
)
from shared.domain.products.card import Card
from shared.domain.raw_items import ParsedItem
from shared.domain.sync.arrivals import Arrival, without_name

# Nobody renews the cards of products that do not exist.
CARDS_LAST = timedelta(days=400)


def make_arrival(example: Example, now: datetime, *, keeps_names: bool) -> Arrival:
    """The example as if it had been read just now."""
    parsed = ParsedItem(
        channel=example.channel,
        source=_make_source(example, now),
        messages=_make_messages(example, now),
    )
    arrival = Arrival.of(parsed, listed=example.channel is Channel.CHAT)
    return arrival if keeps_names else without_name(arrival)


def make_cards(now: datetime) -> list[Card]:
    """The cards of the invented products."""
    return [replace(card, fetched_at=now + CARDS_LAST) for card in CARDS.values()]


def _make_source(example: Example, now: datetime) -> Source:
    is_chat = example.channel is Channel.CHAT
    return Source(
        external_id=example.name,
        origin=Origin.DEMO,
        created_at=now - example.ago,
        observed_at=now,
        content_hash=hash_text(example.name),
        buyer_name=example.buyer,
        product=replace(PRODUCTS[example.nm_id], size=example.size),
        rating=example.rating,
        text=example.text,
        pros=example.pros,
        cons=example.cons,
        answer=_make_answer(example, now),
        chat=ChatTail(reply_sign=Origin.DEMO) if is_chat else None,
    )


def _make_answer(example: Example, now: datetime) -> Answer | None:
    if not example.answer:
        return None
    created_at = now - example.ago + timedelta(hours=1)
    return Answer(text=example.answer, state=AnswerState.WB_RU, created_at=created_at)


def _make_messages(example: Example, now: datetime) -> tuple[Message, ...]:
    chat = interaction_id(Channel.CHAT.value, example.name)
    return tuple(
        Message(
            id=hash_key(example.name, str(number)),
            interaction=chat,
            sender=line.sender,
            sent_at=now - line.ago,
            text=line.text,
            source="seller-portal" if line.sender is Sender.SELLER else "",
        )
        for number, line in enumerate(example.lines)
    )
