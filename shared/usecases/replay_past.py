"""Go through a seller's past with one policy, page by page, and add up what it would have done."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from shared.domain.automatic.backtest import (
    MOST_REVIEWS,
    Backtest,
    BacktestCase,
    add_case,
    make_said,
    score_case,
)
from shared.domain.automatic.claims import claims_hold
from shared.domain.automatic.diversity import WALL, likeness_of
from shared.domain.automatic.journal import day_name, day_of
from shared.domain.automatic.judging import judge_item
from shared.domain.automatic.ruling import Facts
from shared.domain.dataclass import dataclass
from shared.domain.drafts.brief import Brief
from shared.domain.drafts.claims.checking import check_claims
from shared.domain.drafts.templates import write_template
from shared.domain.errors import NotFound, Stale
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import HasTime, Job, Slice, Worker
from shared.domain.language.letters import fold_text
from shared.domain.meaning.semantics import trained_model
from shared.domain.products.card import Card, card_or_name
from shared.domain.queue import has_content
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Embedder, Order, Patch, Put, Query, Store, Stored, Stores, Where
from shared.usecases.read_settings import read_settings
from shared.usecases.understand_item import Reader

REPORT = "report"
# Four pages at once on one processor end well before a task does.
PAGE = 25
# Whoever makes vectors is waited for; where they stay out, rules read alone, as in ingestion.
DEAF_WAIT = timedelta(minutes=1)
MOST_DEAF = 10
_DEAF = "deaf"
_DAY = timedelta(days=1)
_REGRET = re.compile(r"извин|сожале|(?<!\w)жаль|приносим|брак|вернуть|возврат|разбер[её]м|досад")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """With what one page is judged."""

    store: Store
    settings: SellerSettings
    reader: Reader
    judge: Judge


def backtest_worker(
    *, stores: Stores, clock: Clock, judge: Judge, embedder: Embedder | None = None
) -> Worker:
    """Make what works off jobs of this kind; without an embedder, rules alone read the past."""
    return partial(_work, stores=stores, clock=clock, judge=judge, embedder=embedder)


def _work(
    seller: SellerId,
    job: Job,
    has_time: HasTime,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
    embedder: Embedder | None,
) -> Slice:
    """A page at a time into the report itself: whoever is slower with a page changes nothing."""
    store = stores.of_seller(seller)
    settings = read_settings(store)
    deaf = int(job.checkpoint.get(_DEAF, "0"))
    while True:
        stored = store.get(Backtest, job.wish.get(REPORT, ""))
        if stored is None or stored.value.finished_at is not None:
            done, result = _sums(stored.value) if stored else (job.done, {})
            return Slice(done=done, result=result, is_over=True)
        reader = Reader(clock=clock, embedder=embedder, model=trained_model())
        trial = _Trial(store=store, settings=settings, reader=reader, judge=judge)
        found = store.find(_page(stored.value))
        if not _hear(trial, found) and deaf < MOST_DEAF:
            return _go_on(stored.value, deaf + 1, DEAF_WAIT)
        after = _add_page(trial, stored.value, found, clock.now())
        with suppress(Stale):
            store.commit([Put(after, version=stored.version)])
        if after.finished_at is None and not has_time():
            return _go_on(after, deaf)


def _go_on(report: Backtest, deaf: int, wait: timedelta = timedelta(0)) -> Slice:
    done, result = _sums(report)
    checkpoint = {_DEAF: str(deaf)} if deaf else {}
    return Slice(checkpoint=checkpoint, done=done, total=MOST_REVIEWS, result=result, wait=wait)


def _sums(report: Backtest) -> tuple[int, dict[str, int]]:
    return report.reviews, {"send": report.send, "hold": report.hold, "block": report.block}


def _page(report: Backtest) -> Query[Interaction]:
    where = (
        Where("occurred_at", ">=", report.since),
        Where("occurred_at", "<=", report.until),
    )
    after = (report.after_at, report.after_id) if report.after_at else ()
    order = (Order("occurred_at", descending=True),)
    return Query(kind=Interaction, where=where, order=order, limit=PAGE, after=after)


def _is_tried(item: Interaction) -> bool:
    return item.channel is Channel.REVIEW and has_content(item.source)


def _hear(trial: _Trial, found: list[Stored[Interaction]]) -> bool:
    """Ingestion spares answered items their vectors, which stay with them from here on.

    What others write meanwhile goes first: a vector that was not kept is made again.
    """
    reader, tried = trial.reader, [one for one in found if _is_tried(one.value)]
    is_heard = reader.hear([one.value for one in tried])
    writes = [
        Patch(Interaction, (one.value.id,), {"ai.embedding": made}, version=one.version)
        for one in tried
        if (made := reader.heard(one.value)) is not None
    ]
    if writes:
        with suppress(Stale, NotFound):
            trial.store.commit(writes)
    return is_heard


def _add_page(
    trial: _Trial, report: Backtest, found: list[Stored[Interaction]], now: datetime
) -> Backtest:
    cards: dict[int, Card | None] = {}
    for item in (stored.value for stored in found if _is_tried(stored.value)):
        nm_id = item.source.product.nm_id
        if nm_id not in cards:
            known = trial.store.get(Card, str(nm_id))
            cards[nm_id] = known.value if known else None
        report = _add_item(trial, report, item, cards[nm_id])
        if report.reviews >= MOST_REVIEWS:
            return replace(report, finished_at=now, said=(), per_day={})
    if len(found) < PAGE:
        return replace(report, finished_at=now, said=(), per_day={})
    last = found[-1].value
    return replace(report, after_at=last.occurred_at, after_id=last.id)


def _add_item(trial: _Trial, report: Backtest, item: Interaction, card: Card | None) -> Backtest:
    fresh, settings = _as_it_came(item, trial.reader), trial.settings
    answer = item.source.answer.text if item.source.answer else ""
    nm_id = item.source.product.nm_id
    recent = tuple(one.text for one in report.said if one.nm_id == nm_id)[:WALL]
    signature = settings.signature or settings.shop_name
    text = write_template(fresh, card, signature, Brief(recent=recent))
    known = card_or_name(card, item.source.product)
    holds = claims_hold(check_claims(text, known, item.source.text))
    facts = replace(_facts(report, fresh, settings), checked=holds)
    ruling = judge_item(fresh, text, report.policy, facts, trial.judge)
    case = BacktestCase(
        interaction=item.id,
        rating=item.source.rating or 0,
        confidence=fresh.ai.intent.confidence,
        text=ruling.text,
        answer=answer,
        alike=round(likeness_of(text, answer), 4) if answer else 0.0,
        regrets=bool(_REGRET.search(fold_text(answer))),
    )
    said = make_said(nm_id, text, item.occurred_at)
    return add_case(report, ruling, score_case(case), said, day_name(day_of(item.occurred_at)))


def _as_it_came(item: Interaction, reader: Reader) -> Interaction:
    """Without an answer, a draft, or anybody's work on it, and read as what arrives is read."""
    source = replace(item.source, answer=None)
    ai = reader.read(item.channel, source, replace(item.ai, draft=None))
    return replace(item, source=source, ai=ai)


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
