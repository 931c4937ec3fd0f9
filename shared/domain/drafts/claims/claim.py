"""One factual claim of an answer and what the card says to it."""

from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass


class ClaimKind(StrEnum):
    """What a claim is about."""

    COMPOSITION = "composition"
    MEASURE = "measure"
    COUNTRY = "country"
    SET = "set"
    PRICE = "price"
    AVAILABILITY = "availability"
    FEATURE = "feature"


class ClaimVerdict(StrEnum):
    """A contradiction forbids sending; what is unknown is better left unsaid."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`quote` are the answer's own words from `start` to `end`; `field` and `value` the card's."""

    kind: ClaimKind
    verdict: ClaimVerdict
    quote: str
    start: int
    end: int
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that the buyer wants to hear, in the buyer's words."""

    quote: str
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An answer that anybody can read, and what was `asked` at that moment."""

    asked: str
    answer: str
    at: datetime
