"""When an answer is due: a table of targets and limits, the earliest limit counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.interaction import Channel, Deadline, Priority
from shared.domain.understanding import Intent


@dataclass(frozen=True, slots=True)
class Within:
    """How soon an answer should come, and must come."""

    target: timedelta
    limit: timedelta


def _minutes(target: int, limit: int) -> Within:
    return Within(timedelta(minutes=target), timedelta(minutes=limit))


_SALES = (Intent.PRE_PURCHASE, Intent.SIZING_FIT, Intent.AVAILABILITY, Intent.COMPATIBILITY)
_DEFECTS = (
    Intent.DEFECT_NOT_WORKING,
    Intent.WRONG_ITEM,
    Intent.MISSING_PARTS,
    Intent.COMPLIANCE_SAFETY,
)
_HURRY = (Intent.DELIVERY_DELAY, Intent.CANCEL_REQUEST)

DEFAULT_TABLE: dict[str, Within] = {
    "sales_chat": _minutes(2, 10),
    "sales_question": _minutes(5, 30),
    "defect": _minutes(30, 60),
    "review_negative": _minutes(60, 240),
    "hurry": _minutes(60, 240),
    "review_neutral": _minutes(240, 1440),
    "ordinary": _minutes(240, 1440),
    "usage_howto": _minutes(480, 1440),
    "review_positive": _minutes(1440, 2880),
    "thanks": _minutes(1440, 2880),
}

# WB archives a review after 30 days without an answer, and closes a chat after 10.
WB_CLOCK = {Channel.REVIEW: timedelta(days=30), Channel.CHAT: timedelta(days=10)}

_LEVELS = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)
_UNANSWERED_TOO_LONG = timedelta(hours=24)


def matching_rules(channel: Channel, intent: Intent, rating: int | None) -> list[str]:
    """Every row of the table that speaks about such an item."""
    rules = [_intent_rule(channel, intent)] if channel is not Channel.REVIEW else []
    if channel is Channel.REVIEW:
        rules.append(_rating_rule(rating))
        if intent in _DEFECTS:
            rules.append("defect")
    return rules


def _intent_rule(channel: Channel, intent: Intent) -> str:
    if intent in _SALES:
        return "sales_chat" if channel is Channel.CHAT else "sales_question"
    if intent in _DEFECTS:
        return "defect"
    if intent in _HURRY:
        return "hurry"
    return intent.value if intent in (Intent.USAGE_HOWTO, Intent.THANKS) else "ordinary"


def _rating_rule(rating: int | None) -> str:
    if rating is None or rating >= 4:  # noqa: PLR2004 - four and five stars are praise
        return "review_positive"
    return "review_neutral" if rating == 3 else "review_negative"  # noqa: PLR2004


def answer_due(
    channel: Channel,
    intent: Intent,
    rating: int | None,
    since: datetime,
    table: dict[str, Within],
) -> Deadline:
    """The row with the earliest limit, cut by WB's own clock for the channel."""
    rule = min(matching_rules(channel, intent, rating), key=lambda name: table[name].limit)
    within = table[rule]
    limit_at = since + within.limit
    if channel in WB_CLOCK:
        limit_at = min(limit_at, since + WB_CLOCK[channel])
    return Deadline(target_at=since + within.target, limit_at=limit_at, rule=rule)


def base_priority(deadline: Deadline, since: datetime) -> Priority:
    """The level that the row alone gives, before age raises it."""
    if deadline.rule in ("defect", "review_negative"):
        return Priority.URGENT
    target = deadline.target_at - since
    if target <= timedelta(minutes=60):
        return Priority.HIGH
    return Priority.NORMAL if target <= timedelta(minutes=480) else Priority.LOW


def raised_priority(
    deadline: Deadline,
    since: datetime,
    now: datetime,
) -> Priority:
    """Past the target one level up; past the limit, or a day unanswered and not low, urgent."""
    level = base_priority(deadline, since)
    if now >= deadline.limit_at:
        return Priority.URGENT
    if now - since >= _UNANSWERED_TOO_LONG and level is not Priority.LOW:
        return Priority.URGENT
    if now >= deadline.target_at:
        return _LEVELS[min(_LEVELS.index(level) + 1, len(_LEVELS) - 1)]
    return level
