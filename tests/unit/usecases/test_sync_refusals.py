"""What WB refuses is parked, and asked again when the seller or a new token says so."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import Scope
from shared.domain.errors import (
    AccessDenied,
    Denial,
    NotFound,
    Unavailable,
)
from shared.domain.ids import shard_of
from shared.domain.interaction import Channel
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.domain.sync.state import SyncState, SyncStatus
from shared.ports import Delete, Patch
from shared.usecases.park_category import park_category, stop_category
from shared.usecases.start_sync import start_first_sync, start_sync
from tests.builders import SELLER
from tests.sync_bench import SID, SyncBench
from tests.sync_parking import FEEDBACKS, parked, profile

# --- refusals


@pytest.mark.parametrize(
    ("denial", "words"),
    [(Denial.TOKEN, "токен"), (Denial.PAYMENT, "нашему сервису"), (Denial.SCOPE, "раздел")],
)
def test_what_wb_refuses_is_parked_and_asked_no_more(denial: Denial, words: str) -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(denial))

    report = bench.sync()
    bench.later(hours=1)
    again = bench.sync()

    assert (report.outcome, again.outcome) == ("parked", "stopped")
    assert parked(bench) == {"feedbacks": denial.value}
    assert bench.progress().status is SyncStatus.PARKED
    assert words in bench.progress(Channel.QUESTION).error
    assert len(bench.calls()) == 1
    assert not bench.queue.waiting
    bench.plan()
    assert [task["category"] for task in bench.queued("sync")] == ["chat"]


def test_a_parked_category_leaves_the_other_alone() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    bench.sync()

    assert bench.sync(Category.CHAT).outcome == "done"


def test_the_seller_may_try_again_what_was_refused() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.PAYMENT))
    bench.sync()

    queued = start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.drain()

    assert queued == (Category.FEEDBACKS, Category.CHAT)
    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK
    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    assert shard.value.sellers[SELLER].feedbacks_at is not None


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("spot", range(3))
def test_trying_again_leaves_nothing_unpolled_whatever_is_lost(fault: Fault, spot: int) -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.PAYMENT))
    bench.sync()
    faulty = FaultyStores(bench.plain, in_turn(*[Fault.NONE] * spot, fault))

    with suppress(Unavailable):
        start_sync(SELLER, stores=faulty, queue=bench.queue, clock=bench.clock)

    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    polled = shard.value.sellers[SELLER].feedbacks_at is not None
    assert polled or parked(bench)
    start_sync(SELLER, stores=bench.plain, queue=bench.queue, clock=bench.clock)
    bench.drain()
    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK


def test_a_readable_category_that_nobody_polls_is_polled_again() -> None:
    bench = SyncBench()
    stop_category(SELLER, FEEDBACKS, stores=bench.plain)

    start_sync(SELLER, stores=bench.plain, queue=bench.queue, clock=bench.clock)

    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    assert shard.value.sellers[SELLER].feedbacks_at == bench.clock.now()


def test_everything_is_asked_for_only_where_the_token_reaches() -> None:
    bench = SyncBench()
    token = bench.wb.issue_token(SID, scopes=[Scope.FEEDBACKS])
    connection = profile(bench).connection
    assert connection is not None
    feedbacks_only = replace(connection, facts=bench.wb.read_token(token))
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": feedbacks_only})])
    asked_at = bench.clock.now()

    asked = bench.ask_for_all()
    bench.drain()

    assert asked is not None
    assert asked.categories == (FEEDBACKS,)
    assert bench.state().full_at == asked_at
    assert bench.store.get(SyncState, "chat") is None


def test_nobody_asks_for_everything_without_a_cabinet() -> None:
    bench = SyncBench()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    with pytest.raises(NotFound):
        bench.ask_for_all()

    assert bench.store.get(SyncState, "feedbacks") is None


def test_a_seller_without_a_cabinet_is_not_read() -> None:
    bench = SyncBench()
    bench.vault.forget(SELLER)
    without_token = bench.sync()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])
    park_category(SELLER, FEEDBACKS, Denial.TOKEN, stores=bench.plain)
    without_connection = bench.sync()
    bench.plain.shared().commit([Delete(Seller, (SELLER,))])

    reports = [without_token, without_connection, bench.sync()]

    assert {report.outcome for report in reports} == {"stopped"}
    assert bench.plan() == 1
    assert not bench.calls()


def test_a_token_without_the_scope_is_not_tried() -> None:
    bench = SyncBench()
    connection = profile(bench).connection
    assert connection is not None
    facts = replace(connection.facts, chats=False)
    changed = replace(connection, facts=facts)
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": changed})])

    assert bench.sync(Category.CHAT).outcome == "stopped"
    assert start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock) == (
        Category.FEEDBACKS,
    )
    assert start_first_sync(SELLER, facts, queue=bench.queue, ids=bench.ids) == (
        Category.FEEDBACKS,
    )


def test_a_sync_by_hand_is_queued_once_a_minute() -> None:
    bench = SyncBench()

    def ask() -> tuple[Category, ...]:
        return start_sync(
            SELLER, [Category.CHAT], stores=bench.stores, queue=bench.queue, clock=bench.clock
        )

    assert [ask(), ask()] == [(Category.CHAT,), ()]
    bench.later(minutes=1)
    assert ask() == (Category.CHAT,)


def test_nothing_can_be_asked_for_without_a_cabinet() -> None:
    bench = SyncBench()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    with pytest.raises(NotFound):
        start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)


def test_a_refusal_of_the_old_token_says_nothing_of_the_new_one() -> None:
    bench = SyncBench()

    def reconnect(method: str) -> None:
        bench.wb.before_call = lambda name: None
        connection = profile(bench).connection
        assert connection is not None
        renewed = replace(connection, connected_at=bench.clock.now() + timedelta(seconds=1))
        bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": renewed})])
        raise AccessDenied(Denial.TOKEN)

    bench.wb.before_call = reconnect
    bench.settle()

    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK
    assert bench.plan() == 2


@pytest.mark.parametrize("has_run", [False, True])
def test_a_token_that_cannot_be_opened_is_parked(has_run: bool) -> None:
    bench = SyncBench()
    if has_run:
        bench.sync()
    bench.vault.seal(SELLER, "no token at all")

    report = bench.sync()

    assert report.outcome == "parked"
    assert parked(bench) == {"feedbacks": "token"}
    assert bench.progress().status is SyncStatus.PARKED
    assert "токен" in bench.progress().error
