"""Seller tokens with the fields of real ones (WB API documentation, section "Авторизация")."""

import uuid
from dataclasses import dataclass
from typing import Any

import jwt

LIFETIME_SECONDS = 180 * 86_400
READ_ONLY_BIT = 30
# The signature is never checked, neither here nor by clients, so the key protects nothing.
SIGNING_KEY = "wb-simulator-signing-key-that-protects-nothing"
SCOPE_BITS = {
    "content": 1,
    "analytics": 2,
    "prices": 3,
    "marketplace": 4,
    "statistics": 5,
    "promotion": 6,
    "feedbacks": 7,
    "chats": 9,
    "supplies": 10,
    "returns": 11,
    "documents": 12,
    "finance": 13,
    "users": 16,
}
ACCOUNT_TYPES = {"base": 1, "base_secret": 1, "test": 2, "personal": 3, "service": 4}
DEFAULT_SCOPES = ("feedbacks", "chats", "returns")


class BadTokenError(Exception):
    """The gateway answers 401 with this text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What the gateway reads out of a token."""

    id: str
    seller: str
    scopes: int
    expires_at: float
    account: int
    owner: str
    is_test: bool

    @property
    def is_base(self) -> bool:
        """Base tokens live with cut limits."""
        return self.account == ACCOUNT_TYPES["base"]

    @property
    def is_service(self) -> bool:
        """Only service tokens may read the seller's rating."""
        return self.account == ACCOUNT_TYPES["service"]

    @property
    def owner_kind(self) -> str:
        """All tokens of one service share a limit, so its id is part of the kind."""
        return f"{self.account}:{self.owner}"

    def has_bit(self, bit: int) -> bool:
        """Test one bit of the mask."""
        return bool(self.scopes >> bit & 1)


def mint_token(
    seller: str, now: float, *, kind: str, scopes: list[str], read_only: bool, expires_in: float
) -> str:
    """A negative ``expires_in`` makes a token that has already died."""
    mask = sum(1 << SCOPE_BITS[scope] for scope in set(scopes))
    claims: dict[str, Any] = {
        "acc": ACCOUNT_TYPES[kind],
        "ent": 1,
        "exp": int(now + expires_in),
        "id": str(uuid.uuid4()),
        "iid": 41_000_001,
        "oid": 250_000_001,
        "s": mask | (1 << READ_ONLY_BIT if read_only else 0),
        "sid": seller,
        "t": kind == "test",
        "uid": 41_000_001,
    }
    if kind == "personal":
        claims["for"] = "self"
    if kind == "service":
        claims["for"] = "asid:b0c4b1a2-5d5e-4f0b-9d6a-6d3f1f8a7c11"
    return jwt.encode(claims, SIGNING_KEY, algorithm="HS256", headers={"kid": "20260101v1"})


def read_token(header: str, now: float) -> Token:
    """Decode without checking the signature; refuse what a gateway would."""
    raw = header.removeprefix("Bearer ").strip()
    if not raw:
        raise BadTokenError("empty Authorization header")
    try:
        claims = jwt.decode(raw, options={"verify_signature": False})
        token = Token(
            id=str(claims["id"]),
            seller=str(claims["sid"]),
            scopes=int(claims["s"]),
            expires_at=float(claims["exp"]),
            account=int(claims.get("acc", 3)),
            owner=str(claims.get("for", "")),
            is_test=bool(claims.get("t", False)),
        )
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as refusal:
        raise BadTokenError(f"token problem; token is malformed: {refusal}") from refusal
    if token.expires_at <= now:
        raise BadTokenError("token problem; token has invalid claims: token is expired")
    if token.is_test:
        raise BadTokenError("token problem; test token is accepted by the sandbox only")
    return token
