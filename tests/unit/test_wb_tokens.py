"""What a WB token says of itself."""

from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from shared.adapters.wildberries.tokens import bare_token, read_token
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import Rejected

KEY = "a-key-of-enough-bytes-that-protects-nothing"
CLAIMS: dict[str, Any] = {
    "id": "6b1f",
    "s": 1 << 7 | 1 << 9 | 1 << 11,
    "sid": "sid-1",
    "exp": 1_795_348_800,
    "acc": 4,
    "for": "asid:1",
    "t": False,
}


def token(**changes: Any) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return jwt.encode(claims, KEY, algorithm="HS256")


def test_a_service_token_is_read() -> None:
    assert read_token(token()) == TokenFacts(
        sid="sid-1",
        kind=TokenKind.SERVICE,
        feedbacks=True,
        chats=True,
        returns=True,
        read_only=False,
        expires_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    )


def test_a_pasted_prefix_is_taken_off() -> None:
    plain = token()

    for pasted in (f"Bearer {plain}", f"bearer\n{plain} ", f"  {plain}\n"):
        assert bare_token(pasted) == plain
        assert read_token(pasted).sid == "sid-1"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"acc": 1, "for": None}, TokenKind.BASE),
        ({"acc": 2, "for": None, "t": True}, TokenKind.TEST),
        ({"acc": 4, "t": True}, TokenKind.TEST),
        ({"acc": 3, "for": "self"}, TokenKind.PERSONAL),
        ({"acc": 9}, TokenKind.UNKNOWN),
        ({"acc": None}, TokenKind.SERVICE),
        ({"acc": None, "for": "self"}, TokenKind.PERSONAL),
        ({"acc": None, "for": None}, TokenKind.UNKNOWN),
    ],
)
def test_the_type_is_read(changes: dict[str, Any], kind: TokenKind) -> None:
    assert read_token(token(**changes)).kind is kind


@pytest.mark.parametrize(
    ("mask", "granted"),
    [
        (1 << 7, (True, False, False, False)),
        (1 << 9, (False, True, False, False)),
        (1 << 11, (False, False, True, False)),
        (1 << 30 | 1 << 7, (True, False, False, True)),
        (1 << 40 | 1 << 8, (False, False, False, False)),
        (0, (False, False, False, False)),
    ],
)
def test_scopes_are_bits(mask: int, granted: tuple[bool, ...]) -> None:
    facts = read_token(token(s=mask))

    assert (facts.feedbacks, facts.chats, facts.returns, facts.read_only) == granted


def test_an_expired_or_foreign_signature_is_still_read() -> None:
    old = jwt.encode(CLAIMS | {"exp": 1}, KEY * 2, algorithm="HS512")

    assert read_token(old).expires_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "Bearer",
        "not.a.token",
        "only-one-part",
        "a.b.c.d",
        "токен.токен.токен",
        token() + " и ещё",
        token(sid=None),
        token(sid=""),
        token(sid=7),
        token(s=None),
        token(s="640"),
        token(s=-1),
        token(s=True),
        token(exp=None),
        token(exp=10**18),
    ],
)
def test_what_is_no_wb_token_is_refused_in_russian(pasted: str) -> None:
    with pytest.raises(Rejected, match="не похоже на токен"):
        read_token(pasted)


def test_the_refusal_does_not_repeat_the_token() -> None:
    pasted = token(sid=None)

    with pytest.raises(Rejected) as caught:
        read_token(pasted)

    assert pasted not in str(caught.value)
