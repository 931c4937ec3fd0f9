"""Answers of the seller's numbers."""

from datetime import datetime

from shared.domain.analytics.goals import Goal
from shared.domain.analytics.periods import Period
from shared.domain.analytics.quality import DayQuality, Quality
from shared.domain.analytics.ratings import Ratings, ReplyEffect, Shift, TopicCount
from shared.domain.analytics.readiness import Outcome, Readiness
from shared.domain.analytics.shares import Share, Tally
from shared.domain.analytics.timing import Compliance, Wait
from shared.domain.interaction import Channel
from shared.entrypoint.api.shapes.analytics import (
    BuyerQuoteAnswer,
    ComplianceRow,
    EffectAnswer,
    GoalAnswer,
    IntervalAnswer,
    NumberAnswer,
    PeriodAnswer,
    QualityPoint,
    QualityRow,
    ShareAnswer,
    ShiftAnswer,
    StarsAnswer,
    TopicCountAnswer,
    WaitAnswer,
)
from shared.entrypoint.api.shapes.operations import (
    ReadinessAnswer,
    ReadinessCheckAnswer,
)


def period_answer(period: Period, counted_at: datetime | None) -> PeriodAnswer:
    """Which days, and how fresh."""
    return PeriodAnswer(
        days=period.days, first=period.first, last=period.last, counted_at=counted_at
    )


def number_answer(one: Tally) -> NumberAnswer:
    """A number and its list."""
    return NumberAnswer(value=one.value, list=one.lists)


def share_answer(one: Share) -> ShareAnswer:
    """A share and both its parts."""
    return ShareAnswer(
        value=one.value,
        numerator=number_answer(one.part),
        denominator=number_answer(one.whole),
    )


def quality_row(channel: Channel | None, found: Quality) -> QualityRow:
    """One channel's replies."""
    return QualityRow(
        channel=channel,
        total=number_answer(found.total),
        accepted=share_answer(found.accepted),
        edited=share_answer(found.edited),
        manual=share_answer(found.manual),
        ignored=number_answer(found.ignored),
        automatic=number_answer(found.automatic),
        failed=number_answer(found.failed),
    )


def history_point(found: DayQuality) -> QualityPoint:
    """One day."""
    return QualityPoint(
        date=found.day,
        total=found.total,
        accepted=found.accepted,
        edited=found.edited,
        manual=found.manual,
        automatic=found.automatic,
        accept_rate=found.rate(found.accepted),
        edit_rate=found.rate(found.edited),
        manual_rate=found.rate(found.manual),
        seen=found.seen,
    )


def wait_answer(found: Wait) -> WaitAnswer:
    """One group's waits."""
    return WaitAnswer(replies=number_answer(found.replies), median=found.median, p90=found.p90)


def compliance_row(name: str, title: str, found: Compliance) -> ComplianceRow:
    """One channel or row of the table."""
    return ComplianceRow(
        name=name,
        title=title,
        in_target=share_answer(found.in_target),
        in_limit=share_answer(found.in_limit),
        untimed=number_answer(found.untimed),
    )


def rating_answer(found: Ratings) -> StarsAnswer:
    """Reviews by stars."""
    stars = {str(name): number_answer(one) for name, one in found.stars.items()}
    return StarsAnswer(stars=stars, total=found.total, average=found.average)


def effect_answer(found: ReplyEffect) -> EffectAnswer:
    """What happened behind answers, and without."""
    return EffectAnswer(
        after=_shift(found.after),
        without=_shift(found.without),
        is_different=found.is_different,
    )


def _shift(found: Shift) -> ShiftAnswer:
    return ShiftAnswer(
        change=IntervalAnswer.model_validate(found.change),
        risen=IntervalAnswer.model_validate(found.risen),
        list=found.lists,
    )


def topic_answer(found: TopicCount, quotes: list[BuyerQuoteAnswer]) -> TopicCountAnswer:
    """One subject."""
    positive, neutral, negative = (
        number_answer(found.feelings[name]) for name in ("positive", "neutral", "negative")
    )
    return TopicCountAnswer(
        topic=found.label, positive=positive, neutral=neutral, negative=negative, quotes=quotes
    )


def goal_answer(found: Goal) -> GoalAnswer:
    """One goal."""
    return GoalAnswer(
        code=found.code,
        title=found.title,
        explains=found.explains,
        target=found.target,
        at_most=found.at_most,
        share=share_answer(found.share),
        misses=found.misses,
        verdict=found.verdict,
    )


def readiness_answer(found: Readiness, now: datetime) -> ReadinessAnswer:
    """The verdict in the words of the API."""
    limits = found.thresholds
    counts = {one: sum(check.status is one for check in found.checks) for one in Outcome}
    return ReadinessAnswer(
        generated_at=now,
        decision="go" if found.is_go else "no-go",
        passed=counts[Outcome.PASS],
        warnings=counts[Outcome.WARN],
        failed=counts[Outcome.FAIL],
        blockers=found.blockers,
        checks=[ReadinessCheckAnswer.model_validate(check) for check in found.checks],
        thresholds={name: getattr(limits, name) for name in limits.__slots__},
    )
