"""Syncs beside rivals: leases lost, profiles changed, wishes kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.account import Seller
from shared.domain.errors import (
    Denial,
    RetryLater,
)
from shared.domain.sync.bucket import Budget
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Patch, Put, Write
from shared.usecases.park_category import park_category
from shared.usecases.start_sync import read_everything
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.sync_parking import FEEDBACKS, parked

# --- races


class Rival:
    """Writes one document right before each commit, as a faster worker would."""

    def __init__(self, bench: SyncBench, write: Callable[[int], None], times: int) -> None:
        self._write = write
        self.left = times
        self.stores = FaultyStores(bench.plain, self._interfere)

    def _interfere(self, writes: Sequence[Write]) -> Fault:
        if self.left > 0:
            self.left -= 1
            self._write(self.left)
        return Fault.NONE


def test_a_profile_that_others_change_is_parked_all_the_same() -> None:
    bench = SyncBench()

    def rename(number: int) -> None:
        bench.plain.shared().commit([Patch(Seller, (SELLER,), {"name": f"Имя {number}"})])

    park_category(SELLER, FEEDBACKS, Denial.TOKEN, stores=Rival(bench, rename, 2).stores)
    with pytest.raises(RetryLater):
        park_category(SELLER, FEEDBACKS, Denial.SCOPE, stores=Rival(bench, rename, 99).stores)

    assert parked(bench) == {"feedbacks": Denial.TOKEN.value}


def test_a_lease_that_is_always_lost_is_tried_later() -> None:
    bench = SyncBench()

    def spend(number: int) -> None:
        budget = Budget(category=FEEDBACKS, tokens=6.0 - number / 100, at=NOON)
        bench.store.commit([Put(budget)])

    bench.stores = Rival(bench, spend, 99).stores

    assert bench.sync().outcome == "no_calls"
    assert len(bench.queued("sync")) == 1


def test_a_run_that_cannot_renew_its_lease_goes_on_later() -> None:
    bench = SyncBench(page_size=10)
    for number in range(80):
        bench.cabinet.add_review(text="Да", at=NOON - timedelta(hours=number))

    def spend(number: int) -> None:
        stored = bench.store.get(Budget, "feedbacks")
        if stored is not None:
            tokens = stored.value.tokens - number / 10_000
            bench.store.commit([Put(replace(stored.value, tokens=tokens))])

    def begin_races(method: str) -> None:
        bench.later(seconds=7)
        rival.left = 99

    rival = Rival(bench, spend, 0)
    bench.stores = rival.stores
    bench.wb.before_call = begin_races

    report = bench.sync()

    assert (report.outcome, report.calls) == ("done", 1)
    assert bench.queued("sync")


def test_a_wish_for_everything_that_always_loses_is_told() -> None:
    bench = SyncBench()
    bench.settle()

    def touch(number: int) -> None:
        at = NOON + timedelta(seconds=number)
        bench.store.commit([Patch(SyncState, ("feedbacks",), {"last_run_at": at})])

    rival = Rival(bench, touch, 99)

    with pytest.raises(RetryLater):
        read_everything(
            SELLER,
            tuple(Category),
            bench.clock.now(),
            stores=rival.stores,
            queue=bench.queue,
            clock=bench.clock,
        )
