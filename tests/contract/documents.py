"""Documents and versions for the tests of stores."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.events import Event, EventKind
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Message, Sender, View
from shared.domain.products.card import Card
from shared.domain.replies.reply import Reply
from shared.ports import (
    Store,
    Stored,
)
from tests.builders import NOON, SELLER, make_item
from tests.contract.samples import make_sample

OTHER = SellerId("seller-2")


def card(nm_id: int, **facts: Any) -> Card:
    return Card(nm_id=nm_id, name=f"card {nm_id}", **facts)


def event(facts: dict[str, str]) -> Event:
    return Event(
        id="e1", kind=EventKind.REPLY_SETTLED, at=NOON, expires_at=NOON, actor=SELLER, facts=facts
    )


def message(number: int, **facts: Any) -> Message:
    known: dict[str, Any] = {"sender": Sender.CLIENT, "sent_at": NOON + timedelta(seconds=number)}
    return Message(id=f"m{number}", interaction=InteractionId("i1"), **known | facts)


def reply(number: int, seller: SellerId = SELLER, **facts: Any) -> Reply:
    sample = make_sample(Reply, random.Random(number))
    known = {"id": f"r{number}", "seller": seller, "interaction": "i1", "shard": 7}
    known["approved_at"] = known["due_at"] = NOON + timedelta(seconds=number)
    return replace(sample, **known | facts)


def item_at(number: int, view: View = View.ATTENTION, channel: Channel = Channel.REVIEW):
    made = make_item(Channel.REVIEW, f"R{number}")
    moment = NOON + timedelta(seconds=number)
    deadline = made.queue.deadline and replace(made.queue.deadline, target_at=moment)
    queue = replace(made.queue, view=view, deadline=deadline, sort_at=moment)
    return replace(
        made,
        id=InteractionId(f"i{number:03}"),
        channel=channel,
        queue=queue,
        occurred_at=moment,
        changed_at=moment,
    )


def version_of(store: Store, kind: type[Any], *key: str) -> str:
    stored: Stored[Any] | None = store.get(kind, *key)
    assert stored is not None
    return stored.version
