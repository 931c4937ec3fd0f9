"""Sellers' WB tokens as ciphertext: AES-256-GCM with the owner bound in (NIST SP 800-38D)."""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.domain.accounts.account import SealedToken
from shared.domain.errors import Rejected
from shared.domain.ids import SellerId
from shared.ports import Delete, Put, Stores, Vault

PURPOSE = "wb"
KEY_BYTES = 32
NONCE_BYTES = 12


class SealedVault(Vault):
    """Seals with one key; after a change of keys sellers connect their cabinets again."""

    def __init__(self, stores: Stores, key: bytes) -> None:
        self._stores = stores
        self._version = key_version(key)
        self._cipher = AESGCM(key)

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = _bound_data(seller, self._version)
        sealed = SealedToken(
            id=PURPOSE,
            ciphertext=self._cipher.encrypt(nonce, token.encode(), bound),
            nonce=nonce,
            key_version=self._version,
        )
        self._stores.of_seller(seller).commit([Put(sealed)])

    def open(self, seller: SellerId) -> str | None:
        """Give the token back; Rejected when it was made for somebody else or tampered with."""
        found = self._stores.of_seller(seller).get(SealedToken, PURPOSE)
        if found is None:
            return None
        sealed = found.value
        if sealed.key_version != self._version:
            raise Rejected("the key that sealed the token is gone")
        bound = _bound_data(seller, sealed.key_version)
        try:
            return self._cipher.decrypt(sealed.nonce, sealed.ciphertext, bound).decode()
        except (InvalidTag, ValueError) as broken:
            raise Rejected("the sealed token does not belong here") from broken

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        self._stores.of_seller(seller).commit([Delete(SealedToken, (PURPOSE,))])


def key_version(key: bytes) -> str:
    """Name a key by what it is, so that a changed key can never pass for the old one."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return hashlib.sha256(b"key-version\x1f" + key).hexdigest()[:16]


def _bound_data(seller: SellerId, version: str) -> bytes:
    return f"{seller}|{PURPOSE}|{version}".encode()
