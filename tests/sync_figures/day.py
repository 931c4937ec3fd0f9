"""A day as WB sees it: how many calls it takes, and whether one of them comes too early."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from infra.wb_simulator.generator.plan import Plan
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import Handler
from shared.domain.errors import RateLimited
from shared.domain.interaction import Channel, Interaction
from shared.domain.marketplace import ListRequest
from shared.domain.sync.budget import Ask, Purpose
from shared.domain.sync.category import Category
from shared.ports import Clock, Marketplace
from shared.usecases.reserve_calls import block_calls, reserve_calls
from tests.sync_bench import SellerBench
from tests.sync_figures.cabinet import Cabinet

START = datetime(2026, 11, 18, 9, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CALL = timedelta(milliseconds=120)
# How far the clocks of the processes are ahead of the true time, in seconds.
AHEAD = {"right": 0.0, "fast": 2.4, "slow": -2.0, "slower": -2.5}
REPLY_CALLS = 3
NEWS_EVERY = 20


class ProcessClock(Clock):
    """The clock of one process, ahead of the true one or behind it."""

    def __init__(self, true: Clock, name: str, ahead: float) -> None:
        self._true = true
        self._name = name
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return self._true.now() + self._ahead

    def monotonic(self) -> float:
        return self._true.monotonic()

    def name(self) -> str:
        return self._name

    def wait(self, pause: timedelta) -> None:
        self._true.wait(pause)


class Office(SellerBench):
    """A seller in front of the simulator; every call takes its time, and any process makes it."""

    def __init__(self, plan: Plan, clocks: Mapping[str, float], seed: int) -> None:
        self.clock = FixedClock(START)
        self.cabinet = Cabinet(plan, self.clock.now, self._take_time)
        super().__init__(self.clock, self.cabinet.wb)
        self.connect_token(self.cabinet.issue_token("feedbacks,chats"))
        self.dice = Random(seed)
        self.clocks = [ProcessClock(self.clock, name, ahead) for name, ahead in clocks.items()]
        self.replies = 0

    def _take_time(self, bring: Callable[[], Any]) -> Any:
        self.clock.advance(CALL)
        return bring()

    def settle(self) -> None:
        """The first sync, with all that follows."""
        for category in Category:
            self.sync(category)
        while (due := self.queue.next_due()) is not None:
            self.clock.set(max(due, self.clock.now()))
            self.queue.run_due(self.handlers)

    def live(self, until: datetime, *, replies_per_minute: float = 0.0, news: int = 0) -> None:
        """A tick a minute; tasks are done by whichever process is free."""
        for tick in self._minutes(until):
            self.worker_clock = self.dice.choice(self.clocks)
            self.plan()
            if news and tick % NEWS_EVERY == 0:
                self._write_news(news)
            while self.dice.random() < replies_per_minute:
                delay = timedelta(seconds=self.dice.uniform(0, 3))
                self.queue.enqueue("dispatch", {}, key=self.ids.new(), delay=delay)

    def _minutes(self, until: datetime) -> Iterator[int]:
        """Every minute, with the tasks between."""
        tick, begin = 0, self.clock.now()
        while (moment := begin + tick * MINUTE) < until:
            while (due := self.queue.next_due()) is not None and due <= moment:
                self.clock.set(max(due, self.clock.now()))
                self.queue.run_due(self._by_anybody())
            self.clock.set(max(moment, self.clock.now()))
            yield tick
            tick += 1

    def _by_anybody(self) -> Mapping[str, Handler]:
        self.worker_clock = self.dice.choice(self.clocks)
        return {**self.handlers, "dispatch": lambda _: self._reply()}

    def _reply(self) -> None:
        """Look, write, look: as many calls as a reply makes, by any process at any time."""
        clock, category = self.dice.choice(self.clocks), self.dice.choice(list(Category))
        purpose = self.dice.choice([Purpose.REPLY, Purpose.REPLY, Purpose.LOOK])
        kind = self.wb.read_token(self.token).kind
        owner = self.ids.new()
        ask = Ask(owner=owner, calls=REPLY_CALLS, least=REPLY_CALLS, purpose=purpose)
        grant = reserve_calls(category, kind, ask, store=self.store, clock=clock)
        if not grant.calls:
            self.queue.enqueue("dispatch", {}, key=owner, delay=grant.wait)
            return
        self.replies += 1
        cabinet = self.wb.open(self.token)
        try:
            for _ in range(grant.calls):
                if clock.now() < grant.until:
                    look_once(cabinet, category)
        except RateLimited as limited:
            block_calls(category, kind, limited.retry_after, store=self.store, clock=clock)

    def _write_news(self, count: int) -> None:
        for number in range(count):
            if number % 3:
                channel = Channel.REVIEW if number % 2 else Channel.QUESTION
                self.cabinet.add(channel, "Когда привезут?")
            else:
                self.cabinet.control("POST", "chats", json={"text": "Где заказ?"})


def look_once(cabinet: Marketplace, category: Category) -> None:
    """One call of a category."""
    if category is Category.CHAT:
        cabinet.list_chats()
    else:
        cabinet.list_items(ListRequest(channel=Channel.REVIEW, answered=False, take=1))


def measure_quiet_day(reviews: int = 60, days: timedelta = DAY) -> dict[str, float]:
    """Nobody writes and nobody looks."""
    plan = Plan(reviews=reviews, questions=10, chats=5, claims=0)
    office = Office(plan, {"right": 0.0}, seed=1)
    office.settle()
    office.cabinet.arrived.clear()
    office.counting.bill.clear()
    office.live(office.clock.now() + days)
    return {
        "quiet_day_calls": len(office.cabinet.arrived),
        "quiet_day_item_writes": office.counting.bill.writes[Interaction],
        "quiet_day_429": office.cabinet.refused,
    }


def measure_busy_day(span: timedelta = DAY, seed: int = 7) -> dict[str, float]:
    """Buyers write, replies go out and everything is compared, by processes whose clocks differ."""
    plan = Plan(reviews=300, questions=80, chats=20, claims=0, seed=seed)
    office = Office(plan, AHEAD, seed)
    office.settle()
    for part in range(4):
        if part == 1:
            office.ask_for_all()
        end = office.clock.now() + span / 4
        office.live(end, replies_per_minute=0.5, news=3)
    office.live(office.clock.now() + 15 * MINUTE)
    missing = {name for _, name in office.cabinet.truth()} - office.items().keys()
    return {
        "day_calls": len(office.cabinet.arrived),
        "day_replies": office.replies,
        "day_items": len(office.items()),
        "day_items_missing": len(missing),
        "own_429": office.cabinet.refused,
    }
