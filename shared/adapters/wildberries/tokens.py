"""WB tokens, decoded without asking anyone (WB API documentation, section "Авторизация")."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import Rejected

FEEDBACKS_BIT = 7
CHATS_BIT = 9
RETURNS_BIT = 11
READ_ONLY_BIT = 30
KINDS = {
    1: TokenKind.BASE,
    2: TokenKind.TEST,
    3: TokenKind.PERSONAL,
    4: TokenKind.SERVICE,
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PREFIX = "bearer"
_NOT_A_TOKEN = "Это не похоже на токен WB API: скопируйте его из личного кабинета целиком"


def bare_token(pasted: str) -> str:
    """Take off what people paste along; Rejected when the rest cannot be sent as a header."""
    words = pasted.split()
    if words and words[0].lower() == _PREFIX:
        words = words[1:]
    if len(words) != 1 or not words[0].isascii() or not words[0].isprintable():
        raise Rejected(_NOT_A_TOKEN)
    return words[0]


def read_token(pasted: str) -> TokenFacts:
    """Decode without checking the signature: only WB can say whether it accepts a token."""
    claims = _decode(bare_token(pasted))
    scopes = _whole(claims, "s")
    return TokenFacts(
        sid=_seller_id(claims),
        kind=_kind_of(claims),
        feedbacks=_has_bit(scopes, FEEDBACKS_BIT),
        chats=_has_bit(scopes, CHATS_BIT),
        returns=_has_bit(scopes, RETURNS_BIT),
        read_only=_has_bit(scopes, READ_ONLY_BIT),
        expires_at=_expiry(claims),
    )


def _decode(token: str) -> Mapping[str, Any]:
    try:
        claims: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError) as broken:
        raise Rejected(_NOT_A_TOKEN) from broken
    return claims


def _whole(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Rejected(_NOT_A_TOKEN)
    return value


def _seller_id(claims: Mapping[str, Any]) -> str:
    sid = claims.get("sid")
    if not isinstance(sid, str) or not sid:
        raise Rejected(_NOT_A_TOKEN)
    return sid


def _expiry(claims: Mapping[str, Any]) -> datetime:
    try:
        return _EPOCH + timedelta(seconds=_whole(claims, "exp"))
    except OverflowError as broken:
        raise Rejected(_NOT_A_TOKEN) from broken


def _kind_of(claims: Mapping[str, Any]) -> TokenKind:
    """`acc` names the type; without it, the flag of a test token and the owner tell some."""
    if claims.get("t") is True:
        return TokenKind.TEST
    account = claims.get("acc")
    if isinstance(account, int):
        return KINDS.get(account, TokenKind.UNKNOWN)
    owner = str(claims.get("for", ""))
    if owner == "self":
        return TokenKind.PERSONAL
    return TokenKind.SERVICE if owner.startswith("asid:") else TokenKind.UNKNOWN


def _has_bit(mask: int, bit: int) -> bool:
    return bool(mask >> bit & 1)
