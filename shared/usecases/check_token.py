"""Whether a WB token is good for anything: what it says of itself, then one call per scope."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from shared.domain.accounts.scope_check import ScopeResult, ScopeState
from shared.domain.accounts.tokens import Scope, TokenFacts, TokenKind
from shared.domain.errors import (
    AccessDenied,
    Denial,
    Malformed,
    RateLimited,
    Rejected,
    RetryLater,
    Unavailable,
)
from shared.domain.marketplace import CabinetProfile
from shared.ports import Marketplace, Marketplaces

_BEARER = "bearer "

Told = Callable[[tuple[ScopeResult, ...]], None]


class TokenFault(StrEnum):
    """Why a token cannot be connected."""

    NOT_A_TOKEN = "not_a_token"
    EXPIRED = "expired"
    KIND = "kind"
    NO_SCOPE = "no_scope"
    REFUSED = "refused"
    OTHER_CABINET = "other_cabinet"


class UnusableToken(Rejected):
    """A token that cannot be connected; `kind` is known when its type is the reason."""

    def __init__(
        self,
        fault: TokenFault,
        kind: TokenKind | None = None,
        checks: Sequence[ScopeResult] = (),
    ) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.kind = kind
        self.checks = tuple(checks)


def strip_token(pasted: str) -> str:
    """People paste what their tools show: `Bearer ` is no part of a WB token."""
    token = pasted.strip()
    return token[len(_BEARER) :].strip() if token.lower().startswith(_BEARER) else token


def read_facts(
    token: str, accepted: frozenset[TokenKind], now: datetime, *, marketplaces: Marketplaces
) -> TokenFacts:
    """Refuse what can be refused without asking WB."""
    try:
        facts = marketplaces.read_token(token)
    except Rejected as broken:
        raise UnusableToken(TokenFault.NOT_A_TOKEN) from broken
    if facts.kind not in accepted:
        raise UnusableToken(TokenFault.KIND, facts.kind)
    if facts.expires_at <= now:
        raise UnusableToken(TokenFault.EXPIRED)
    if not (facts.feedbacks or facts.chats):
        raise UnusableToken(TokenFault.NO_SCOPE)
    return facts


def check_scopes(facts: TokenFacts, cabinet: Marketplace, tell: Told) -> tuple[ScopeResult, ...]:
    """Ask WB once per scope; UnusableToken, RateLimited or Unavailable when none answered well.

    `tell` hears after each answer what is known by then, and at first that nothing is.
    A Base token has one call an hour: that WB asks it to wait says that WB knows it.
    """
    has = {
        Scope.FEEDBACKS: facts.feedbacks,
        Scope.CHATS: facts.chats,
        Scope.RETURNS: facts.returns,
    }
    checks: tuple[ScopeResult, ...] = ()
    tell(checks)
    for scope in Scope:
        state = _check(cabinet, scope) if has[scope] else ScopeState.ABSENT
        checks += (ScopeResult(scope=scope, state=state),)
        tell(checks)
    working = {check.state for check in checks if check.scope is not Scope.RETURNS}
    waits = ScopeState.BUSY in working and facts.kind is TokenKind.BASE
    if ScopeState.OK in working or waits:
        return checks
    if ScopeState.BUSY in working:
        raise RateLimited(60)
    if ScopeState.SILENT in working:
        raise Unavailable("WB does not answer")
    raise UnusableToken(TokenFault.REFUSED, checks=checks)


def read_owner(facts: TokenFacts, cabinet: Marketplace) -> CabinetProfile:
    """Ask WB whose cabinet it is: a token that was edited to name another's is refused.

    WB allows this question once a minute; without an answer the scopes' checks have to do.
    """
    try:
        profile = cabinet.read_profile()
    except (AccessDenied, RetryLater, Malformed):
        return CabinetProfile(sid=facts.sid)
    if profile.sid != facts.sid:
        raise UnusableToken(TokenFault.OTHER_CABINET)
    return profile


def _check(cabinet: Marketplace, scope: Scope) -> ScopeState:
    return _state_of(lambda: cabinet.check_scope(scope))


def _state_of(call: Callable[[], None]) -> ScopeState:
    try:
        call()
    except AccessDenied as denied:
        return ScopeState.PAYMENT if denied.denial is Denial.PAYMENT else ScopeState.DENIED
    except RateLimited:
        return ScopeState.BUSY
    except (RetryLater, Malformed):
        return ScopeState.SILENT
    return ScopeState.OK
