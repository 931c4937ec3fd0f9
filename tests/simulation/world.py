"""A seller, WB, a queue and a store whose side effects go wrong as the schedule says."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.vault import MemoryVault
from shared.domain.account import TokenFacts
from shared.domain.approval import Approval
from shared.domain.errors import NotFound, RateLimited, Unavailable
from shared.domain.ids import ReplyId, SellerId, hash_text, shard_of
from shared.domain.interaction import Channel, Interaction
from shared.domain.marketplace import (
    Outcome,
    Outgoing,
    ParsedItem,
    RawItem,
    ReadBack,
    Verdict,
)
from shared.domain.refusals import ReplyRefused
from shared.domain.reply import Reply, ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.sync import Category, ChannelSync, SyncState
from shared.ports import Clock, Create, Marketplace, Put, Query, Store, Stored, Stores, Write
from shared.usecases.approve_reply import approve_reply
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.move_item import change_item, summary_writes
from shared.usecases.resume_replies import resume_replies
from shared.usecases.watch_deadlines import watch_deadlines
from tests.builders import NOON, SELLER, settle_item
from tests.simulation.engine import Engine, Fault, is_retried
from tests.stores import embedded_stores

T = TypeVar("T")
ANSWER = "Спасибо за ваши слова, нам очень приятно!"
FIRST_RETRY = 10.0
LAST_RETRY = 300.0
MOST_DELIVERIES = 20


class Weather(StrEnum):
    """What WB makes of one request."""

    FINE = "fine"
    NOT_SENT = "connection refused"
    LIMITED = "429"
    LOST_UNDONE = "no answer, not done"
    LOST_DONE = "no answer, done"
    LOST_LATE = "no answer, done late"
    READ_FAILED = "read failed"
    READ_LIMITED = "read 429"


class World:
    """Everything outside the handlers, and what really happened at WB."""

    def __init__(self, engine: Engine, channel: Channel) -> None:
        self.engine = engine
        self.channel = channel
        self.weather: Counter[Weather] = Counter()
        self.clock = EngineClock(engine)
        self.plain = embedded_stores()
        self.stores = SimStores(self.plain, engine)
        self.queue = SimQueue(self)
        self.true_clock = FixedClock(NOON)
        self.memory = MemoryMarketplaces(self.true_clock)
        self.cabinet = self.memory.add_cabinet()
        self.cabinet.visible_after = timedelta(seconds=engine.dice.uniform(0, 60))
        self.vault = MemoryVault()
        self.vault.seal(SELLER, self.memory.issue_token())
        self.marketplaces = SimMarketplaces(self)
        self.ids = CountingIds("attempt")
        self.processed: list[float] = []
        self.item = self._add_item()
        self._known_news = self._news()

    # --- set-up

    def _add_item(self) -> Interaction:
        if self.channel is Channel.REVIEW:
            self.name = self.cabinet.add_review(text="Очень понравилось")
        elif self.channel is Channel.QUESTION:
            self.name = self.cabinet.add_question(text="Какой состав?")
        else:
            self.name = self.cabinet.open_chat(text="Где заказ?")
        item = settle_item(self.channel, self._parse().source)
        self.plain.of_seller(SELLER).commit([Create(item), *summary_writes([(None, item)])])
        return item

    def _parse(self) -> ParsedItem:
        self.follow_time()
        raw: RawItem
        if self.channel is Channel.CHAT:
            events = [one for one in self.cabinet.events if one["chatID"] == self.name]
            raw = {"chat": self.cabinet.chats[self.name], "events": events}
        else:
            shelved = self.cabinet.look_at(self.channel, self.name)
            assert shelved is not None
            raw = shelved.raw
        return self.memory.parse_item(self.channel, raw, self.true_clock.now())

    def follow_time(self) -> None:
        """WB has a clock of its own, which no worker's skew moves."""
        self.true_clock.set(NOON + timedelta(seconds=self.engine.now))

    # --- people

    def approve(self, request: str, heard: list[bool]) -> None:
        """A browser repeats the same request until it hears an answer."""

        def ask() -> None:
            revision = self.stored_item().revision
            approval = Approval(
                interaction=self.item.id,
                text=ANSWER,
                text_hash=hash_text(ANSWER),
                revision=revision,
                client_request_id=request,
            )
            approve_reply(SELLER, approval, stores=self.stores, queue=self.queue, clock=self.clock)

        def end(error: BaseException | None, tries: int = 0) -> None:
            if error is None:
                heard.append(True)
            elif is_retried(error) and tries < 8:
                again = lambda: self.engine.start(ask, lambda error: end(error, tries + 1))  # noqa: E731
                self.engine.at(5.0, again)

        self.engine.start(ask, end)

    def cancel(self, reply: ReplyId, heard: list[bool]) -> None:
        def ask() -> None:
            cancel_reply(SELLER, reply, stores=self.stores, clock=self.clock)

        def end(error: BaseException | None) -> None:
            if error is None:
                heard.append(True)
            else:
                assert is_retried(error) or isinstance(error, (ReplyRefused, NotFound)), error

        self.engine.start(ask, end)

    def answer_in_portal(self) -> None:
        shelved = self.cabinet.look_at(self.channel, self.name)
        assert shelved is not None
        if shelved.raw["answer"] is None and shelved.answered_at is None:
            self.cabinet.answer_in_portal(self.channel, self.name, "Ответ сотрудника")

    def lose_token(self) -> None:
        token = self.vault.open(SELLER)
        assert token is not None
        self.memory.revoke(token)

    def replace_token(self) -> None:
        lifetime = timedelta(days=100, seconds=self.engine.now)
        self.vault.seal(SELLER, self.memory.issue_token(lifetime=lifetime))

        def resume() -> None:
            resume_replies(SELLER, stores=self.stores, queue=self.queue, clock=self.clock)

        def end(error: BaseException | None) -> None:
            if error is not None:
                self.engine.at(30.0, lambda: self.engine.start(resume, end))

        self.engine.start(resume, end)

    # --- functions

    def sweep(self) -> None:
        self.engine.start(
            lambda: watch_deadlines(
                stores=self.stores,
                queue=self.queue,
                clock=self.clock,
                shards=[shard_of(SELLER)],
            ),
            lambda _: None,
        )

    def sync(self) -> None:
        """What the sync would store; its own faults have tests of their own."""
        store = self.plain.of_seller(SELLER)
        self.follow_time()
        now = self.true_clock.now()
        if self.channel is Channel.CHAT:
            channel = ChannelSync(last_success_at=now)
            state = SyncState(category=Category.CHAT, channels={Channel.CHAT.value: channel})
            store.commit([Put(state)])
        news = self._news()
        if news == self._known_news:
            return
        self._known_news = news
        found = self._parse()
        stored = store.get(Interaction, self.item.id)
        assert stored is not None
        after = change_item(stored.value, DEFAULT_SETTINGS, now, source=found.source)
        writes: list[Write] = [Put(message) for message in found.messages]
        moved = summary_writes([(stored.value, after)])
        store.commit([*writes, Put(after, version=stored.version), *moved])

    def _news(self) -> str:
        """What would make a sync write anything."""
        if self.channel is Channel.CHAT:
            return str(len(self.cabinet.events))
        shelved = self.cabinet.look_at(self.channel, self.name)
        return str(shelved.raw["answer"]) if shelved else ""

    def dispatch(self, reply: str) -> None:
        dispatch_reply(
            SELLER,
            ReplyId(reply),
            stores=self.stores,
            marketplaces=self.marketplaces,
            vault=self.vault,
            queue=self.queue,
            clock=self.clock,
            ids=self.ids,
        )

    # --- what is true

    def stored_item(self) -> Interaction:
        stored = self.plain.of_seller(SELLER).get(Interaction, self.item.id)
        assert stored is not None
        return stored.value

    def is_settled(self) -> bool:
        """Every reply has come to an end that only WB's moderation could still change."""
        watched = (ReplyState.CONFIRMED, ReplyState.ATTENTION)
        replies = self.replies()
        return all(one.due_at is None or one.state in watched for one in replies) and bool(replies)

    def replies(self) -> list[Reply]:
        found = self.plain.of_seller(SELLER).find(Query(kind=Reply))
        return [stored.value for stored in found]

    def process(self, outgoing: Outgoing) -> Outcome:
        """WB does what it was asked; a second time for the same words is a duplicate."""
        self.follow_time()
        self.processed.append(self.engine.now)
        landing = self.cabinet.apply(outgoing)
        return Outcome(verdict=Verdict.ACCEPTED, add_time=landing.add_time if landing else None)


class EngineClock(Clock):
    """Virtual time, with the skew of whoever asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> datetime:
        return self._engine.clock_time()

    def monotonic(self) -> float:
        return self._engine.now


class SimStores(Stores):
    """Real stores whose commits go wrong."""

    def __init__(self, stores: Stores, engine: Engine) -> None:
        self._stores = stores
        self._engine = engine

    def shared(self) -> Store:
        return SimStore(self._stores.shared(), self._engine)

    def of_seller(self, seller: SellerId) -> Store:
        return SimStore(self._stores.of_seller(seller), self._engine)


class SimStore(Store):
    """One real store whose commits go wrong; a process may die at a read as well."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        return self._store.get(kind, *key)

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        return self._store.get_many(kind, keys)

    def find(self, query: Query[T]) -> list[Stored[T]]:
        return self._store.find(query)

    def count(self, query: Query[T]) -> int:
        return self._store.count(query)

    def commit(self, writes: Sequence[Write]) -> None:
        self._engine.effect(lambda: self._store.commit(writes))


class SimQueue:
    """At least once, late, twice or never; a task that failed too often is forgotten."""

    def __init__(self, world: World) -> None:
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
        if engine.is_faulty and dice.random() < engine.odds.dropped:
            engine.fired[Fault.DROPPED] += 1
            return True
        wait = delay.total_seconds()
        self._deliver_later(queue, dict(payload), wait + dice.uniform(0, 5))
        if engine.is_faulty and dice.random() < engine.odds.duplicated:
            engine.fired[Fault.DUPLICATED] += 1
            self._deliver_later(queue, dict(payload), wait + dice.uniform(0, 120))
        return True

    def _deliver_later(
        self, queue: str, payload: dict[str, str], wait: float, tries: int = 0
    ) -> None:
        engine = self._world.engine

        def end(error: BaseException | None) -> None:
            assert error is None or is_retried(error), error
            if error is not None and tries < MOST_DELIVERIES:
                pause = min(LAST_RETRY, FIRST_RETRY * 2**tries)
                self._deliver_later(queue, payload, pause, tries + 1)

        def deliver() -> None:
            if queue == "sync":
                self._world.sync()
                return
            engine.start(lambda: self._world.dispatch(payload["reply"]), end)

        engine.later(wait, deliver)


class SimMarketplaces:
    """The pretended WB, seen through bad weather."""

    def __init__(self, world: World) -> None:
        self._world = world

    def open(self, token: str) -> Marketplace:
        return SimCabinet(self._world, self._world.memory.open(token))

    def read_token(self, token: str) -> TokenFacts:
        return self._world.memory.read_token(token)

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        return self._world.memory.parse_item(channel, raw, observed_at)

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        return self._world.memory.read_answer(channel, raw)


class SimCabinet:
    """One open cabinet in bad weather."""

    def __init__(self, world: World, inner: Marketplace) -> None:
        self._world = world
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        return self._read(lambda: self._inner.read_item(channel, external_id))

    def list_chats(self) -> tuple[RawItem, ...]:
        return self._read(self._inner.list_chats)

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Freezing here is the worst case: the last check is done, the words are on their way."""
        engine = self._world.engine
        engine.freeze()
        engine.crash_point()
        outcome = self._send(outgoing, self._draw())
        engine.crash_point()
        return outcome

    def _send(self, outgoing: Outgoing, weather: Weather) -> Outcome:
        world, dice = self._world, self._world.engine.dice
        world.weather[weather] += 1
        match weather:
            case Weather.NOT_SENT:
                return Outcome(verdict=Verdict.NOT_SENT, reason="refused")
            case Weather.LIMITED:
                return Outcome(verdict=Verdict.RATE_LIMITED, retry_after=dice.uniform(1, 20))
            case Weather.LOST_UNDONE:
                return Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
            case Weather.LOST_DONE:
                world.process(outgoing)
                return Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
            case Weather.LOST_LATE:
                late = 15.0 + dice.uniform(0, 120)
                world.engine.at(late, lambda: _discard(world.process(outgoing)))
                return Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
            case _:
                return world.process(outgoing)

    def _draw(self) -> Weather:
        engine = self._world.engine
        if not engine.is_faulty:
            return Weather.FINE
        return engine.dice.choices(
            [
                Weather.FINE,
                Weather.NOT_SENT,
                Weather.LIMITED,
                Weather.LOST_UNDONE,
                Weather.LOST_DONE,
                Weather.LOST_LATE,
            ],
            [70, 5, 5, 7, 6, 7],
        )[0]

    def _read(self, act: Callable[[], T]) -> T:
        engine = self._world.engine
        engine.freeze()
        engine.crash_point()
        x = engine.dice.random() if engine.is_faulty else 1.0
        if x < 0.05:
            self._world.weather[Weather.READ_FAILED] += 1
            raise Unavailable("read failed by the schedule")
        if x < 0.08:
            self._world.weather[Weather.READ_LIMITED] += 1
            raise RateLimited(engine.dice.uniform(1, 20))
        self._world.follow_time()
        return act()


def _discard(_: Outcome) -> None:
    return None
