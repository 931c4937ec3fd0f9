"""What a policy would have done with a seller's own past, added up review by review."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from shared.domain.automatic.policy import MOST_STARS, AutoPolicy, policy_hash
from shared.domain.automatic.ruling import Outcome, Ruling, said_mark
from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId, hash_key

KEEP_REPORTS = timedelta(days=30)
MOST_REVIEWS = 3000
MOST_WORST = 20
# Newer answers than these stand nearer on any card than what was said before them.
MOST_REMEMBERED = 200
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestCase:
    """One answer that would have gone; `answer` is what the seller said instead, if anything.

    The higher the `score`, the more a person should look: the seller had regrets, the class is
    not sure, the stars are fewer, the words differ.
    """

    interaction: InteractionId
    rating: int
    confidence: float
    text: str
    answer: str = ""
    alike: float = 0.0
    regrets: bool = False
    score: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the past that would have gone, for the wall and for repetitions."""

    nm_id: int
    text: str
    mark: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """A report that grows while reviews are read from the newest to the oldest.

    `after` is where the next slice goes on. `per_day` counts answers by Moscow's day, `reasons`
    what spoke against the others. `compared` answers have the seller's own beside them, `alike`
    sums up how much these have in common.
    """

    id: str
    policy: AutoPolicy
    policy_hash: str
    days: int
    seed: int
    since: datetime
    until: datetime
    created_at: datetime
    expires_at: datetime
    finished_at: datetime | None = None
    seen_at: datetime | None = None
    after_at: datetime | None = None
    after_id: str = ""
    reviews: int = 0
    send: int = 0
    hold: int = 0
    block: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    alike: float = 0.0
    regretted: int = 0
    worst: tuple[BacktestCase, ...] = ()
    said: tuple[Said, ...] = ()
    per_day: dict[str, int] = field(default_factory=dict)


def backtest_id(policy: AutoPolicy, days: int, seed: int, until: datetime) -> str:
    """The same question about the same days has one report."""
    parts = (policy_hash(policy), str(days), str(seed), until.isoformat())
    return hash_key("backtest", *parts)


def new_backtest(
    policy: AutoPolicy, days: int, seed: int, until: datetime, now: datetime
) -> Backtest:
    """A report of which nothing is known yet; the switches are no part of the question."""
    asked = replace(policy, enabled=False, sandbox=False)
    return Backtest(
        id=backtest_id(policy, days, seed, until),
        policy=asked,
        policy_hash=policy_hash(policy),
        days=days,
        seed=seed,
        since=until - timedelta(days=days),
        until=until,
        created_at=now,
        expires_at=now + KEEP_REPORTS,
    )


def add_case(
    report: Backtest, ruling: Ruling, case: BacktestCase, said: Said, day: str
) -> Backtest:
    """The report with one more review."""
    counted = replace(report, reviews=report.reviews + 1)
    if ruling.outcome is not Outcome.SEND:
        held = ruling.outcome is Outcome.HOLD
        return replace(
            counted,
            hold=report.hold + held,
            block=report.block + (not held),
            reasons=_count(report.reasons, ruling.reasons),
        )
    return replace(
        counted,
        send=report.send + 1,
        compared=report.compared + bool(case.answer),
        alike=round(report.alike + case.alike, 6),
        regretted=report.regretted + case.regrets,
        worst=_rank((*report.worst, case)),
        said=(said, *report.said)[:MOST_REMEMBERED],
        per_day={**report.per_day, day: report.per_day.get(day, 0) + 1},
    )


def score_case(case: BacktestCase) -> BacktestCase:
    """How much a person should look at this answer first."""
    unsure = round(_PERCENT * (1 - case.confidence))
    apart = round(20 * (1 - case.alike)) if case.answer else 10
    score = _PERCENT * case.regrets + unsure + 20 * (case.rating < MOST_STARS) + apart
    return replace(case, score=score)


def make_said(nm_id: int, text: str, at: datetime) -> Said:
    """Remember an answer of the past."""
    return Said(nm_id, text, said_mark(text), at)


def _rank(cases: tuple[BacktestCase, ...]) -> tuple[BacktestCase, ...]:
    """The worst first; equals by their names, so that a report is the same each time."""
    return tuple(sorted(cases, key=lambda one: (-one.score, one.interaction))[:MOST_WORST])


def _count(known: dict[str, int], found: tuple[str, ...]) -> dict[str, int]:
    counts = dict(known)
    for reason in found:
        counts[reason] = counts.get(reason, 0) + 1
    return dict(sorted(counts.items()))
