"""A whole day as WB sees it: few calls for a quiet seller, and never one too many."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

import pytest

from shared.adapters.memory.tasks import Handler
from shared.domain.errors import RateLimited
from shared.domain.interaction import Channel, Interaction
from shared.domain.sync.budget import Ask, Purpose, rate_of
from shared.domain.sync.category import Category
from shared.ports import Clock
from shared.usecases.reserve_calls import reserve_calls
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.sync_figures.day import ProcessClock

pytestmark = pytest.mark.uncounted

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
CALL = timedelta(milliseconds=120)


class LimitingWB:
    """WB's own buckets: they know the true time alone, and say how much is left."""

    def __init__(self, bench: SyncBench, *, says_what_is_left: bool = True) -> None:
        self.bench = bench
        self.says_what_is_left = says_what_is_left
        self.calls: Counter[Category] = Counter()
        self.refused = 0
        self.last_at = bench.clock.now()
        self._levels: dict[Category, tuple[float, datetime]] = {}
        bench.wb.before_call = lambda method: self.take(category_of(method))

    def take(self, category: Category) -> None:
        bench = self.bench
        bench.clock.advance(CALL)
        now, rate = bench.clock.now(), rate_of(category, bench.wb.read_token(bench.token).kind)
        level, last = self._levels.get(category, (float(rate.burst), now))
        level = min(level + (now - last) / rate.interval, float(rate.burst))
        self.calls[category] += 1
        if level < 1 - 1e-6:
            self.refused += 1
            raise RateLimited(rate.interval.total_seconds())
        self._levels[category] = (level - 1, now)
        self.last_at = now
        bench.cabinet.calls_left = int(level - 1) if self.says_what_is_left else None


def category_of(method: str) -> Category:
    return Category.CHAT if method.startswith("chat") else Category.FEEDBACKS


class Day:
    """One seller's day: a tick a minute, tasks by whichever process is free, replies between."""

    def __init__(self, bench: SyncBench, wb: LimitingWB, clocks: list[Clock], seed: int) -> None:
        self.bench, self.wb, self.clocks = bench, wb, clocks
        self.dice = Random(seed)

    def live(self, until: datetime, replies_per_minute: float = 0.0) -> None:
        bench = self.bench
        next_tick = bench.clock.now()
        while bench.clock.now() < until:
            due = bench.queue.next_due()
            if due is not None and due <= next_tick:
                bench.clock.set(max(due, bench.clock.now()))
                bench.queue.run_due(self.handlers())
                continue
            bench.clock.set(max(next_tick, bench.clock.now()))
            next_tick += MINUTE
            bench.worker_clock = self.dice.choice(self.clocks)
            bench.plan()
            while self.dice.random() < replies_per_minute:
                delay = timedelta(seconds=self.dice.uniform(0, 3))
                bench.queue.enqueue("dispatch", {}, key=bench.ids.new(), delay=delay)

    def handlers(self) -> Mapping[str, Handler]:
        self.bench.worker_clock = self.dice.choice(self.clocks)
        return {**self.bench.handlers, "dispatch": lambda _: self.reply()}

    def reply(self) -> None:
        """Look, write, look: what a reply calls, by any process at any time."""
        bench, clock = self.bench, self.dice.choice(self.clocks)
        kind = bench.wb.read_token(bench.token).kind
        purpose = self.dice.choice([Purpose.REPLY, Purpose.REPLY, Purpose.LOOK])
        ask = Ask(owner=bench.ids.new(), calls=3, least=3, purpose=purpose)
        category = self.dice.choice(list(Category))
        grant = reserve_calls(category, kind, ask, store=bench.plain.of_seller(SELLER), clock=clock)
        for _ in range(grant.calls):
            if clock.now() < grant.until:
                self.wb.take(category)
        if not grant.calls:
            bench.queue.enqueue("dispatch", {}, key=bench.ids.new(), delay=grant.wait)


def stocked(page_size: int = 1000) -> SyncBench:
    bench = SyncBench(page_size=page_size)
    for number in range(40):
        at = NOON - timedelta(hours=7 * number)
        name = bench.cabinet.add_review(text="Мало", rating=4, at=at)
        if number % 4:
            bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Спасибо")
    bench.cabinet.open_chat(text="Где заказ?")
    bench.later(seconds=1)
    for category in Category:
        bench.settle(category)
    return bench


def test_a_quiet_seller_costs_at_most_two_thousand_calls_a_day() -> None:
    bench = stocked()
    wb = LimitingWB(bench)
    bench.counting.bill.clear()

    Day(bench, wb, [bench.clock], seed=1).live(NOON + DAY)

    assert 1000 < sum(wb.calls.values()) <= 2000
    assert wb.refused == 0
    assert bench.counting.bill.writes[Interaction] == 0


@pytest.mark.parametrize(("seed", "says_what_is_left"), [(0, True), (1, False)])
def test_no_process_makes_a_call_too_many_whatever_its_clock_says(
    seed: int, says_what_is_left: bool
) -> None:
    bench = stocked(page_size=10)
    wb = LimitingWB(bench, says_what_is_left=says_what_is_left)
    clocks = [
        ProcessClock(bench.clock, "fast", 2.5),
        ProcessClock(bench.clock, "slow", -2.0),
        bench.clock,
    ]
    day = Day(bench, wb, clocks, seed)

    for hour in range(3):
        for _ in range(5):
            bench.cabinet.add_review(text=f"Новый {hour}", rating=2)
        bench.cabinet.open_chat(text=f"Чат {hour}")
        if hour == 1:
            bench.ask_for_all()
        day.live(NOON + timedelta(hours=hour + 1), replies_per_minute=0.6)

    assert wb.refused == 0
    assert len(bench.items()) == 40 + 1 + 3 * 6


def test_what_others_call_with_the_same_key_is_seen_in_wbs_answers() -> None:
    """WB counts all programs of a seller together, and we know of ours alone."""
    told, untold = (refusals_beside_a_stranger(says=says) for says in (True, False))

    assert told < untold


def refusals_beside_a_stranger(*, says: bool) -> int:
    bench = SyncBench(page_size=10)
    for number in range(400):
        at = NOON - timedelta(hours=number)
        bench.cabinet.add_review(text="Мало", rating=4, at=at)
    wb = LimitingWB(bench, says_what_is_left=says)
    hook = bench.wb.before_call

    def call(method: str) -> None:
        hook(method)
        if method == "review:waiting":
            wb.take(Category.FEEDBACKS)

    bench.wb.before_call = call
    bench.settle()
    assert len(bench.items()) == 400
    return wb.refused


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("says", [True, False])
def test_a_history_is_read_at_wbs_speed_however_many_processes_take_turns(
    processes: int, says: bool
) -> None:
    bench = SyncBench(page_size=10)
    for number in range(300):
        bench.cabinet.add_review(text="Мало", rating=4, at=NOON - timedelta(hours=number))
    bench.later(seconds=1)
    wb = LimitingWB(bench, says_what_is_left=says)
    rate = rate_of(Category.FEEDBACKS, bench.wb.read_token(bench.token).kind)
    begun = bench.clock.now()
    for turn in range(60):
        bench.worker_clock = ProcessClock(bench.clock, f"process {turn % processes}", 0.0)
        if turn == 0:
            bench.sync()
        elif (due := bench.queue.next_due()) is not None:
            bench.clock.set(max(due, bench.clock.now()))
            bench.queue.run_due(bench.handlers)

    calls = wb.calls[Category.FEEDBACKS]
    assert len(bench.items()) == 300
    assert wb.refused == 0
    # WB's burst comes at once, and the rest at its pace.
    fastest = (calls - rate.burst) * rate.interval + rate.burst * CALL
    assert wb.last_at - begun <= 1.2 * fastest
