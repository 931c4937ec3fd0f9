"""Sync and ingestion under faults: a living WB, a queue that repeats, clocks that differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.memory.wb_cabinet import ARCHIVED_AFTER
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenFacts
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Sender
from shared.domain.raw_items import ParsedItem
from shared.domain.sync.budget import rate_of
from shared.domain.sync.category import Category
from shared.ports import Create, Query
from shared.usecases.draft_reply import draft_reply
from shared.usecases.link_thread import link_thread
from shared.usecases.plan_sync import plan_sync
from shared.usecases.run_job import Workers, run_job
from shared.usecases.schedule_seller import schedule_seller
from shared.usecases.sync_channel import sync_channel
from tests.builders import NOON, SELLER
from tests.handlers import run_ingest, run_sync
from tests.simulation.engine import Engine
from tests.simulation.faults import Fault
from tests.simulation.ports import EngineClock, MemoryStores, SimFiles, SimQueue, SimStores
from tests.simulation.wb import SimWB

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class Arrived:
    """One call as WB saw it; a frozen process makes its call when it wakes."""

    category: Category
    at: float
    was_frozen: bool


class SyncWorld:
    """One seller, everything outside the handlers, and what WB saw; `drafts` are dear to write."""

    def __init__(self, engine: Engine, *, drafts: bool = False) -> None:
        self.engine = engine
        self.drafts = drafts
        self.clock = EngineClock(engine)
        self.plain = MemoryStores()
        self.stores = SimStores(self.plain, engine)
        # The next tick makes a lost sync good; a later sync finds pages that never arrived.
        self.queue = SimQueue(engine, self.handle, frozenset({"sync", "ingest"}))
        self.wb = SimWB(engine)
        self.wb.called = self._see_call
        self.wb.between_pages = self.live
        self.cabinet = self.wb.cabinet
        self.cabinet.events_page = 4
        self.vault = MemoryVault()
        self.token = self.wb.memory.issue_token()
        self.vault.seal(SELLER, self.token)
        self.files = SimFiles(engine)
        self.ids = CountingIds("run")
        self.workers: Workers = {}
        self.arrived: list[Arrived] = []
        self.left_alone: set[str] = set()
        self._connect()

    def _connect(self) -> None:
        facts = self.wb.read_token(self.token)
        connection = Connection(facts=facts, cabinet="c", trade_mark="", connected_at=NOON)
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.plain.shared().commit([Create(seller)])
        schedule_seller(SELLER, facts, stores=self.plain, clock=self.clock)

    def _see_call(self, category: Category, *, was_frozen: bool) -> None:
        self.arrived.append(Arrived(category, self.engine.now, was_frozen))

    # --- functions

    def plan(self) -> None:
        self.engine.start(self.plan_now, lambda _: None, name="plan")

    def plan_now(self) -> None:
        plan_sync(stores=self.stores, queue=self.queue, clock=self.clock)

    def run_until_queued(self, queue: str) -> Mapping[str, str]:
        """Sync, ingest and whatever follows, undisturbed, up to the first task of a queue."""
        waiting = self.queue.hold()
        for category in Category:
            self.handle("sync", {"seller": SELLER, "category": category.value})
        while waiting[0].queue != queue:
            task = waiting.pop(0)
            self.handle(task.queue, task.payload)
        first = waiting.pop(0)
        self.queue.release()
        return first.payload

    def handle(self, queue: str, payload: Mapping[str, str]) -> None:
        if queue == "sync" and "file" in payload:
            run_sync(self, Category(payload["category"]), payload["file"])
        elif queue == "sync":
            sync_channel(
                SELLER,
                Category(payload["category"]),
                stores=self.stores,
                marketplaces=self.wb,
                vault=self.vault,
                queue=self.queue,
                clock=self.clock,
                ids=self.ids,
                page_size=PAGE_SIZE,
            )
        elif queue == "ingest":
            run_ingest(self, payload["page"])
        elif queue == "link" and "interaction" in payload:
            name = InteractionId(payload["interaction"])
            link_thread(SELLER, name, stores=self.stores, clock=self.clock)
        elif queue == "jobs":
            run_job(
                SELLER,
                payload["job"],
                workers=self.workers,
                stores=self.stores,
                queue=self.queue,
                clock=self.clock,
            )
        elif queue == "draft" and self.drafts:
            draft_reply(
                SELLER,
                InteractionId(payload["interaction"]),
                stores=self.stores,
                writers=[TemplateWriter()],
                cards=MemoryCards(),
                clock=self.clock,
            )

    # --- what buyers and staff do

    def live(self) -> None:
        """One thing happens in the cabinet."""
        self.wb.follow_time()
        dice, cabinet = self.engine.dice, self.cabinet
        lists = [key for key in cabinet.items if key[0] is not Channel.CHAT]
        match dice.randrange(9):
            case 0 | 1:
                cabinet.add_review(text=dice.choice(["Порвалось", ""]), rating=dice.randint(1, 5))
            case 2:
                cabinet.add_question(text="Какой состав?")
            case 3 | 4 if lists:
                self._answer(*dice.choice(lists))
            case 5 if lists:
                self._take_answer_back(*dice.choice(lists))
            case 6:
                cabinet.open_chat(text="Где заказ?")
            case 7 | 8 if cabinet.chats:
                self._say(dice.choice(sorted(cabinet.chats)))

    def _answer(self, channel: Channel, name: str) -> None:
        """Only what waits, and once: of the rest, no more than the newest is looked at by day."""
        raw = self.cabinet.items[channel, name].raw
        if raw["answer"] is None and raw["text"] and name not in self.left_alone:
            self.engine.count(Fault.PORTAL)
            self.cabinet.answer_in_portal(channel, name, "Ответ сотрудника")

    def _take_answer_back(self, channel: Channel, name: str) -> None:
        """As moderation does: what WB showed once, it shows no more."""
        item = self.cabinet.items[channel, name]
        if item.raw["answer"] is not None and item.raw["text"]:
            self.left_alone.add(name)
            item.answered_at = None
            item.raw |= {"answer": None, "state": "suppliersPortalSynch"}

    def _say(self, chat: str) -> None:
        dice = self.engine.dice
        sender = dice.choice([Sender.CLIENT, Sender.CLIENT, Sender.SELLER])
        source = "seller-portal" if sender is Sender.SELLER else "rusite"
        late = timedelta(seconds=dice.choice([0, 0, 0, 30]))
        at = self.wb.clock.now() - late
        self.cabinet.say(
            chat, f"слова {len(self.cabinet.events)}", sender=sender, source=source, at=at
        )

    def backlog(self) -> None:
        """What was there before the seller came."""
        dice = self.engine.dice
        for number in range(dice.randrange(18)):
            at = NOON - timedelta(hours=dice.uniform(1, 24 * 20))
            name = self.cabinet.add_review(text="Давно", rating=3, at=at)
            if number % 3:
                self.cabinet.answer_in_portal(Channel.REVIEW, name, "Ответ сотрудника")
        for _ in range(dice.randrange(4)):
            at = NOON - timedelta(days=dice.uniform(20, 90))
            self.cabinet.add_question(text="Какой размер?", at=at)

    def grow_old(self, seconds: float) -> None:
        """After so long, a review that nobody has answered moves to WB's archive for good."""
        at = NOON - ARCHIVED_AFTER + timedelta(seconds=seconds)
        self.left_alone.add(self.cabinet.add_review(text="Забыли", rating=2, at=at))
        self.engine.at(seconds, lambda: self.engine.count(Fault.ARCHIVED))

    # --- what is true

    def documents(self) -> list[Interaction]:
        """Every stored item."""
        found = self.plain.of_seller(SELLER).find(Query(kind=Interaction))
        return [stored.value for stored in found]

    def items(self) -> dict[str, Interaction]:
        return {item.source.external_id: item for item in self.documents()}

    def read_wb(self, channel: Channel, name: str) -> ParsedItem:
        """One item as a faultless reading would understand it."""
        self.wb.follow_time()
        if channel is not Channel.CHAT:
            item = self.cabinet.look_at(channel, name)
            assert item is not None
            return self.wb.parse_item(channel, item.raw, self.wb.clock.now())
        events = [event for event in self.cabinet.events if event["chatID"] == name]
        bundle = {"chat": self.cabinet.chats[name], "events": events}
        return self.wb.parse_item(channel, bundle, self.wb.clock.now())


def is_within_limits(arrived: list[Arrived], category: Category, facts: TokenFacts) -> bool:
    """WB's own count; a process that froze on its way to WB could not know how late it is."""
    rate = rate_of(category, facts.kind)
    level, last = float(rate.burst), 0.0
    for call in arrived:
        if call.category is not category or call.was_frozen:
            continue
        gained = (call.at - last) / rate.interval.total_seconds()
        level, last = min(level + gained, float(rate.burst)) - 1, call.at
        if level < -1e-3:
            return False
    return True
