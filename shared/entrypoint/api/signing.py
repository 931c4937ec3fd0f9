"""Opaque words that only this API can make: cursors, change marks, addresses of pictures."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from itsdangerous import BadData, HMACAlgorithm, URLSafeSerializer

from shared.domain.ids import SellerId

_LONGEST = 8192
PHOTO_PURPOSE = "photo"
_SHORT_BYTES = 16


class _ShortHMAC(HMACAlgorithm):
    """Half of SHA-256: 128 bits cannot be guessed either."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:_SHORT_BYTES]


_DIGEST = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
# A list carries one in every row.
_SHORT_DIGEST = {**_DIGEST, "algorithm": _ShortHMAC(hashlib.sha256)}


class ForgedToken(Exception):
    """A token was changed, belongs to somebody else, or was made for something else."""


def sign_token(value: Any, *, key: str, seller: SellerId, purpose: str) -> str:
    """Bind a value to a seller and a purpose; the same value always makes the same token."""
    return _serializer(key, seller, purpose).dumps(value)


def open_token(token: str, *, keys: Sequence[str], seller: SellerId, purpose: str) -> Any:
    """Give the value back, whichever of the keys has signed it, or raise ForgedToken."""
    if len(token) > _LONGEST:
        raise ForgedToken
    for key in keys:
        serializer = _serializer(key, seller, purpose)
        with suppress(BadData):
            value = serializer.loads(token)
            # Base64 has several spellings of one signature; only ours is accepted.
            if serializer.dumps(value) == token:
                return value
    raise ForgedToken


def _serializer(key: str, seller: SellerId, purpose: str) -> URLSafeSerializer:
    digest = _SHORT_DIGEST if purpose == PHOTO_PURPOSE else _DIGEST
    return URLSafeSerializer(key, salt=f"{purpose}|{seller}", signer_kwargs=digest)
