"""What is known of a WB token, and how it is kept."""

from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass


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
class SealedToken:
    """The WB token as ciphertext; its key lies beside it, wrapped by the key `key_version`."""

    id: str
    ciphertext: bytes
    nonce: bytes
    key_version: str
    wrapped_key: bytes = b""
