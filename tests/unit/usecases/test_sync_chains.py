"""A sync that is not done goes on by itself, whichever process takes the next task."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import RateLimited, Unavailable
from shared.domain.ids import shard_of
from shared.domain.sync.budget import full_budget, rate_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.ports import Patch, Put
from shared.usecases.note_kind import note_kind
from shared.usecases.reserve_calls import note_calls
from shared.usecases.schedule_seller import schedule_seller
from tests.builders import SELLER
from tests.sync_bench import SID, SyncBench

FEEDBACKS = Category.FEEDBACKS
MILLISECOND = timedelta(milliseconds=1)


def connection_of(bench: SyncBench) -> Connection | None:
    stored = bench.plain.shared().get(Seller, SELLER)
    assert stored is not None
    return stored.value.connection


def show_connection(bench: SyncBench, connection: Connection | None) -> None:
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": connection})])


def plan_of(bench: SyncBench) -> SellerDue:
    stored = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert stored is not None
    return stored.value.sellers[SELLER]


@pytest.mark.parametrize("early", [0.0, 2.5])
def test_a_task_that_waits_for_calls_again_does_not_meet_its_own_key(early: float) -> None:
    bench = SyncBench()
    rate = rate_of(FEEDBACKS, TokenKind.SERVICE)
    bench.later(milliseconds=3)
    for _ in range(5):
        empty = full_budget(FEEDBACKS, rate, bench.clock.now())
        # A moment is missing, and then some.
        missing = 5 * MILLISECOND + timedelta(seconds=early)
        bench.store.commit([Put(replace(empty, blocked_until=bench.clock.now() + missing))])
        assert bench.sync().outcome == "no_calls"
        due = bench.queue.next_due()
        assert due is not None, "the chain has ended"
        bench.clock.set(due)
        bench.queue.run_due({"sync": lambda _: None})
        bench.clock.set(due - timedelta(seconds=early))


def test_who_saw_no_connection_leaves_the_plan_of_a_newer_one_alone() -> None:
    bench = SyncBench()
    connection = connection_of(bench)
    assert connection is not None
    show_connection(bench, None)
    first = [True]

    def connect(writes: object) -> Fault:
        if first:
            first.clear()
            show_connection(bench, connection)
            schedule_seller(SELLER, connection.facts, stores=bench.plain, clock=bench.clock)
        return Fault.NONE

    bench.stores = FaultyStores(bench.plain, connect)

    assert bench.sync().outcome == "stopped"
    assert plan_of(bench).feedbacks_at is not None


def test_who_has_no_connection_is_polled_no_more() -> None:
    bench = SyncBench()
    show_connection(bench, None)

    assert bench.sync().outcome == "stopped"
    assert plan_of(bench).feedbacks_at is None
    assert plan_of(bench).chat_at is not None


@pytest.mark.parametrize("fault", list(Fault))
def test_the_kind_of_a_token_and_its_pace_change_together(fault: Fault) -> None:
    bench = SyncBench(kind=TokenKind.BASE)
    seen = connection_of(bench)
    assert seen is not None
    faults = iter([fault])
    stores = FaultyStores(bench.plain, lambda _: next(faults, Fault.REFUSE))

    with suppress(Unavailable):
        note_kind(SELLER, seen, TokenKind.BASE_SECRET, stores=stores, clock=bench.clock)

    shown = connection_of(bench)
    assert shown is not None
    assert plan_of(bench).slow is (shown.facts.kind is TokenKind.BASE)


def test_a_better_token_does_not_wait_for_what_the_old_one_had_to() -> None:
    bench = SyncBench(kind=TokenKind.BASE)
    for number in range(4):
        bench.cabinet.open_chat(text=f"Чат {number}")
    bench.cabinet.fail_reads(RateLimited(3000))
    bench.sync(Category.CHAT)
    seen = connection_of(bench)
    assert seen is not None
    bench.later(minutes=5)
    assert bench.sync(Category.CHAT).outcome == "planned"

    token = bench.wb.issue_token(SID, kind=TokenKind.SERVICE)
    bench.vault.seal(SELLER, token)
    facts = bench.wb.read_token(token)
    newer = replace(seen, facts=facts, connected_at=bench.clock.now())
    note_calls(Category.CHAT, facts.kind, 1, store=bench.store, clock=bench.clock, went_well=True)
    show_connection(bench, newer)
    bench.sync(Category.CHAT)
    bench.drain(timedelta(minutes=1))

    assert len(bench.items()) == 4
