"""Google's part in OIDC, played by a local RSA key."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER: Final = "https://accounts.google.com"
_LIFETIME_S: Final = 3600
_REUSE_S: Final = 300
_KEY_BITS: Final = 2048


class Identity:
    """Signs tokens like Google's and publishes the key to check them with."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._key_id = hashlib.sha256(public).hexdigest()[:40]
        self._issued: dict[tuple[str, str], tuple[float, str]] = {}

    def token(self, email: str, audience: str, now: float) -> str:
        """A token for a service account; one younger than five minutes is given out again."""
        issued_at, token = self._issued.get((email, audience), (0.0, ""))
        if token and 0 <= now - issued_at < _REUSE_S:
            return token
        token = jwt.encode(
            _claims(email, audience, int(now)),
            self._key,
            algorithm="RS256",
            headers={"kid": self._key_id},
        )
        self._issued[email, audience] = (now, token)
        return token

    def key_set(self) -> Mapping[str, Any]:
        """The JSON web key set for whoever verifies the tokens."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._key_id, "alg": "RS256", "use": "sig"}]}


def load_identity(file: Path) -> Identity:
    """Read the private key, made on first use and readable by its owner alone."""
    if not file.exists():
        _create_key(file)
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{file} is not an RSA private key")
    return Identity(key)


def _create_key(file: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    # A crash half-way must not leave a broken key behind, so the file appears whole.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text)
    draft.replace(file)


def _claims(email: str, audience: str, now: int) -> dict[str, Any]:
    subject = str(int(hashlib.sha256(email.encode()).hexdigest()[:16], 16))
    return {
        "iss": ISSUER,
        "aud": audience,
        "azp": subject,
        "sub": subject,
        "email": email,
        "email_verified": True,
        "iat": now,
        "exp": now + _LIFETIME_S,
    }
