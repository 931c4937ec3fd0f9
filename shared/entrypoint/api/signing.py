"""Opaque words that only this API can make: cursors, change marks, addresses of pictures."""

import hashlib
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from shared.domain.ids import SellerId

_LONGEST = 8192
_DIGEST = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}


class ForgedToken(Exception):
    """A token was changed, belongs to somebody else, or was made for something else."""


def sign_token(value: Any, *, key: str, seller: SellerId, purpose: str) -> str:
    """Bind a value to a seller and a purpose; the same value always makes the same token."""
    return _serializer(key, seller, purpose).dumps(value)


def open_token(token: str, *, key: str, seller: SellerId, purpose: str) -> Any:
    """Give the value back, or raise ForgedToken."""
    if len(token) > _LONGEST:
        raise ForgedToken
    serializer = _serializer(key, seller, purpose)
    try:
        value = serializer.loads(token)
    except BadData as forged:
        raise ForgedToken from forged
    if serializer.dumps(value) != token:
        # Base64 has several spellings of one signature; only ours is accepted.
        raise ForgedToken
    return value


def _serializer(key: str, seller: SellerId, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"{purpose}|{seller}", signer_kwargs=_DIGEST)
