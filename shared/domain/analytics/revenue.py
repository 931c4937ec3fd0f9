"""What bad reviews may cost and answers may save: a range, with every assumption named.

Nobody has measured these shares for Wildberries. They are the seller's to change, and no figure of
them is a forecast.
"""

from datetime import datetime

from shared.domain.analytics.counts import Counts
from shared.domain.analytics.shares import Share, Tally, share, tally
from shared.domain.dataclass import dataclass

ORDER_VALUE = 2000
# An unanswered bad review turns away less than its whole share: others read on.
SEVERITY = 0.8
_MONTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """One way to see it: roubles an order, then shares.

    `drop` of the orders is lost by an unanswered bad review, `save` of the buyers stay who are
    answered within an hour, and order `repeat` times as much as once.
    """

    order_value: int = ORDER_VALUE
    drop: float = 0.10
    save: float = 0.20
    repeat: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Roubles, from the cautious view to the bold one."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """Of a period, and by month where it is named so; `per_review` is what one review adds."""

    negative: Tally
    answered: Tally
    fast: Tally
    unanswered: Tally
    at_risk: Range
    at_risk_monthly: Range
    saved: Range
    could_be_saved: Range
    risk_per_review: Range
    saving_per_review: Range
    views: tuple[Assumptions, Assumptions, Assumptions]
    conversion: Share | None


def view_from(order_value: int) -> tuple[Assumptions, Assumptions, Assumptions]:
    """The cautious, the middle and the bold view of one order value."""
    return (
        Assumptions(order_value=order_value, drop=0.05, save=0.10, repeat=1.0),
        Assumptions(order_value=order_value),
        Assumptions(order_value=order_value, drop=0.15, save=0.30, repeat=2.0),
    )


def risk_of(unanswered: int, view: Assumptions) -> float:
    """What unanswered bad reviews put at risk."""
    return round(unanswered * view.order_value * view.drop * SEVERITY, 2)


def saving_of(answered: int, view: Assumptions) -> float:
    """What answers within an hour keep."""
    return round(answered * view.order_value * view.save * view.repeat, 2)


def measure_revenue(counts: Counts, days: int, order_value: int, now: datetime) -> Revenue:
    """Estimate from counts alone; nothing counted is no division by nothing."""
    views = view_from(order_value)
    seen = tally(counts, "negative/seen", now)
    fast = tally(counts, "negative/fast", now)
    unanswered = tally(counts, "negative/open", now)
    asked = share(counts, "converted/chat", "presale/chat", now)
    at_risk = _range(*(risk_of(unanswered.value, view) for view in views))
    return Revenue(
        negative=seen,
        answered=tally(counts, "negative/answered", now),
        fast=fast,
        unanswered=unanswered,
        at_risk=at_risk,
        at_risk_monthly=_range(
            *(
                value * _MONTH / max(days, 1)
                for value in (at_risk.low, at_risk.middle, at_risk.high)
            )
        ),
        saved=_range(*(saving_of(fast.value, view) for view in views)),
        could_be_saved=_range(
            *(saving_of(max(seen.value - fast.value, 0), view) for view in views)
        ),
        risk_per_review=_range(*(risk_of(1, view) for view in views)),
        saving_per_review=_range(*(saving_of(1, view) for view in views)),
        views=views,
        conversion=asked if asked.whole.value else None,
    )


def _range(low: float, middle: float, high: float) -> Range:
    return Range(low=round(low, 2), middle=round(middle, 2), high=round(high, 2))
