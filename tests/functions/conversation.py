"""A seller with items to answer, through the API."""

import uuid
from typing import Any

from shared.domain.ids import hash_text
from shared.domain.interaction import (
    Interaction,
)
from tests.functions.api import Browser, World, make_world

TEXT = "Спасибо за отзыв, рады, что вам понравилось!"


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def reply_body(text: str = TEXT, **facts: Any) -> dict[str, Any]:
    known = {
        "text": text,
        "text_hash": hash_text(text),
        "revision": 1,
        "client_request_id": str(uuid.UUID(int=1)),
    }
    return known | facts
