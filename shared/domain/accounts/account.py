"""Who the seller is, how they sign in, and which WB cabinet is theirs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.domain.ids import SellerId


class TokenKind(StrEnum):
    """WB token types (WB API, authorization: payload field `acc`).

    BASE_SECRET is a Base token beside the service's own secret, which has the full limits.
    """

    BASE = "base"
    BASE_SECRET = "base_secret"
    TEST = "test"
    PERSONAL = "personal"
    SERVICE = "service"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """The categories of WB's API that the product asks a token for."""

    FEEDBACKS = "feedbacks"
    CHATS = "chats"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """What a WB token says of itself; never proof that WB accepts it."""

    sid: str
    kind: TokenKind
    feedbacks: bool
    chats: bool
    returns: bool
    read_only: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A sign-in; its id is the hash of the normalised e-mail.

    `terms` is the day of the terms about data that were accepted when the account was opened.
    """

    id: str
    seller: SellerId
    email: str
    password_hash: str
    created_at: datetime
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser; its id is the hash of the cookie's token, `device` names it."""

    id: str
    seller: SellerId
    user: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetToken:
    """A letter's right to set a new password once; its id is the hash of the letter's token.

    `password` is a fingerprint of the hash it may replace: another change makes it worthless.
    """

    id: str
    user: str
    password: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """Which seller owns a WB cabinet; created once, so a second account is refused."""

    id: str
    seller: SellerId
    connected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The seller's link to WB without the secret itself."""

    facts: TokenFacts
    cabinet: str
    trade_mark: str
    connected_at: datetime
    parked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """One seller: one account, at most one WB cabinet.

    `cabinet` outlives the connection: another cabinet's items must never mix with these.
    """

    id: SellerId
    name: str
    email: str
    created_at: datetime
    connection: Connection | None = None
    cabinet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedToken:
    """The WB token as ciphertext; its key lies beside it, wrapped by the key `key_version`."""

    id: str
    ciphertext: bytes
    nonce: bytes
    key_version: str
    wrapped_key: bytes = b""
