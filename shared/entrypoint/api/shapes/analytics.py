"""Shapes of the seller's numbers: each comes with the pattern that lists what it counts."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.domain.analytics.counts import PATTERN
from shared.domain.analytics.goals import GoalCode, Verdict
from shared.domain.interaction import Channel
from shared.entrypoint.api.shapes.base import Answer, Request
from shared.entrypoint.api.shapes.inbox import Row

Days = Annotated[int, Field(ge=1, le=365)]
Pattern = Annotated[str, StringConstraints(pattern=f"^{PATTERN.pattern}$")]


class PeriodQuery(Request):
    """How many Moscow days, today among them."""

    days: Days = 30


class AnalyticsQuery(PeriodQuery):
    """One channel, or all."""

    channel: Channel | None = None


class CompareQuery(AnalyticsQuery):
    """With `compare`, beside the period before."""

    compare: bool = False


class TopicsQuery(AnalyticsQuery):
    """With `quotes`, beside the buyers' words."""

    quotes: bool = False


class RevenueQuery(PeriodQuery):
    """What an order is worth, in roubles."""

    order_value: Annotated[int, Field(ge=1, le=10_000_000)] = 2000


class CountedQuery(PeriodQuery):
    """What `list` of a number said."""

    list: Pattern = "seen/*"
    cursor: str | None = None


class TableQuery(PeriodQuery):
    """`what` is what `list` of a number said."""

    what: Pattern = "seen/*"


class NumberAnswer(Answer):
    """A number; `list` asks for what it counts."""

    value: int
    list: str


class ShareAnswer(Answer):
    """A part of a whole; of nothing the share is 0."""

    value: float
    numerator: NumberAnswer
    denominator: NumberAnswer


class PeriodAnswer(Answer):
    """Moscow days, both inside, and up to when everything is counted; None before the first."""

    days: int
    first: date
    last: date
    counted_at: datetime | None


class QualityRow(Answer):
    """How the replies of one channel, or of all, came about."""

    channel: Channel | None
    total: NumberAnswer
    accepted: ShareAnswer
    edited: ShareAnswer
    manual: ShareAnswer
    ignored: NumberAnswer
    automatic: NumberAnswer
    failed: NumberAnswer


class QualityAnswer(Answer):
    """Replies by people in parts, automatic ones apart; `before` is the period before."""

    period: PeriodAnswer
    totals: QualityRow
    by_channel: list[QualityRow]
    before: QualityRow | None
    differs: bool | None


class QualityPoint(Answer):
    """One Moscow day; `seen` of chats are the answers that were given."""

    date: date
    total: int
    accepted: int
    edited: int
    manual: int
    automatic: int
    accept_rate: float
    edit_rate: float
    manual_rate: float
    seen: dict[str, int]


class QualityHistoryAnswer(Answer):
    """Every day of the period, the empty ones too, or every month by its first day in it."""

    period: PeriodAnswer
    unit: Literal["day", "month"]
    points: list[QualityPoint]


class WaitAnswer(Answer):
    """Minutes, exact to the bin: whole minutes up to two days, quarter-hours above."""

    replies: NumberAnswer
    median: int | None
    p90: int | None


class ResponseTimeAnswer(Answer):
    """From the buyer's words to the sending, of replies that were sent from here."""

    period: PeriodAnswer
    whole: WaitAnswer
    by_channel: dict[str, WaitAnswer]
    by_hour: dict[str, WaitAnswer]
    by_rule: dict[str, WaitAnswer]
    rule_words: dict[str, str]
    groups: dict[str, int]


class ComplianceRow(Answer):
    """Answers in time; `untimed` are those in WB's cabinet whose time nobody knows."""

    name: str
    title: str
    in_target: ShareAnswer
    in_limit: ShareAnswer
    untimed: NumberAnswer


class ComplianceAnswer(Answer):
    """By channel and by row of the seller's table."""

    period: PeriodAnswer
    channels: list[ComplianceRow]
    rules: list[ComplianceRow]
    reviews_in_a_day: ShareAnswer


class StarsAnswer(Answer):
    """Reviews by stars."""

    stars: dict[str, NumberAnswer]
    total: int
    average: float | None


class ProductRatingAnswer(Answer):
    """The stars of one product; `name` is empty where its card is not kept, and of rarer ones."""

    nm_id: int
    name: str
    rating: StarsAnswer
    complaints: int


class IntervalAnswer(Answer):
    """A value between its bounds, with 95 chances of 100; None where too little is known."""

    count: int
    value: float | None
    low: float | None
    high: float | None


class ShiftAnswer(Answer):
    """How supplemented reviews differ from the first one."""

    change: IntervalAnswer
    risen: IntervalAnswer
    list: str


class EffectAnswer(Answer):
    """Supplemented reviews behind an answer, and the others: no proof of a cause."""

    after: ShiftAnswer
    without: ShiftAnswer
    is_different: bool


class RatingsAnswer(Answer):
    """All products, each of the most talked of, and what happened behind answers."""

    period: PeriodAnswer
    whole: StarsAnswer
    products: list[ProductRatingAnswer]
    effect: EffectAnswer


class BuyerQuoteAnswer(Answer):
    """A buyer's own words."""

    interaction: str
    text: str


class TopicCountAnswer(Answer):
    """One subject by feeling."""

    topic: str
    positive: NumberAnswer
    neutral: NumberAnswer
    negative: NumberAnswer
    quotes: list[BuyerQuoteAnswer]


class TopicsAnswer(Answer):
    """What buyers speak of, the most complained of first."""

    period: PeriodAnswer
    topics: list[TopicCountAnswer]


class RangeAnswer(Answer):
    """Roubles."""

    low: float
    middle: float
    high: float


class AssumptionsAnswer(Answer):
    """One view: roubles an order, and shares that nobody has measured."""

    order_value: int
    drop: float
    save: float
    repeat: float


class RevenueAnswer(Answer):
    """A range by named assumptions; without orders in chats `conversion` is not known."""

    period: PeriodAnswer
    negative: NumberAnswer
    answered: NumberAnswer
    fast: NumberAnswer
    unanswered: NumberAnswer
    at_risk: RangeAnswer
    at_risk_monthly: RangeAnswer
    saved: RangeAnswer
    could_be_saved: RangeAnswer
    risk_per_review: RangeAnswer
    saving_per_review: RangeAnswer
    assumptions: list[AssumptionsAnswer]
    conversion: ShareAnswer | None
    note: str


class GoalAnswer(Answer):
    """One goal: `misses` lists what keeps it from being met."""

    code: GoalCode
    title: str
    explains: str
    target: float
    at_most: bool
    share: ShareAnswer
    misses: str
    verdict: Verdict


class GoalsAnswer(Answer):
    """The six goals of a period."""

    period: PeriodAnswer
    goals: list[GoalAnswer]


class CountedAnswer(Answer):
    """The things behind a number, the newest first."""

    items: list[Row]
    next_cursor: str | None
