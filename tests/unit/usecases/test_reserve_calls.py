"""One bucket for sync and dispatch, kept by compare and set."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.store.faults import Fault, FaultyStores, Plan
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import RateLimited, Stale
from shared.domain.sync.bucket import Budget
from shared.domain.sync.budget import Ask, Purpose
from shared.domain.sync.category import Category
from shared.ports import Put, Store, Write
from shared.usecases.reserve_calls import block_calls, note_calls, reserve_calls
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

KIND = TokenKind.SERVICE


def open_store() -> tuple[Store, FixedClock]:
    return embedded_stores().of_seller(SELLER), FixedClock(NOON)


def reserve(store: Store, clock: FixedClock, calls: int, owner: str = "run"):
    ask = Ask(owner=owner, calls=calls, least=calls)
    return reserve_calls(Category.FEEDBACKS, KIND, ask, store=store, clock=clock)


def read(store: Store) -> Budget:
    stored = store.get(Budget, "feedbacks")
    assert stored is not None
    return stored.value


def test_two_workers_share_one_bucket() -> None:
    store, clock = open_store()

    first, second = reserve(store, clock, 4), reserve(store, clock, 4, "other")

    assert (first.calls, second.calls) == (4, 0)
    assert second.wait > timedelta(0)
    assert [block.owner for block in read(store).blocks] == ["run"]


def test_calls_that_nobody_reserved_are_taken_out_afterwards() -> None:
    store, clock = open_store()

    note_calls(Category.FEEDBACKS, KIND, 2, store=store, clock=clock)

    assert reserve(store, clock, 4).calls == 4
    assert reserve(store, clock, 1, "other").calls == 0


def test_the_one_call_of_a_base_token_is_gone_until_the_next() -> None:
    store, clock = open_store()
    ask = Ask(owner="run", calls=1)

    for _ in range(2):
        note_calls(Category.CHAT, TokenKind.BASE, 1, store=store, clock=clock)
    grant = reserve_calls(Category.CHAT, TokenKind.BASE, ask, store=store, clock=clock)

    assert (grant.calls, grant.wait) == (0, timedelta(hours=1))


def test_wbs_pause_binds_everybody() -> None:
    store, clock = open_store()

    pause = block_calls(Category.FEEDBACKS, KIND, 40, store=store, clock=clock)
    clock.advance(timedelta(seconds=39))
    early = reserve(store, clock, 1)
    clock.advance(timedelta(seconds=1))

    assert pause == timedelta(seconds=40)
    assert early.wait == timedelta(seconds=1)
    assert reserve(store, clock, 1).calls == 1


def test_a_pause_without_a_length_is_at_least_one_call_long() -> None:
    store, clock = open_store()

    pause = block_calls(Category.CHAT, TokenKind.BASE, 0, store=store, clock=clock)

    assert pause == timedelta(hours=1)


def test_a_reply_that_has_to_wait_says_so() -> None:
    store, clock = open_store()
    reserve(store, clock, 6)
    ask = Ask(owner="reply", calls=2, least=2, purpose=Purpose.REPLY)

    grant = reserve_calls(Category.FEEDBACKS, KIND, ask, store=store, clock=clock)

    assert grant.calls == 0
    assert read(store).replies_due_at == NOON + grant.wait


class Rival:
    """Writes the budget right before every commit, as a faster worker would."""

    def __init__(self, store: Store, times: int) -> None:
        self._store = store
        self._times = times

    def plan(self) -> Plan:
        def interfere(writes: Sequence[Write]) -> Fault:
            if self._times > 0:
                self._times -= 1
                tokens = 5.0 + self._times / 10
                budget = Budget(category=Category.FEEDBACKS, tokens=tokens, at=NOON)
                self._store.commit([Put(budget)])
            return Fault.NONE

        return interfere


@pytest.mark.parametrize("times", [1, 5])
def test_a_lost_race_is_run_again(times: int) -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    rival = Rival(stores.of_seller(SELLER), times)
    store = FaultyStores(stores, rival.plan()).of_seller(SELLER)

    assert reserve(store, clock, 5).calls == 5
    assert read(store).tokens == pytest.approx(0)


def test_a_race_that_is_lost_for_ever_ends_with_a_pause() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    rival = Rival(stores.of_seller(SELLER), 99)
    store = FaultyStores(stores, rival.plan()).of_seller(SELLER)

    with pytest.raises(RateLimited):
        reserve(store, clock, 1)
    with pytest.raises(Stale):
        store.commit([Put(read(store), version="0")])
