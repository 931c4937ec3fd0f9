"""Domain values with everything that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shared.domain.ids import SellerId, interaction_id
from shared.domain.interaction import Channel, ChatTail, Interaction, Product, Sender, Source
from shared.domain.meaning.intent import classify_intent
from shared.domain.queue import queue_state
from shared.domain.search.index import begin_index
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import Understanding

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SELLER = SellerId("seller-1")


def make_source(external_id: str = "R1", **facts: Any) -> Source:
    known: dict[str, Any] = {
        "external_id": external_id,
        "created_at": NOON,
        "observed_at": NOON,
        "content_hash": "",
        "product": Product(nm_id=70_000_001, name="Футболка хлопковая", subject="Футболки"),
        "text": "Всё хорошо",
    }
    return Source(**known | facts)


def make_item(
    channel: Channel = Channel.REVIEW, external_id: str = "R1", **facts: Any
) -> Interaction:
    """An interaction as ingestion would have made it at noon."""
    if channel is Channel.REVIEW:
        facts = {"rating": 5} | facts
    return settle_item(channel, make_source(external_id, **facts))


def make_chat(external_id: str = "1:c1", text: str = "Где мой заказ?", **tail: Any) -> Interaction:
    known: dict[str, Any] = {
        "reply_sign": "sign",
        "last_text": text,
        "last_sender": Sender.CLIENT,
        "last_at": NOON,
        "waiting_since": NOON,
        "pending": {"m1": NOON},
    }
    return make_item(Channel.CHAT, external_id, text="", chat=ChatTail(**known | tail))


def settle_item(channel: Channel, source: Source) -> Interaction:
    ai = Understanding(intent=classify_intent(channel, source))
    bare = Interaction(
        id=interaction_id(channel, source.external_id),
        channel=channel,
        source=source,
        ai=ai,
        queue=None,  # type: ignore[arg-type]
        occurred_at=source.created_at,
        changed_at=NOON,
    )
    queue = queue_state(channel, source, ai, bare.work, DEFAULT_SETTINGS, NOON)
    return begin_index(replace(bare, queue=queue))
