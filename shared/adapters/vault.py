"""Sellers' WB tokens as ciphertext: AES-256-GCM with the owner bound in (NIST SP 800-38D)."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.domain.account import SealedToken
from shared.domain.errors import Rejected
from shared.domain.ids import SellerId
from shared.ports import Delete, Put, Stores, Vault

PURPOSE = "wb"
KEY_BYTES = 32
NONCE_BYTES = 12
_OWNER_ONLY = 0o600
_OTHERS = 0o077


class SealedVault(Vault):
    """Seals with `key`; `retired` keys only open what they sealed before a change of keys."""

    def __init__(self, stores: Stores, key: bytes, retired: Sequence[bytes] = ()) -> None:
        self._stores = stores
        self._version = key_version(key)
        self._ciphers = {key_version(one): AESGCM(one) for one in (*retired, key)}

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = _bound_data(seller, self._version)
        sealed = SealedToken(
            id=PURPOSE,
            ciphertext=self._ciphers[self._version].encrypt(nonce, token.encode(), bound),
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
        cipher = self._ciphers.get(sealed.key_version)
        if cipher is None:
            raise Rejected("the key that sealed the token is gone")
        bound = _bound_data(seller, sealed.key_version)
        try:
            return cipher.decrypt(sealed.nonce, sealed.ciphertext, bound).decode()
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


def load_or_create_key(path: Path) -> bytes:
    """Keep a development key in a file that only its owner can read.

    Several processes may start at once: the first to link its file wins and all read the same.
    """
    if not path.exists():
        _create_key(path)
    if path.stat().st_mode & _OTHERS:
        raise ValueError(f"the key file {path.name} must be readable by its owner alone")
    key = path.read_bytes()
    key_version(key)
    return key


def _create_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _bound_data(seller: SellerId, version: str) -> bytes:
    return f"{seller}|{PURPOSE}|{version}".encode()
