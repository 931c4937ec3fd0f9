"""A suggested answer that nobody has approved yet."""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.claim import Ask, Claim
from shared.domain.ids import InteractionId

KEEP_DRAFTS = timedelta(days=90)


class Method(StrEnum):
    """Who wrote a draft; always shown."""

    TEMPLATE = "template"
    LLM = "llm"


class Severity(StrEnum):
    """What a finding means for sending."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One guardrail's objection to a text: `start` and `end` count characters."""

    rule: str
    severity: Severity
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One suggestion; `basis` is the hash of the words it answers.

    `claims` were compared with the card where it is `checked`; `reasons` tell why no model wrote.
    """

    id: str
    interaction: InteractionId
    text: str
    method: Method
    model: str
    prompt_version: str
    basis: str
    made_at: datetime
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    asks: tuple[Ask, ...] = ()
    reasons: tuple[str, ...] = ()
    checked: bool = False
    expires_at: datetime | None = None
