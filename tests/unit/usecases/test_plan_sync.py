"""Who is due is queued, once, and planned again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.counting import CountingStores
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import RetryLater, Unavailable
from shared.domain.ids import SHARDS, SellerId, shard_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.pace import SPREAD, spread_of
from shared.ports import Patch, Stores, Write
from shared.usecases.park_category import stop_category
from shared.usecases.plan_sync import plan_sync
from shared.usecases.schedule_seller import (
    note_activity,
    note_open_inbox,
    schedule_seller,
    unschedule_seller,
)
from tests.builders import NOON, SELLER
from tests.reply_bench import DeadQueue
from tests.stores import embedded_stores

MINUTE = timedelta(minutes=1)


def facts(*, chats: bool = True, kind: TokenKind = TokenKind.SERVICE) -> TokenFacts:
    return TokenFacts(
        sid="sid",
        kind=kind,
        feedbacks=True,
        chats=chats,
        returns=False,
        read_only=False,
        expires_at=NOON + timedelta(days=180),
    )


class Town:
    """Many sellers, one planner."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.plain = embedded_stores()
        self.counting = CountingStores(self.plain)
        self.stores: Stores = self.counting
        self.queue = MemoryTaskQueue(self.clock)

    def schedule(self, seller: str = SELLER, **said: Any) -> None:
        schedule_seller(SellerId(seller), facts(**said), stores=self.plain, clock=self.clock)

    def plan(self) -> int:
        return plan_sync(stores=self.stores, queue=self.queue, clock=self.clock).queued

    def due(self, seller: SellerId = SELLER) -> SellerDue:
        stored = self.plain.shared().get(Shard, str(shard_of(seller)))
        assert stored is not None
        return stored.value.sellers[seller]


def test_a_new_seller_is_queued_for_what_the_token_may_read() -> None:
    town = Town()
    town.schedule("one", chats=False)
    town.schedule("two")

    assert town.plan() == 3
    assert sorted(
        (task.payload["seller"], task.payload["category"]) for task in town.queue.waiting
    ) == [
        ("one", "feedbacks"),
        ("two", "chat"),
        ("two", "feedbacks"),
    ]


def test_a_plan_reads_the_shards_and_writes_the_changed_ones_once() -> None:
    town = Town()
    town.schedule()

    town.plan()

    assert town.counting.bill.reads[Shard] == SHARDS
    assert town.counting.bill.writes[Shard] == 1


def test_what_is_not_due_costs_no_write() -> None:
    town = Town()
    town.schedule()
    town.plan()
    town.counting.bill.clear()

    assert town.plan() == 0
    assert not town.counting.bill.writes


def test_a_planner_that_was_cut_off_queues_nothing_twice() -> None:
    town = Town()
    town.schedule()
    town.stores = FaultyStores(town.plain, in_turn(Fault.REFUSE))
    with pytest.raises(Unavailable):
        town.plan()

    town.clock.advance(MINUTE)

    assert town.plan() == 0
    assert len(town.queue.waiting) == 2


def test_missed_ticks_are_made_good_by_one_sync() -> None:
    town = Town()
    town.schedule()
    town.plan()

    town.clock.advance(timedelta(hours=3))

    assert town.plan() == 2
    assert town.plan() == 0


def test_an_open_inbox_is_polled_every_thirty_seconds() -> None:
    town = Town()
    town.schedule()
    town.plan()
    town.clock.advance(MINUTE / 2)
    note_open_inbox(SELLER, stores=town.plain, clock=town.clock)

    town.clock.advance(MINUTE / 2)
    queued = town.plan()
    town.clock.advance(timedelta(seconds=55))

    assert queued == 4
    dues = {
        task.due - spread_of(SELLER, Category(task.payload["category"])) - NOON
        for task in town.queue.waiting
    }
    assert dues == {timedelta(0), MINUTE, MINUTE * 1.5}
    assert town.plan() == 4


def test_sellers_who_are_due_together_are_read_one_after_another() -> None:
    town = Town()
    for number in range(200):
        town.schedule(f"seller-{number}", chats=False)

    town.plan()

    delays = sorted(task.due - NOON for task in town.queue.waiting)
    assert delays[0] < timedelta(seconds=1)
    assert SPREAD - timedelta(seconds=1) < delays[-1] < SPREAD
    assert len(set(delays)) == 200


def test_who_has_no_plan_is_never_queued() -> None:
    """Nobody polls an account without a key, a refused category, or a cabinet that was removed."""
    town = Town()
    for name in ("parked", "removed"):
        town.schedule(name)
    for category in Category:
        stop_category(SellerId("parked"), category, stores=town.plain)
    unschedule_seller(SellerId("removed"), stores=town.plain)

    for _ in range(24 * 60):
        assert town.plan() == 0
        town.clock.advance(MINUTE)


def test_who_looks_is_noted_once_in_ten_minutes() -> None:
    town = Town()
    town.schedule()
    town.plan()

    for _ in range(3):
        note_open_inbox(SELLER, stores=town.counting, clock=town.clock)

    assert town.counting.bill.writes[Shard] == 2
    assert town.due().feedbacks_at == NOON
    town.clock.advance(10 * MINUTE)
    note_open_inbox(SELLER, stores=town.counting, clock=town.clock)
    assert town.due().open_at == NOON + 10 * MINUTE


def test_a_slow_token_is_not_hurried() -> None:
    town = Town()
    town.schedule(kind=TokenKind.BASE)
    town.plan()

    note_open_inbox(SELLER, stores=town.plain, clock=town.clock)

    assert town.due().feedbacks_at == NOON + 12 * MINUTE
    assert town.due().chat_at == NOON + 60 * MINUTE


def test_activity_quickens_the_pace() -> None:
    town = Town()
    town.schedule()
    note_activity(SELLER, stores=town.plain, clock=town.clock)
    note_activity(SELLER, stores=town.counting, clock=town.clock)

    town.plan()

    assert town.counting.bill.writes[Shard] == 1
    assert town.due().feedbacks_at == NOON + 2 * MINUTE


def test_a_stopped_category_is_not_queued() -> None:
    town = Town()
    town.schedule()
    stop_category(SELLER, Category.CHAT, stores=town.plain)

    assert town.plan() == 1
    assert town.due().chat_at is None
    note_open_inbox(SELLER, stores=town.plain, clock=town.clock)
    assert town.due().chat_at is None


def test_a_seller_without_a_cabinet_is_not_queued() -> None:
    town = Town()
    town.schedule()
    unschedule_seller(SELLER, stores=town.plain)
    unschedule_seller(SELLER, stores=town.plain)
    for note in (note_open_inbox, note_activity):
        note(SELLER, stores=town.plain, clock=town.clock)
    stop_category(SELLER, Category.CHAT, stores=town.plain)

    assert town.plan() == 0


def test_notes_of_unknown_sellers_make_no_document() -> None:
    town = Town()

    unschedule_seller(SELLER, stores=town.counting)

    assert not town.counting.bill.writes


class Rival:
    """Touches a shard right before a commit, as another planner would."""

    def __init__(self, stores: Stores, times: int, *, removes: bool = False) -> None:
        self._stores = stores
        self._times = times
        self._removes = removes

    def __call__(self, writes: Sequence[Write]) -> Fault:
        if self._times > 0:
            self._times -= 1
            if self._removes:
                unschedule_seller(SELLER, stores=self._stores)
            else:
                key = (str(shard_of(SELLER)),)
                at = {f"sellers.{SELLER}.active_at": NOON - self._times * MINUTE}
                self._stores.shared().commit([Patch(Shard, key, at)])
        return Fault.NONE


def test_a_planner_that_lost_a_race_plans_again() -> None:
    town = Town()
    town.schedule()
    town.stores = FaultyStores(town.plain, Rival(town.plain, 1))

    assert town.plan() == 2
    assert len(town.queue.waiting) == 2
    assert town.due().feedbacks_at == NOON + 2 * MINUTE


def test_a_seller_who_leaves_meanwhile_stays_away() -> None:
    town = Town()
    town.schedule()
    town.stores = FaultyStores(town.plain, Rival(town.plain, 1, removes=True))

    town.plan()

    assert town.plan() == 0


def test_a_planner_that_always_loses_leaves_it_to_the_next_tick() -> None:
    town = Town()
    town.schedule()
    town.stores = FaultyStores(town.plain, Rival(town.plain, 99))

    assert town.plan() == 2
    assert town.due().feedbacks_at == NOON


def test_a_note_that_always_loses_is_tried_again_later() -> None:
    town = Town()
    town.schedule()
    busy = FaultyStores(town.plain, Rival(town.plain, 99))

    with pytest.raises(RetryLater):
        note_open_inbox(SELLER, stores=busy, clock=town.clock)


def test_nothing_moves_on_that_was_not_queued() -> None:
    town = Town()
    town.schedule()

    with pytest.raises(RetryLater):
        plan_sync(stores=town.stores, queue=DeadQueue(), clock=town.clock)

    assert town.plan() == 2
