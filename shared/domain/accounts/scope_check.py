"""What WB said to a token, one scope after another."""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.accounts.tokens import Scope
from shared.domain.dataclass import dataclass

KEEP_CHECKS = timedelta(days=1)
LATEST = "latest"


class ScopeState(StrEnum):
    """What WB said to one scope's call."""

    OK = "ok"
    ABSENT = "absent"
    DENIED = "denied"
    PAYMENT = "payment"
    BUSY = "busy"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeResult:
    """One scope's check."""

    scope: Scope
    state: ScopeState


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChecks:
    """The newest check of a token as far as it has come, for who waits for it; no word of it."""

    id: str = LATEST
    results: tuple[ScopeResult, ...]
    expires_at: datetime
