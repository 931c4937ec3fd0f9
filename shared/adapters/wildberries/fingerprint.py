"""A fingerprint of what WB says, so that an unchanged item costs no write."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

from shared.domain.interaction import Source

# When and how an item was read, and the sign that WB renews at will, are not its content.
_NOT_CONTENT = ("observed_at", "content_hash", "origin")
_NOT_CHAT_CONTENT = ("reply_sign",)


def stamp_content(source: Source) -> Source:
    """Fill in the hash; fields that say nothing are left out, so a new one changes no hash."""
    content = _said(asdict(source), _NOT_CONTENT)
    if source.chat is not None:
        content["chat"] = _said(content.get("chat", {}), _NOT_CHAT_CONTENT)
    text = json.dumps(content, sort_keys=True, default=str)
    return replace(source, content_hash=hashlib.sha256(text.encode()).hexdigest())


def _said(values: dict[str, Any], omitted: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if name not in omitted and value not in ("", None, (), {}, False)
    }
