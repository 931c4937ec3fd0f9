"""Sync and ingestion under faults: a living WB, a queue that repeats, clocks that differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.vault import MemoryVault
from shared.domain.account import Connection, Seller, TokenFacts
from shared.domain.budget import rate_of
from shared.domain.errors import RateLimited, Unavailable
from shared.domain.interaction import Channel, Interaction, Sender
from shared.domain.marketplace import EventPage, ListPage, ListRequest, ParsedItem, RawItem
from shared.domain.sync import Category
from shared.ports import Create, Marketplace, Query
from shared.usecases.ingest_page import ingest_page
from shared.usecases.plan_sync import plan_sync
from shared.usecases.schedule_seller import schedule_seller
from shared.usecases.sync_channel import sync_channel
from tests.builders import NOON, SELLER
from tests.simulation.engine import Engine, Fault, is_retried
from tests.simulation.world import EngineClock, SimStores
from tests.stores import embedded_stores

PAGE_SIZE = 6
MOST_DELIVERIES = 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """One call as WB saw it; a frozen process makes its call when it wakes."""

    category: Category
    at: float
    was_frozen: bool


class SyncWorld:
    """One seller, everything outside the handlers, and what WB saw."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = EngineClock(engine)
        self.plain = embedded_stores()
        self.stores = SimStores(self.plain, engine)
        self.queue = SyncQueue(self)
        self.true_clock = FixedClock(NOON)
        self.memory = MemoryMarketplaces(self.true_clock)
        self.cabinet = self.memory.add_cabinet()
        self.cabinet.events_page = 4
        self.vault = MemoryVault()
        self.token = self.memory.issue_token()
        self.vault.seal(SELLER, self.token)
        self.ids = CountingIds("run")
        self.arrived: list[Arrived] = []
        self.taken_back: set[str] = set()
        self._connect()

    def _connect(self) -> None:
        facts = self.memory.read_token(self.token)
        connection = Connection(facts=facts, cabinet="c", trade_mark="", connected_at=NOON)
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.plain.shared().commit([Create(seller)])
        schedule_seller(SELLER, facts, stores=self.plain, clock=self.clock)

    def follow_time(self) -> None:
        """WB has a clock of its own, which no worker's skew moves."""
        self.true_clock.set(NOON + timedelta(seconds=self.engine.now))

    # --- functions

    def plan(self) -> None:
        self.engine.start(
            lambda: plan_sync(stores=self.stores, queue=self.queue, clock=self.clock),
            lambda _: None,
        )

    def handle(self, queue: str, payload: Mapping[str, str]) -> None:
        if queue == "sync":
            sync_channel(
                SELLER,
                Category(payload["category"]),
                stores=self.stores,
                marketplaces=SyncMarketplaces(self),
                vault=self.vault,
                queue=self.queue,
                clock=self.clock,
                ids=self.ids,
                page_size=PAGE_SIZE,
            )
        if queue == "ingest":
            ingest_page(
                SELLER,
                payload["page"],
                stores=self.stores,
                marketplaces=SyncMarketplaces(self),
                queue=self.queue,
                clock=self.clock,
            )

    # --- what buyers and staff do

    def live(self) -> None:
        """One thing happens in the cabinet."""
        self.follow_time()
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
        if raw["answer"] is None and raw["text"] and name not in self.taken_back:
            self.cabinet.answer_in_portal(channel, name, "Ответ сотрудника")

    def _take_answer_back(self, channel: Channel, name: str) -> None:
        """As moderation does: what WB showed once, it shows no more."""
        item = self.cabinet.items[channel, name]
        if item.raw["answer"] is not None and item.raw["text"]:
            self.taken_back.add(name)
            item.answered_at = None
            item.raw |= {"answer": None, "state": "suppliersPortalSynch"}

    def _say(self, chat: str) -> None:
        dice = self.engine.dice
        sender = dice.choice([Sender.CLIENT, Sender.CLIENT, Sender.SELLER])
        source = "seller-portal" if sender is Sender.SELLER else "rusite"
        late = timedelta(seconds=dice.choice([0, 0, 0, 30]))
        at = self.true_clock.now() - late
        self.cabinet.say(
            chat, f"слова {len(self.cabinet.events)}", sender=sender, source=source, at=at
        )

    def backlog(self) -> None:
        """What was there before the seller came."""
        dice = self.engine.dice
        for number in range(dice.randrange(25)):
            at = NOON - timedelta(hours=dice.uniform(1, 24 * 20))
            name = self.cabinet.add_review(text="Давно", rating=3, at=at)
            if number % 3:
                self.cabinet.answer_in_portal(Channel.REVIEW, name, "Ответ сотрудника")
        for _ in range(dice.randrange(4)):
            at = NOON - timedelta(days=dice.uniform(20, 90))
            self.cabinet.add_question(text="Какой размер?", at=at)

    # --- what is true

    def items(self) -> dict[str, Interaction]:
        found = self.plain.of_seller(SELLER).find(Query(kind=Interaction))
        return {stored.value.source.external_id: stored.value for stored in found}

    def read_wb(self, channel: Channel, name: str) -> ParsedItem:
        """One item as a faultless reading would understand it."""
        self.follow_time()
        if channel is not Channel.CHAT:
            item = self.cabinet.look_at(channel, name)
            assert item is not None
            return self.memory.parse_item(channel, item.raw, self.true_clock.now())
        events = [event for event in self.cabinet.events if event["chatID"] == name]
        bundle = {"chat": self.cabinet.chats[name], "events": events}
        return self.memory.parse_item(channel, bundle, self.true_clock.now())


class SyncQueue:
    """At least once, late or twice; only a sync may be lost, because the next tick makes one."""

    def __init__(self, world: SyncWorld) -> None:
        self._world = world
        self._known: set[tuple[str, str]] = set()

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        return self._world.engine.effect(lambda: self._accept(queue, payload, key, delay))

    def _accept(self, queue: str, payload: Mapping[str, str], key: str, delay: timedelta) -> bool:
        if (queue, key) in self._known:
            return False
        self._known.add((queue, key))
        engine, dice = self._world.engine, self._world.engine.dice
        wait = delay.total_seconds() + dice.uniform(0, 5)
        if engine.is_faulty and queue == "sync" and dice.random() < engine.odds.dropped:
            engine.fired[Fault.DROPPED] += 1
            return True
        self._deliver_later(queue, dict(payload), wait)
        if engine.is_faulty and dice.random() < engine.odds.duplicated:
            engine.fired[Fault.DUPLICATED] += 1
            self._deliver_later(queue, dict(payload), wait + dice.uniform(0, 300))
        return True

    def _deliver_later(
        self, queue: str, payload: dict[str, str], wait: float, tries: int = 0
    ) -> None:
        engine = self._world.engine

        def end(error: BaseException | None) -> None:
            assert error is None or is_retried(error), error
            if error is not None and tries < MOST_DELIVERIES:
                pause = min(300.0, 5.0 * 2**tries)
                self._deliver_later(queue, payload, pause, tries + 1)

        engine.later(wait, lambda: engine.start(lambda: self._world.handle(queue, payload), end))


class SyncMarketplaces:
    """The pretended WB, seen through bad weather."""

    def __init__(self, world: SyncWorld) -> None:
        self._world = world

    def open(self, token: str) -> Marketplace:
        return SyncCabinet(self._world, self._world.memory.open(token))

    def read_token(self, token: str) -> TokenFacts:
        return self._world.memory.read_token(token)

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        return self._world.memory.parse_item(channel, raw, observed_at)

    def read_answer(self, channel: Channel, raw: RawItem) -> Any:
        return self._world.memory.read_answer(channel, raw)


class SyncCabinet:
    """One open cabinet; every read may freeze, die, be refused or fail."""

    def __init__(self, world: SyncWorld, inner: Marketplace) -> None:
        self._world = world
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def list_items(self, request: ListRequest) -> ListPage:
        page: ListPage = self._read(Category.FEEDBACKS, lambda: self._inner.list_items(request))
        return page

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        raw: RawItem | None = self._read(
            Category.FEEDBACKS, lambda: self._inner.read_item(channel, external_id)
        )
        return raw

    def list_chats(self) -> tuple[RawItem, ...]:
        lines: tuple[RawItem, ...] = self._read(Category.CHAT, self._inner.list_chats)
        return lines

    def list_events(self, cursor: int | None) -> EventPage:
        page: EventPage = self._read(Category.CHAT, lambda: self._inner.list_events(cursor))
        return page

    def _read(self, category: Category, read: Callable[[], Any]) -> Any:
        world, engine = self._world, self._world.engine
        before = engine.now
        engine.freeze()
        world.follow_time()
        world.arrived.append(Arrived(category, engine.now, engine.now > before))
        if engine.is_faulty:
            engine.crash_point()
            x = engine.dice.random()
            if x < 0.02:
                raise RateLimited(engine.dice.uniform(1, 30))
            if x < 0.05:
                raise Unavailable("WB is down")
        return read()


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
