"""How much a seller's drafts by a model may cost in a day, and when a failing model rests."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Priority

SPEND_KEY = "drafts"
FAILURES_TO_REST = 3
_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=30)
# The part of the day's calls after which what nobody waits for is written by templates.
_SPARE = {Priority.LOW: 0.5, Priority.NORMAL: 0.8, Priority.HIGH: 0.95, Priority.URGENT: 1.0}


class DraftCause(StrEnum):
    """Why a draft is written: words have come in, or a person asks."""

    ARRIVAL = "arrival"
    REQUEST = "request"


class Withheld(StrEnum):
    """Why a model was not asked, or what it said not taken."""

    OFF = "off"
    LIMIT = "limit"
    RESTING = "resting"
    FAILED = "failed"
    GUARDRAILS = "guardrails"
    UNKNOWN = "unknown_claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSpend:
    """One document per seller: calls of the day by Moscow's calendar, and failures in a row."""

    id: str = SPEND_KEY
    day: str = ""
    asked: int = 0
    failures: int = 0
    rests_until: datetime | None = None


def why_not(
    spend: DraftSpend, limit: int, cause: DraftCause, priority: Priority, now: datetime
) -> Withheld | None:
    """Whether another call must be left out."""
    if spend.rests_until is not None and now < spend.rests_until:
        return Withheld.RESTING
    share = 1.0 if cause is DraftCause.REQUEST else _SPARE[priority]
    return Withheld.LIMIT if spend.asked >= limit * share else None


def turn_day(spend: DraftSpend, day: str) -> DraftSpend:
    """A new day begins with no calls; failures stay."""
    return spend if spend.day == day else replace(spend, day=day, asked=0)


def count_call(spend: DraftSpend) -> DraftSpend:
    """One call, counted before it is made."""
    return replace(spend, asked=spend.asked + 1)


def count_failure(spend: DraftSpend, now: datetime) -> DraftSpend:
    """Each failure beyond the third doubles the rest, but for calls that were under way by then.

    They left before anybody knew, and many fail at once of one cause.
    """
    if spend.rests_until is not None and now < spend.rests_until:
        return spend
    failures = spend.failures + 1
    over = failures - FAILURES_TO_REST
    rest = min(_FIRST_REST * 2 ** min(max(over, 0), 10), _LONGEST_REST)
    return replace(spend, failures=failures, rests_until=now + rest if over >= 0 else None)


def count_success(spend: DraftSpend) -> DraftSpend:
    """One good answer ends a row of failures."""
    return replace(spend, failures=0, rests_until=None)
