"""Runs every query that the product asks, through the use cases that ask it."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import TypeVar

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.memory.wb_items import make_token
from shared.adapters.store.belongings import seller_belongings
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.accounts.account import Seller
from shared.domain.accounts.retention import KEEP_INTERACTIONS
from shared.domain.accounts.sign_in import User
from shared.domain.accounts.tokens import TokenKind
from shared.domain.analytics.readiness import Thresholds
from shared.domain.attachments import OutgoingFile
from shared.domain.automatic.backtest import Backtest
from shared.domain.automatic.journal import Noted
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.demo.state import Demo
from shared.domain.guard.judging import Judge
from shared.domain.ids import ReplyId, SellerId, hash_text
from shared.domain.interaction import Channel, Interaction, Message, Order, Sender
from shared.domain.jobs import JobKind, new_job
from shared.domain.linking.labels import OrderLabel, label_id
from shared.domain.meaning.mass_defects import DefectsProgress
from shared.domain.places import InboxFilter, Place
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from shared.domain.search.parser import parse_search
from shared.domain.settings import SellerSettings
from shared.domain.settings_change import Section
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.known import Memory
from shared.domain.sync.state import ChannelSync
from shared.ports import Create, Put, Query, Store, Stored, Stores, Write
from shared.usecases.account_workers import account_workers
from shared.usecases.backtest_policy import start_backtest
from shared.usecases.bulk_choose import choose_items
from shared.usecases.change_settings import read_changes_of
from shared.usecases.compare_counts import compare_counts
from shared.usecases.demo_items import clear_demo
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.draft_reply import draft_reply
from shared.usecases.export_data import find_export
from shared.usecases.keep_session import list_sessions
from shared.usecases.keep_templates import list_templates
from shared.usecases.keep_upload import keep_upload
from shared.usecases.link_thread import link_thread
from shared.usecases.list_sellers import list_sellers
from shared.usecases.note_deed import read_audit
from shared.usecases.pack_export import pack_export
from shared.usecases.purge_expired import purge_expired
from shared.usecases.purge_items import purge_items
from shared.usecases.read_alerts import check_readiness, read_alerts
from shared.usecases.read_changes import read_changes, start_watch
from shared.usecases.read_context import read_context
from shared.usecases.read_inbox import read_counts, read_inbox
from shared.usecases.read_interaction import read_messages
from shared.usecases.read_journal import read_journal
from shared.usecases.read_product import read_article
from shared.usecases.read_runs import read_runs
from shared.usecases.read_timeline import read_timeline
from shared.usecases.read_wall import read_wall
from shared.usecases.reading import ChannelReading, Reading
from shared.usecases.rebuild_days import rebuild_days
from shared.usecases.rebuild_profiles import Rebuild, rebuild_some
from shared.usecases.rebuild_search import search_worker
from shared.usecases.recompute_deadlines import deadline_worker
from shared.usecases.recover_pages import recover_pages
from shared.usecases.replay_past import backtest_worker
from shared.usecases.report_quality import report_quality
from shared.usecases.reread_items import reread_worker
from shared.usecases.resume_replies import resume_replies
from shared.usecases.retry_quarantine import quarantine_worker
from shared.usecases.roll_days import roll_seller
from shared.usecases.run_job import find_unfinished, sweep_jobs
from shared.usecases.search_inbox import search_inbox
from shared.usecases.sweep_praise import sweep_praise
from shared.usecases.take_lead import sweep_leads
from shared.usecases.tell_labels import tell_labels
from shared.usecases.watch_deadlines import watch_deadlines
from shared.usecases.watch_defects import PROGRESS, find_defects
from tests.builders import NOON, SELLER, make_chat, make_item

T = TypeVar("T")
ASKS = re.compile(r"(?:store|\))\.(?:find|count)\(")
SHARED = Path(__file__).resolve().parents[2] / "shared"


class AskingStores:
    """Writes down which modules of the product asked queries."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.askers: set[str] = set()

    def shared(self) -> Store:
        return AskingStore(self._stores.shared(), self.askers)

    def of_seller(self, seller: SellerId) -> Store:
        return AskingStore(self._stores.of_seller(seller), self.askers)


class AskingStore:
    def __init__(self, store: Store, askers: set[str]) -> None:
        self._store = store
        self._askers = askers
        self.get = store.get
        self.get_many = store.get_many
        self.commit = store.commit

    def find(self, query: Query[T]) -> list[Stored[T]]:
        self._askers.add(sys._getframe(1).f_code.co_filename)
        return self._store.find(query)

    def count(self, query: Query[T]) -> int:
        self._askers.add(sys._getframe(1).f_code.co_filename)
        return self._store.count(query)


def modules_with_queries() -> set[str]:
    """The product's modules that ask a store, wherever the query was built."""
    return {
        str(path)
        for path in SHARED.rglob("*.py")
        if ASKS.search(path.read_text())
        and "from shared.ports import" in path.read_text()
        and path.parent.name not in {"store", "ports"}
    }


def ask_everything(stores: Stores) -> set[str]:
    """Run each use case once in every way that changes its queries; give the asking modules."""
    asking = AskingStores(stores)
    clock = FixedClock(NOON + timedelta(hours=1))
    queue = MemoryTaskQueue(clock)
    chat = make_chat(order_key="order")
    review = make_item(parent_id="R0", child_id="R2", order=Order(shk=7))
    reply = _make_reply(chat)
    _fill(asking, chat, review, reply)
    _index_all(asking)
    _read_lists(asking, clock)
    read_messages(SELLER, chat.id, limit=10, after=(NOON, "m0"), stores=asking)
    pdf = OutgoingFile(name="a.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    keep_upload(SELLER, chat.id, pdf, stores=asking, files=MemoryFiles(), clock=clock)
    read_changes(SELLER, start_watch(clock), InboxFilter(), stores=asking, clock=clock)
    _link_all(asking, (chat, review), clock)
    _look_around(asking, chat, clock)
    writers = [TemplateWriter()]
    draft_reply(SELLER, chat.id, stores=asking, writers=writers, cards=MemoryCards(), clock=clock)
    watch_deadlines(stores=asking, queue=queue, clock=clock)
    resume_replies(SELLER, stores=asking, queue=queue, clock=clock)
    report_quality(stores=asking, clock=clock)
    _watch_defects(asking)
    _recompute_deadlines(asking, clock)
    _reread_all(asking, clock)
    _automate(asking, review, queue, clock)
    list(list_sellers(stores=asking))
    list_sessions("user", stores=asking, clock=clock)
    list_templates(SELLER, stores=asking)
    read_changes_of(SELLER, Section.GENERAL, limit=2, after=(NOON, "c1"), stores=asking)
    read_audit(SELLER, limit=2, after=(NOON, "a1"), stores=asking)
    find_unfinished(SELLER, JobKind.FULL_SYNC, stores=asking)
    _retry_quarantine(asking, queue, clock)
    sweep_jobs(stores=asking, queue=queue, clock=clock)
    sweep_leads(stores=asking, queue=queue, clock=clock)
    read_runs(SELLER, stores=asking)
    _count_days(asking, clock)
    _run_tasks(asking, reply, queue, clock)
    stores.of_seller(SELLER).commit([Put(Demo(items=(chat.id,), changed_at=NOON))])
    clear_demo(SELLER, stores=asking, clock=clock)
    _take_all(asking, review, clock)
    return asking.askers


def _take_all(stores: Stores, review: Interaction, clock: FixedClock) -> None:
    """Whatever works on all that a seller has: exports, purges, and at last the erasure."""
    files, kinds = MemoryFiles(), seller_belongings()
    workers = account_workers(stores=stores, files=files, clock=clock, belongings=kinds)
    user = User(id="u", seller=SELLER, email="", password_hash="", created_at=NOON)
    profile = Seller(id=SELLER, name="", email="", created_at=NOON)
    stores.shared().commit([Put(user), Put(profile)])
    job = new_job("e", JobKind.EXPORT, {"user": user.id}, NOON)
    for checkpoint in ({"after": "a"}, {}):
        workers[JobKind.EXPORT](SELLER, replace(job, checkpoint=checkpoint), lambda: True)
    export = find_export(SELLER, stores=stores, clock=clock)
    assert export is not None
    list(pack_export(SELLER, user.id, export, stores=stores, files=files, clock=clock))
    purge_expired(stores=stores, files=files, clock=clock, belongings=kinds)
    forgotten = replace(review, changed_at=NOON - 2 * KEEP_INTERACTIONS)
    stores.of_seller(SELLER).commit([Put(forgotten)])
    purge_items(stores.of_seller(SELLER), clock.now())
    for step in ("close", "sweep", "prove"):
        workers[JobKind.ERASURE](SELLER, replace(job, checkpoint={"step": step}), lambda: True)


def _count_days(stores: Stores, clock: FixedClock) -> None:
    """The second look is the one that asks for events."""
    for _ in range(2):
        roll_seller(SELLER, stores=stores, clock=clock)
    rebuild_days(SELLER, stores=stores, clock=clock)
    read_alerts(SELLER, stores=stores, clock=clock)
    check_readiness(SELLER, Thresholds(), stores=stores, clock=clock)


def _look_around(stores: Stores, item: Interaction, clock: FixedClock) -> None:
    read_timeline(SELLER, item.id, window=timedelta(days=45), stores=stores)
    read_context(SELLER, item.id, stores=stores, clock=clock)
    store, span = stores.of_seller(SELLER), {"since": NOON, "until": NOON}
    read_article(store, "A-1", **span, most=1)


def _watch_defects(stores: Stores) -> None:
    """A look that was cut off goes on behind its page, and asks for this week's products."""
    later = NOON + timedelta(hours=1)
    cut = DefectsProgress(
        id=PROGRESS, until=NOON, newest=later, after_at=later, after_id="z", since=NOON
    )
    stores.of_seller(SELLER).commit([Put(cut)])
    find_defects(stores.of_seller(SELLER), later)


def _retry_quarantine(stores: Stores, queue: MemoryTaskQueue, clock: FixedClock) -> None:
    retry = quarantine_worker(stores=stores, queue=queue, clock=clock)
    for checkpoint in ({}, {"seen_at": NOON.isoformat(), "id": "q"}):
        job = new_job("j", JobKind.QUARANTINE, {}, NOON)
        retry(SELLER, replace(job, checkpoint=checkpoint), lambda: True)


def _link_all(stores: Stores, items: Sequence[Interaction], clock: FixedClock) -> None:
    label = OrderLabel(id=label_id(7), shk=7, order_key="order", expires_at=NOON)
    stores.of_seller(SELLER).commit([Put(label), Put(SellerSettings(order_labels=True))])
    for item in items:
        link_thread(SELLER, item.id, stores=stores, clock=clock)
    queue = MemoryTaskQueue(clock)
    tell_labels(SELLER, {7: "order", 8: "other"}, stores=stores, queue=queue, clock=clock)
    for phase in ("items", "profiles"):
        start = Rebuild(phase=phase, after="a")
        rebuild_some(SELLER, start, lambda: True, stores=stores, clock=clock)


def _fill(stores: Stores, chat: Interaction, review: Interaction, reply: Reply) -> None:
    message = Message(id="m1", interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text="?")
    other = replace(review, id=make_item(external_id="R2").id)
    store = stores.of_seller(SELLER)
    writes: list[Write] = [Create(value) for value in (chat, review, other, message, reply)]
    store.commit(writes)
    shard = Shard(number=0, sellers={SELLER: SellerDue()})
    stores.shared().commit([Create(shard)])


def _read_lists(stores: Stores, clock: FixedClock) -> None:
    for place, channel, since in product(Place, (None, Channel.CHAT), (None, NOON)):
        wanted = InboxFilter(place=place, channel=channel, since=since, until=since)
        for after in (None, (NOON, "x")):
            read_inbox(SELLER, wanted, limit=10, after=after, stores=stores, clock=clock)
            for text in ("заказ", '"мой заказ"', "звёзды:5"):
                search_inbox(
                    SELLER,
                    wanted,
                    parse_search(text, NOON),
                    limit=10,
                    after=after,
                    stores=stores,
                    clock=clock,
                )
        choose_items(SELLER, wanted, parse_search("", NOON), stores=stores, clock=clock)
    read_counts(SELLER, stores=stores, clock=clock)


def _index_all(stores: Stores) -> None:
    job = new_job("s", JobKind.SEARCH_INDEX, {}, NOON)
    for checkpoint in ({"after": "a"}, {}):
        search_worker(stores=stores)(SELLER, replace(job, checkpoint=checkpoint), lambda: True)


def _reread_all(stores: Stores, clock: FixedClock) -> None:
    job = new_job("r", JobKind.REREAD, {}, NOON)
    for checkpoint in ({"after": "a"}, {}):
        part = replace(job, checkpoint=checkpoint)
        reread_worker(stores=stores, clock=clock)(SELLER, part, lambda: True)


def _recompute_deadlines(stores: Stores, clock: FixedClock) -> None:
    job = new_job("d", JobKind.DEADLINES, {}, NOON)
    for checkpoint in ({"at": NOON.isoformat(), "id": "a"}, {}):
        part = replace(job, checkpoint=checkpoint)
        deadline_worker(stores=stores, clock=clock)(SELLER, part, lambda: True)


def _automate(stores: Stores, item: Interaction, queue: MemoryTaskQueue, clock: FixedClock) -> None:
    """The journal by outcome and by product, the sweep, and a page of the past."""
    store = stores.of_seller(SELLER)
    settings = SellerSettings(auto=AutoPolicy(enabled=True))
    known = store.get(SellerSettings, settings.id)
    store.commit([Put(settings, version=known.version if known else None)])
    sweep_praise(SELLER, stores=stores, queue=queue, clock=clock)
    read_wall(store, item.source.product.nm_id, item.id, NOON)
    for outcome, after in product((None, Noted.HELD), (None, (NOON, "a"))):
        read_journal(SELLER, outcome=outcome, limit=2, after=after, stores=stores)
    report = start_backtest(
        SELLER, AutoPolicy(), days=30, seed=0, stores=stores, queue=queue, clock=clock
    )
    cut = replace(report, after_at=NOON, after_id="z")
    found = store.get(Backtest, report.id)
    store.commit([Put(cut, version=found.version if found else None)])
    job = new_job("b", JobKind.BACKTEST, {"report": report.id}, NOON)
    backtest_worker(stores=stores, clock=clock, judge=Judge())(SELLER, job, lambda: True)


def _make_reply(chat: Interaction) -> Reply:
    return Reply(
        id=ReplyId("r1"),
        seller=SELLER,
        shard=0,
        interaction=chat.id,
        channel=Channel.CHAT,
        target=chat.source.external_id,
        text="Здравствуйте!",
        text_hash=hash_text("Здравствуйте!"),
        client_request_id="c1",
        author=Author.SELLER,
        state=ReplyState.SENT,
        approved_at=NOON,
        due_at=NOON,
        attempt="a1",
        claimed_at=NOON,
        sent_at=NOON,
    )


def _run_tasks(stores: Stores, reply: Reply, queue: MemoryTaskQueue, clock: FixedClock) -> None:
    marketplaces = MemoryMarketplaces(clock)
    dispatch_reply(
        SELLER,
        reply.id,
        stores=stores,
        marketplaces=marketplaces,
        vault=MemoryVault(),
        queue=queue,
        clock=clock,
        ids=CountingIds(),
        files=MemoryFiles(),
    )
    token = make_token(
        "sid", NOON + timedelta(days=1), kind=TokenKind.SERVICE, scopes=(), read_only=False
    )
    reading = Reading(
        seller=SELLER,
        category=Category.FEEDBACKS,
        take=1,
        store=stores.of_seller(SELLER),
        cabinet=marketplaces.open(token),
        marketplaces=marketplaces,
        queue=queue,
        clock=clock,
        observed_at=NOON,
    )
    recover_pages(reading, [])
    counted = ChannelReading(
        channel=Channel.REVIEW,
        progress=ChannelSync(count_at=NOON),
        memory=Memory(channel=Channel.REVIEW),
        total=-1,
    )
    compare_counts(reading, [counted], NOON)
