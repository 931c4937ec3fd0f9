"""Gather what alerts and readiness are judged by, in a bounded number of small reads."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from shared.domain.accounts.account import Connection
from shared.domain.analytics.alerts import (
    DUE_SOON,
    WEEK,
    Alert,
    ChannelDue,
    ManualRates,
    Watched,
    find_alerts,
)
from shared.domain.analytics.counts import Counts, add_up
from shared.domain.analytics.periods import ONE_DAY, Part, Period, last_days
from shared.domain.analytics.quality import measure_quality
from shared.domain.analytics.readiness import Known, Readiness, Thresholds, judge_readiness
from shared.domain.demo.state import DEMO_KEY, Demo
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction, View
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Order, Query, Store, Stores, Where
from shared.usecases.list_query import TARGET
from shared.usecases.read_account import (
    judge_freshness,
    read_connection,
    read_progress,
    read_syncs,
)
from shared.usecases.read_figures import read_each_day, read_periods
from shared.usecases.read_pipeline import read_pipeline

# What is due is counted up to here and then told as «40+»: more would say no more.
MOST_DUE = 40
MONTH = 30
# What waits for a person, in whatever state.
_BACKLOG = (View.ATTENTION, View.SNOOZED, View.FAILED)


def read_alerts(seller: SellerId, *, stores: Stores, clock: Clock) -> list[Alert]:
    """Judge everything that may alarm one seller; examples alarm nobody."""
    store, now = stores.of_seller(seller), clock.now()
    has_examples = _has_examples(store)
    syncs = read_syncs(seller, stores=stores)
    connection = read_connection(seller, stores=stores)
    watched = Watched(
        now=now,
        due={} if has_examples else {one: read_due(store, one, now) for one in Channel},
        rates=read_rates(seller, now, stores=stores),
        channels=syncs.channels,
        freshness=judge_freshness(seller, syncs.channels, stores=stores, clock=clock)
        if connection
        else {},
        lately=syncs.lately if connection else {},
        pipeline=read_pipeline(stores=stores, clock=clock),
        token_expires_at=_expires_at(connection),
        failed=0 if has_examples else _in_view(_views(store), View.FAILED),
    )
    return find_alerts(watched)


def check_readiness(
    seller: SellerId, limits: Thresholds, *, stores: Stores, clock: Clock
) -> Readiness:
    """Judge whether the shop can work by the inbox alone."""
    store, now = stores.of_seller(seller), clock.now()
    has_examples = _has_examples(store)
    views = {} if has_examples else _views(store)
    windows = last_days(MONTH, now), last_days(limits.reply_activity_window_days, now)
    found = read_periods(seller, windows, now, stores=stores)
    month, recent = (one.counts for one in found)
    due = ChannelDue() if has_examples else read_due(store, Channel.QUESTION, now)
    known = Known(
        now=now,
        channels=read_progress(seller, stores=stores),
        items={one: sum(row.get(one.value, 0) for row in views.values()) for one in Channel},
        newest_change_at=None if has_examples else _newest_change(store),
        questions=due,
        month_rate=measure_quality(month, None, now).manual.value,
        rates=read_rates(seller, now, stores=stores),
        backlog=sum(_in_view(views, view) for view in _BACKLOG),
        replies=measure_quality(recent, None, now).total.value,
        answered_elsewhere=_elsewhere(recent),
    )
    return judge_readiness(known, limits)


def read_rates(seller: SellerId, now: datetime, *, stores: Stores) -> ManualRates:
    """Own words among replies: the last seven days, and the seven before."""
    this = last_days(WEEK, now)
    both = Period(first=this.before.first, last=this.last)
    days = read_each_day(seller, both, now, stores=stores)
    part, before = (
        measure_quality(_sum_days(days, period), None, now).manual for period in (this, this.before)
    )
    return ManualRates(
        manual=part.part.value,
        replies=part.whole.value,
        manual_before=before.part.value,
        replies_before=before.whole.value,
    )


def read_due(store: Store, channel: Channel, now: datetime) -> ChannelDue:
    """What of a channel is past its limit or will be within the hour; the target comes first."""
    where = (
        Where("queue.view", "==", View.ATTENTION),
        Where("channel", "in", [channel]),
        Where(TARGET, "<", now + DUE_SOON + timedelta(seconds=1)),
    )
    query = Query(kind=Interaction, where=where, order=(Order(TARGET),), limit=MOST_DUE + 1)
    found = [stored.value.queue.deadline for stored in store.find(query)]
    limits = [deadline.limit_at for deadline in found[:MOST_DUE] if deadline]
    overdue = [at for at in limits if at < now]
    return ChannelDue(
        overdue=len(overdue),
        due_soon=sum(now <= at <= now + DUE_SOON for at in limits),
        oldest_at=min(overdue, default=None),
        more=len(found) > MOST_DUE,
    )


def _sum_days(days: Mapping[date, Counter[str]], period: Period) -> Counts:
    wanted = [days[period.first + number * ONE_DAY] for number in range(period.days)]
    return add_up((Part(""), counts) for counts in wanted)


def _elsewhere(counts: Counts) -> int:
    return sum(counts.get(f"answered/{one}/cabinet", 0) for one in ("review", "question"))


def _has_examples(store: Store) -> bool:
    """Examples lie in an inbox alone: nothing real stands beside them."""
    stored = store.get(Demo, DEMO_KEY)
    return stored is not None and stored.value.is_on


def _views(store: Store) -> dict[str, dict[str, int]]:
    stored = store.get(InboxSummary, SUMMARY_KEY)
    views = stored.value.views if stored else {}
    return {name: row for name, row in views.items() if name in {view.value for view in View}}


def _in_view(views: Mapping[str, Mapping[str, int]], view: View) -> int:
    return sum(views.get(view.value, {}).values())


def _newest_change(store: Store) -> datetime | None:
    order = (Order("changed_at", descending=True),)
    found = store.find(Query(kind=Interaction, order=order, limit=1))
    return found[0].value.changed_at if found else None


def _expires_at(connection: Connection | None) -> datetime | None:
    return connection.facts.expires_at if connection else None
