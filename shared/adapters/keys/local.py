"""Wraps keys with one that this process holds: for a machine of one's own."""

import hashlib
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.domain.accounts.wrapped_key import WrappedKey
from shared.domain.errors import Rejected
from shared.ports import KeyService

KEY_BYTES = 32
NONCE_BYTES = 12


class LocalKeys(KeyService):
    """Wraps with the first key; what an older one has wrapped can still be unwrapped."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._newest = key_version(keys[0])
        self._ciphers = {key_version(key): AESGCM(key) for key in keys}

    def wrap(self, key: bytes, bound: bytes) -> WrappedKey:
        """Wrap a key (NIST SP 800-38D)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._newest].encrypt(nonce, key, bound)
        return WrappedKey(content=sealed, version=self._newest)

    def unwrap(self, wrapped: WrappedKey, bound: bytes) -> bytes:
        """Give the key back."""
        cipher = self._ciphers.get(wrapped.version)
        if cipher is None:
            raise Rejected("the key that wrapped this one is gone")
        nonce, sealed = wrapped.content[:NONCE_BYTES], wrapped.content[NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, sealed, bound)
        except (InvalidTag, ValueError) as broken:
            raise Rejected("the wrapped key does not belong here") from broken


def key_version(key: bytes) -> str:
    """Name a key by what it is, so that a changed key can never pass for the old one."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return hashlib.sha256(b"key-version\x1f" + key).hexdigest()[:16]
