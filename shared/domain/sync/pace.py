"""When a seller is polled next: often while somebody looks, seldom at night."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.moscow import MOSCOW
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue

NOTE_OPEN_EVERY = timedelta(minutes=10)
NOTE_ACTIVE_EVERY = timedelta(minutes=10)

# The browser's visits are noted every ten minutes, so an open inbox may look older than it is.
_OPEN_WITHIN = timedelta(minutes=15)
_ACTIVE_WITHIN = timedelta(hours=2)
_DAY_BEGINS, _DAY_ENDS = 8, 23

_OPEN_EVERY = timedelta(seconds=60)
_ACTIVE_EVERY = timedelta(seconds=120)
_BY_DAY = timedelta(minutes=5)
_BY_NIGHT = timedelta(minutes=10)
_SLOW = {Category.FEEDBACKS: timedelta(minutes=12), Category.CHAT: timedelta(minutes=60)}

# A scheduler's minutes are not exact; without slack every second one would be missed.
SLACK = timedelta(seconds=15)


_STALE_SLACK = timedelta(minutes=5)
# A tick and the way through the queue.
_LATE_SLACK = timedelta(minutes=2)
# All sellers are found due by the same tick; their calls need not begin in the same moment.
SPREAD = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When to poll within this tick, and how long until the next one."""

    delays: tuple[timedelta, ...]
    every: timedelta


def pace_of(due: SellerDue, category: Category, now: datetime) -> Pace:
    """An open inbox is polled twice a tick, because a tick is a minute."""
    once = (timedelta(0),)
    if due.slow:
        return Pace(delays=once, every=_SLOW[category])
    if is_open(due, now):
        return Pace(delays=(timedelta(0), timedelta(seconds=30)), every=_OPEN_EVERY)
    if due.active_at is not None and now - due.active_at < _ACTIVE_WITHIN:
        return Pace(delays=once, every=_ACTIVE_EVERY)
    return Pace(delays=once, every=_BY_DAY if is_day(now) else _BY_NIGHT)


def spread_of(seller: SellerId, category: Category) -> timedelta:
    """How far into a tick a seller is polled: always the same, so that the pace stays even."""
    share = int(hashlib.sha256(f"{seller}:{category}".encode()).hexdigest()[:8], 16) / 2**32
    return SPREAD * share


class Freshness(StrEnum):
    """How old a channel's last reading is, by the seller's own pace."""

    FRESH = "fresh"
    LATE = "late"
    STALE = "stale"
    UNJUDGED = "unjudged"


def freshness_of(
    due: SellerDue, category: Category, read_at: datetime | None, now: datetime
) -> Freshness:
    """Late at two intervals, stale at three and five minutes; slow keys are not judged."""
    if due.slow or read_at is None or due_at(due, category) is None:
        return Freshness.UNJUDGED
    every, age = pace_of(due, category, now).every, now - read_at
    if age > 3 * every + _STALE_SLACK:
        return Freshness.STALE
    return Freshness.LATE if age > 2 * every + _LATE_SLACK else Freshness.FRESH


def lateness_of(read_at: datetime, now: datetime) -> timedelta:
    """How much older a reading is than the slowest pace of those hours allows."""
    every = _BY_DAY if is_day(read_at) and is_day(now) else _BY_NIGHT
    return max(now - read_at - every, timedelta(0))


def is_open(due: SellerDue, now: datetime) -> bool:
    """Whether somebody has looked at the inbox lately."""
    return due.open_at is not None and now - due.open_at < _OPEN_WITHIN


def is_day(now: datetime) -> bool:
    """Sellers and buyers live by Moscow's clock."""
    return _DAY_BEGINS <= now.astimezone(MOSCOW).hour < _DAY_ENDS


def due_at(due: SellerDue, category: Category) -> datetime | None:
    """When a category is to be polled; None when it is not."""
    return due.feedbacks_at if category is Category.FEEDBACKS else due.chat_at


def set_due(due: SellerDue, category: Category, at: datetime | None) -> SellerDue:
    """Plan, or stop, the polling of one category."""
    if category is Category.FEEDBACKS:
        return replace(due, feedbacks_at=at)
    return replace(due, chat_at=at)


def is_due(due: SellerDue, category: Category, now: datetime) -> bool:
    """A missed tick changes nothing: what was due stays due."""
    at = due_at(due, category)
    return at is not None and at - SLACK <= now
