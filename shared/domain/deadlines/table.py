"""When an answer is due: a table of targets and limits, the earliest limit counts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.deadlines.calendar import WorkingHours, after_working
from shared.domain.interaction import Channel, Deadline, Priority, Source
from shared.domain.meaning.urges import urges_of
from shared.domain.understanding import Intent


@dataclass(frozen=True, slots=True)
class Within:
    """How soon an answer should come, and must come; `priority` outweighs what follows from it."""

    target: timedelta
    limit: timedelta
    priority: Priority | None = None


Table = Mapping[str, Within]

# Who asks these decides within minutes, in a chat within seconds.
SALES = (Intent.PRE_PURCHASE, Intent.SIZING_FIT, Intent.AVAILABILITY, Intent.COMPATIBILITY)
_DEFECTS = (
    Intent.DEFECT_NOT_WORKING,
    Intent.WRONG_ITEM,
    Intent.MISSING_PARTS,
    Intent.COMPLIANCE_SAFETY,
)
_HURRY = (Intent.DELIVERY_DELAY, Intent.CANCEL_REQUEST)
_ORDINARY = (
    Intent.REFUND_EXCHANGE,
    Intent.DELIVERY_STATUS,
    Intent.QUALITY_COMPLAINT,
    Intent.PRODUCT_SPEC,
    Intent.PRICE_PROMO,
    Intent.OTHER,
)
REVIEW_NEGATIVE, REVIEW_NEUTRAL, REVIEW_POSITIVE = "review_1_2", "review_3", "review_4_5"


def _minutes(target: int, limit: int) -> Within:
    return Within(timedelta(minutes=target), timedelta(minutes=limit))


DEFAULT_TABLE: dict[str, Within] = {
    **{f"{intent}_chat": _minutes(2, 10) for intent in SALES},
    **{f"{intent}_question": _minutes(5, 30) for intent in SALES},
    **{intent.value: _minutes(30, 60) for intent in _DEFECTS},
    REVIEW_NEGATIVE: _minutes(60, 240),
    **{intent.value: _minutes(60, 240) for intent in _HURRY},
    REVIEW_NEUTRAL: _minutes(240, 1440),
    **{intent.value: _minutes(240, 1440) for intent in _ORDINARY},
    Intent.USAGE_HOWTO.value: _minutes(480, 1440),
    REVIEW_POSITIVE: _minutes(1440, 2880),
    Intent.THANKS.value: _minutes(1440, 2880),
}
_URGENT_ROWS = frozenset({REVIEW_NEGATIVE, *(intent.value for intent in _DEFECTS)})

# WB archives a review after 30 days without an answer, and closes a chat after 10.
WB_CLOCK = {Channel.REVIEW: timedelta(days=30), Channel.CHAT: timedelta(days=10)}
# With so little left of WB's clock nothing is more urgent.
WB_SOON = timedelta(days=1)

_LEVELS = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)
_UNANSWERED_TOO_LONG = timedelta(hours=24)
_HIGH_WITHIN = timedelta(minutes=60)
_NORMAL_WITHIN = timedelta(minutes=480)


def matching_rules(channel: Channel, intent: Intent, rating: int | None) -> list[str]:
    """Every row of the table that speaks about such an item."""
    if channel is not Channel.REVIEW:
        return [f"{intent}_{channel}" if intent in SALES else intent.value]
    if rating is None:
        return [Intent.OTHER.value if intent in SALES else intent.value]
    # Of what nothing is known but the stars, the stars speak.
    by_words = () if intent in SALES or intent is Intent.OTHER else (intent.value,)
    return [_rating_rule(rating), *by_words]


def _rating_rule(rating: int) -> str:
    if rating >= 4:  # noqa: PLR2004 - four and five stars are praise
        return REVIEW_POSITIVE
    return REVIEW_NEUTRAL if rating == 3 else REVIEW_NEGATIVE  # noqa: PLR2004


def row_of(rule: str, table: Table) -> Within:
    """A row as the seller has it; what he has not set is the default."""
    return table.get(rule) or DEFAULT_TABLE[rule]


def answer_due(
    channel: Channel,
    source: Source,
    intent: Intent,
    since: datetime,
    table: Table,
    hours: WorkingHours | None = None,
) -> Deadline:
    """The row with the earliest limit in working time, cut by WB's own clock, which never stops."""
    rules = matching_rules(channel, intent, source.rating)
    rule = min(rules, key=lambda name: row_of(name, table).limit)
    within = row_of(rule, table)
    wb_at = since + WB_CLOCK[channel] if channel in WB_CLOCK else None
    limit_at = after_working(since, within.limit, hours)
    if wb_at is not None:
        limit_at = min(limit_at, wb_at)
    return Deadline(
        target_at=min(after_working(since, within.target, hours), limit_at),
        limit_at=limit_at,
        rule=rule,
        target=within.target,
        limit=within.limit,
        base=_raise(base_priority(rule, within), urges_of(source)),
        day_at=after_working(since, _UNANSWERED_TOO_LONG, hours),
        wb_at=wb_at,
        in_hours=hours is not None,
    )


def base_priority(rule: str, within: Within) -> Priority:
    """The level that the row alone gives, before anything raises it."""
    if within.priority is not None:
        return within.priority
    if rule in _URGENT_ROWS:
        return Priority.URGENT
    if within.target <= _HIGH_WITHIN:
        return Priority.HIGH
    return Priority.NORMAL if within.target <= _NORMAL_WITHIN else Priority.LOW


def raised_priority(deadline: Deadline, now: datetime) -> Priority:
    """Past the target one level up; past the limit, or a day unanswered and not low, urgent."""
    level = deadline.base
    if now >= urgent_at(deadline):
        return Priority.URGENT
    if now >= deadline.target_at:
        return _LEVELS[min(_LEVELS.index(level) + 1, len(_LEVELS) - 1)]
    return level


def urgent_at(deadline: Deadline) -> datetime:
    """From when on age alone makes an item urgent."""
    moments = [deadline.limit_at]
    if deadline.day_at is not None and deadline.base is not Priority.LOW:
        moments.append(deadline.day_at)
    if deadline.wb_at is not None:
        moments.append(deadline.wb_at - WB_SOON)
    return min(moments)


def _raise(level: Priority, steps: int) -> Priority:
    """Insistence makes nothing of what can wait."""
    if level is Priority.LOW:
        return level
    return _LEVELS[min(_LEVELS.index(level) + steps, len(_LEVELS) - 1)]
