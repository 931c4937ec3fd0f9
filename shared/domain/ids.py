"""Identifiers: hashes of natural keys, so that paths reveal nothing and spread evenly."""

import base64
import hashlib
from typing import NewType

SellerId = NewType("SellerId", str)
InteractionId = NewType("InteractionId", str)
ReplyId = NewType("ReplyId", str)

SHARDS = 64


def hash_key(*parts: str) -> str:
    """Hash natural keys into 26 characters of a–z and 2–7 that start with a letter."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    text = base64.b32encode(digest).decode().lower().rstrip("=")
    return "x" + text[:25]


def interaction_id(channel: str, external_id: str) -> InteractionId:
    """Name the one interaction that a WB item becomes."""
    return InteractionId(hash_key(channel, external_id))


def reply_id(interaction: InteractionId, client_request_id: str) -> ReplyId:
    """Name a reply by the request that approved it, so that a repeated request meets itself."""
    return ReplyId(hash_key("reply", interaction, client_request_id))


def shard_of(seller: SellerId) -> int:
    """Spread sellers over the fixed number of shard documents."""
    return int(hashlib.sha256(seller.encode()).hexdigest()[:8], 16) % SHARDS


def hash_text(text: str) -> str:
    """Fingerprint a text so that it can be compared without being stored again."""
    return hashlib.sha256(text.encode()).hexdigest()
