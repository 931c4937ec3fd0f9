"""A fingerprint of what WB says, so that an unchanged item costs no write."""

import hashlib
import json
from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, cast

from shared.domain.interaction import Source

# When and how an item was read is not its content; nor is the sign that WB renews at will, or
# the preview of messages that come as events.
_NOT_CONTENT = ("observed_at", "content_hash", "origin")
_NOT_CHAT_CONTENT = ("reply_sign", "preview", "preview_at")
_SILENCE: tuple[object, ...] = ("", None, (), {}, False)


def stamp_content(source: Source, *, is_dated: bool = True) -> Source:
    """Fill in the hash; fields that say nothing are left out, so a new one changes no hash.

    What WB has not dated bears the time of its reading, which is no content either.
    """
    omitted = _NOT_CONTENT if is_dated else (*_NOT_CONTENT, "created_at")
    content = _without(_plain(source), omitted)
    if source.chat is not None:
        content["chat"] = _without(content.get("chat", {}), _NOT_CHAT_CONTENT)
    text = json.dumps(content, sort_keys=True, default=str)
    return replace(source, content_hash=hashlib.sha256(text.encode()).hexdigest())


def _plain(value: Any) -> Any:
    """What `asdict` gives, without its copies: every poll reads thousands of items."""
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    if is_dataclass(value):
        names = _names_of(cast("Hashable", type(value)))
        parts = {name: _plain(getattr(value, name)) for name in names}
        return {name: part for name, part in parts.items() if part not in _SILENCE}
    return value


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _without(values: dict[str, Any], omitted: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in omitted}
