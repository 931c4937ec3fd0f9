"""Try a policy on the seller's own past before it may answer anybody."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

from shared.domain.automatic.backtest import (
    MOST_REVIEWS,
    Backtest,
    BacktestCase,
    add_case,
    make_said,
    new_backtest,
    score_case,
)
from shared.domain.automatic.claims import claims_hold
from shared.domain.automatic.diversity import WALL, likeness_of
from shared.domain.automatic.journal import day_name, day_of
from shared.domain.automatic.judging import judge_item
from shared.domain.automatic.policy import AutoPolicy, note_seen
from shared.domain.automatic.ruling import Facts
from shared.domain.drafts.brief import Brief
from shared.domain.drafts.claims.checking import check_claims
from shared.domain.drafts.templates import write_template
from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id, new_job
from shared.domain.language.letters import fold_text
from shared.domain.marketplace import Card
from shared.domain.moscow import MOSCOW
from shared.domain.queue import has_content
from shared.domain.settings import DEFAULT_SETTINGS, SETTINGS_KEY, SellerSettings
from shared.ports import (
    Clock,
    Create,
    Order,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Where,
)
from shared.usecases.read_settings import read_settings
from shared.usecases.run_job import queue_job

PAGE = 50
_TRIES = 5
_DAY = timedelta(days=1)
_REPORT = "report"
_REGRET = re.compile(r"извин|сожале|(?<!\w)жаль|приносим|брак|вернуть|возврат|разбер[её]м|досад")


def start_backtest(
    seller: SellerId,
    policy: AutoPolicy,
    *,
    days: int,
    seed: int,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> Backtest:
    """Begin a report, or find the one that answers the same question about the same days."""
    now = clock.now()
    midnight = datetime.combine(day_of(now) + _DAY, time(), MOSCOW).astimezone(UTC)
    report = new_backtest(policy, days, seed, midnight, now)
    name = job_id(JobKind.BACKTEST, report.id)
    job = new_job(name, JobKind.BACKTEST, {_REPORT: report.id}, now)
    try:
        stores.of_seller(seller).commit([Create(report), Create(job)])
    except AlreadyExists:
        report = read_backtest(seller, report.id, stores=stores)
    if report.finished_at is None:
        queue_job(seller, job, queue)
    return report


def read_backtest(seller: SellerId, name: str, *, stores: Stores) -> Backtest:
    """Read one report of this seller; NotFound without it."""
    stored = stores.of_seller(seller).get(Backtest, name)
    if stored is None:
        raise NotFound("no such report")
    return stored.value


def see_backtest(seller: SellerId, name: str, *, stores: Stores, clock: Clock) -> Backtest:
    """The seller has looked at a finished report, so its policy may be turned on."""
    store = stores.of_seller(seller)
    report = read_backtest(seller, name, stores=stores)
    if report.finished_at is None:
        return report
    seen = replace(report, seen_at=clock.now())
    store.commit([Patch(Backtest, (name,), {"seen_at": seen.seen_at})])
    for _ in range(_TRIES):
        stored = store.get(SellerSettings, SETTINGS_KEY)
        settings = stored.value if stored else DEFAULT_SETTINGS
        known = note_seen(settings.auto_seen, report.policy_hash, report.id)
        after = replace(settings, auto_seen=known)
        with suppress(AlreadyExists, Stale):
            write = Put(after, version=stored.version) if stored else Create(after)
            store.commit([write])
            return seen
    raise Stale("the settings are saved elsewhere all the time")


def backtest_worker(*, stores: Stores, clock: Clock, judge: Judge) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, clock=clock, judge=judge)


def _work(
    seller: SellerId,
    job: Job,
    has_time: HasTime,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
) -> Slice:
    """A page at a time into the report itself: whoever is slower with a page changes nothing."""
    store = stores.of_seller(seller)
    settings = read_settings(store)
    while True:
        stored = store.get(Backtest, job.wish.get(_REPORT, ""))
        if stored is None or stored.value.finished_at is not None:
            done = stored.value.reviews if stored else job.done
            return Slice(done=done, result=_result(stored), is_over=True)
        after = _add_page(store, stored.value, settings, judge, clock.now())
        with suppress(Stale):
            store.commit([Put(after, version=stored.version)])
        if after.finished_at is None and not has_time():
            return Slice(done=after.reviews, total=MOST_REVIEWS, result=_result(stored))


def _result(stored: Stored[Backtest] | None) -> dict[str, int]:
    if stored is None:
        return {}
    report = stored.value
    return {"send": report.send, "hold": report.hold, "block": report.block}


def _add_page(
    store: Store,
    report: Backtest,
    settings: SellerSettings,
    judge: Judge,
    now: datetime,
) -> Backtest:
    found = store.find(_page(report))
    cards: dict[int, Card | None] = {}
    for stored in found:
        item = stored.value
        if item.channel is Channel.REVIEW and has_content(item.source):
            nm_id = item.source.product.nm_id
            if nm_id not in cards:
                known = store.get(Card, str(nm_id))
                cards[nm_id] = known.value if known else None
            report = _add_item(report, item, cards[nm_id], settings, judge)
            if report.reviews >= MOST_REVIEWS:
                return replace(report, finished_at=now, said=(), per_day={})
    if len(found) < PAGE:
        return replace(report, finished_at=now, said=(), per_day={})
    last = found[-1].value
    return replace(report, after_at=last.occurred_at, after_id=last.id)


def _page(report: Backtest) -> Query[Interaction]:
    where = (
        Where("occurred_at", ">=", report.since),
        Where("occurred_at", "<=", report.until),
    )
    after = (report.after_at, report.after_id) if report.after_at else ()
    order = (Order("occurred_at", descending=True),)
    return Query(kind=Interaction, where=where, order=order, limit=PAGE, after=after)


def _add_item(
    report: Backtest,
    item: Interaction,
    card: Card | None,
    settings: SellerSettings,
    judge: Judge,
) -> Backtest:
    """The review as it was when it came: without an answer, a draft, or anybody's work on it."""
    answer = item.source.answer.text if item.source.answer else ""
    fresh = replace(item, source=replace(item.source, answer=None), ai=replace(item.ai, draft=None))
    nm_id = item.source.product.nm_id
    recent = tuple(one.text for one in report.said if one.nm_id == nm_id)[:WALL]
    signature = settings.signature or settings.shop_name
    text = write_template(fresh, card, signature, Brief(recent=recent))
    holds = claims_hold(check_claims(text, card, item.source.text))
    facts = replace(_facts(report, fresh, settings), checked=holds)
    ruling = judge_item(fresh, text, report.policy, facts, judge)
    case = BacktestCase(
        interaction=item.id,
        rating=item.source.rating or 0,
        confidence=item.ai.intent.confidence,
        text=ruling.text,
        answer=answer,
        alike=round(likeness_of(text, answer), 4) if answer else 0.0,
        regrets=bool(_REGRET.search(fold_text(answer))),
    )
    said = make_said(nm_id, text, item.occurred_at)
    return add_case(report, ruling, score_case(case), said, day_name(day_of(item.occurred_at)))


def _facts(report: Backtest, item: Interaction, settings: SellerSettings) -> Facts:
    """What would have been known on that day; the connection and the day's codes are today's.

    Neighbours on the wall are those that came after: likeness does not ask who was first.
    """
    at, nm_id = item.occurred_at, item.source.product.nm_id
    near = [one for one in report.said if one.at - at <= _DAY]
    return Facts(
        due_at=at + settings.auto_undo,
        connected_at=datetime.min.replace(tzinfo=UTC),
        sent_today=report.per_day.get(day_name(day_of(at)), 0),
        said={one.mark for one in near},
        wall=[one.text for one in report.said if one.nm_id == nm_id][:WALL],
        checked=None,
        codes=settings.promo_codes,
        seed=report.seed,
    )
