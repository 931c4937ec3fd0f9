"""Sellers' WB tokens as envelopes: a key for each token, wrapped by one that lies elsewhere.

Tokens are sealed with AES-256-GCM (NIST SP 800-38D); owner and purpose are bound into both layers.
"""

import secrets
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.adapters.keys.local import KEY_BYTES, NONCE_BYTES
from shared.domain.accounts.tokens import SealedToken
from shared.domain.accounts.wrapped_key import WrappedKey
from shared.domain.errors import Rejected, Stale
from shared.domain.ids import SellerId
from shared.ports import Delete, KeyService, Put, Stores, Vault

PURPOSE = "wb"
_ENVELOPE = "envelope-1"
_TRIES = 4


class SealedVault(Vault):
    """Seals each token with a key of its own; whoever holds the store alone can open none."""

    def __init__(self, stores: Stores, keys: KeyService) -> None:
        self._stores = stores
        self._keys = keys

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
        bound = _bound_data(seller)
        wrapped = self._keys.wrap(key, bound)
        sealed = SealedToken(
            id=PURPOSE,
            ciphertext=AESGCM(key).encrypt(nonce, token.encode(), bound),
            nonce=nonce,
            key_version=wrapped.version,
            wrapped_key=wrapped.content,
        )
        self._stores.of_seller(seller).commit([Put(sealed)])

    def open(self, seller: SellerId) -> str | None:
        """Give the token back; Rejected when it was made for somebody else or tampered with."""
        found = self._stores.of_seller(seller).get(SealedToken, PURPOSE)
        if found is None:
            return None
        sealed, bound = found.value, _bound_data(seller)
        key = self._keys.unwrap(_wrapped(sealed), bound)
        try:
            return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, bound).decode()
        except (InvalidTag, ValueError) as broken:
            raise Rejected("the sealed token does not belong here") from broken

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        self._stores.of_seller(seller).commit([Delete(SealedToken, (PURPOSE,))])

    def newest_version(self) -> str:
        """Name the key that would wrap now."""
        return self._keys.wrap(bytes(KEY_BYTES), b"version").version

    def rewrap(self, seller: SellerId, version: str) -> bool:
        """Wrap a token's key anew unless that version has; the token itself is never opened."""
        store, bound = self._stores.of_seller(seller), _bound_data(seller)
        for _ in range(_TRIES):
            found = store.get(SealedToken, PURPOSE)
            if found is None or found.value.key_version == version:
                return False
            wrapped = self._keys.wrap(self._keys.unwrap(_wrapped(found.value), bound), bound)
            renewed = replace(found.value, wrapped_key=wrapped.content, key_version=wrapped.version)
            try:
                store.commit([Put(renewed, version=found.version)])
            except Stale:
                # The seller has just pasted another token, or has taken this one away.
                continue
            return True
        raise Stale("the token keeps changing")


def _wrapped(sealed: SealedToken) -> WrappedKey:
    return WrappedKey(content=sealed.wrapped_key, version=sealed.key_version)


def _bound_data(seller: SellerId) -> bytes:
    return f"{seller}|{PURPOSE}|{_ENVELOPE}".encode()
