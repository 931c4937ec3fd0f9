"""A cabinet that is connected and disconnected while others do the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import RetryLater, Stale, Unavailable
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.ports import Create, Patch, Stores, Vault
from shared.usecases.connect_cabinet import (
    CabinetTaken,
    OtherCabinet,
    cabinet_id,
    disconnect_cabinet,
)
from shared.usecases.read_account import read_account
from shared.usecases.sync_channel import sync_channel
from tests.builders import NOON, SELLER
from tests.unit.usecases.rivals import IDS, Rival, connect, seeded


class HookedVault(MemoryVault):
    """Somebody acts once, right after a token was sealed or forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.after: Callable[[], object] | None = None

    def seal(self, seller: SellerId, token: str) -> None:
        super().seal(seller, token)
        self._act()

    def forget(self, seller: SellerId) -> None:
        super().forget(seller)
        self._act()

    def _act(self) -> None:
        act, self.after = self.after, None
        if act is not None:
            act()


def link_of(stores: Stores, vault: Vault) -> tuple[bool, bool, bool]:
    """Whether connection, claim and token are there: all three or none."""
    claim = stores.shared().get(Cabinet, cabinet_id("sid-1"))
    connection = read_account(SELLER, stores=stores).seller.connection
    return connection is not None, claim is not None, vault.open(SELLER) is not None


def test_a_disconnection_amid_a_reconnection_leaves_no_half_of_a_link() -> None:
    stores, clock, vault = seeded(), FixedClock(NOON), HookedVault()
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    connect(stores, market, token, clock, vault)

    vault.after = lambda: disconnect_cabinet(
        SELLER, stores=stores, vault=vault, clock=clock, ids=IDS
    )
    connect(stores, market, token, clock, vault)

    assert link_of(stores, vault) == (True, True, True)


def test_a_reconnection_amid_a_disconnection_leaves_no_half_of_a_link() -> None:
    stores, clock, vault = seeded(), FixedClock(NOON), HookedVault()
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    connect(stores, market, token, clock, vault)

    clock.advance(timedelta(seconds=1))
    vault.after = lambda: connect(stores, market, token, clock, vault)
    disconnect_cabinet(SELLER, stores=stores, vault=vault, clock=clock, ids=IDS)

    assert link_of(stores, vault) == (False, False, False)


def test_a_profile_that_never_rests_is_told_to_who_connects_or_disconnects() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    vault = connect(stores, market, token, clock)
    names = iter(f"Лавка {number}" for number in range(99))

    def rename() -> None:
        stores.shared().commit([Patch(Seller, (SELLER,), {"name": next(names)})])

    rival = Rival(stores, Seller, rename, times=99)

    with pytest.raises(RetryLater):
        connect(rival.stores, market, token, clock)
    with pytest.raises(RetryLater):
        disconnect_cabinet(SELLER, stores=rival.stores, vault=vault, clock=clock, ids=IDS)


def test_a_base_token_spends_its_one_call_on_the_check() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1", kind=TokenKind.BASE)
    vault = connect(stores, market, token, clock)
    market.add_cabinet("sid-1").calls.clear()

    outcomes = [
        sync_channel(
            SELLER,
            category,
            stores=stores,
            marketplaces=market,
            vault=vault,
            queue=MemoryTaskQueue(clock),
            clock=clock,
            ids=IDS,
        ).outcome
        for category in Category
    ]

    assert outcomes == ["no_calls", "no_calls"]
    assert not market.add_cabinet("sid-1").calls


def test_two_accounts_that_connect_at_once_do_not_share_a_cabinet() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    taken = Cabinet(id=cabinet_id("sid-1"), seller=SellerId("other"), connected_at=NOON)
    rival = Rival(stores, Cabinet, lambda: stores.shared().commit([Create(taken)]))

    with pytest.raises(CabinetTaken):
        connect(rival.stores, market, token, clock)

    profile = read_account(SELLER, stores=stores)
    assert profile.seller.connection is None


def test_one_account_that_connects_two_cabinets_at_once_gets_one() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    other = {"cabinet": cabinet_id("sid-2")}
    rival = Rival(
        stores, Cabinet, lambda: stores.shared().commit([Patch(Seller, (SELLER,), other)])
    )

    with pytest.raises((OtherCabinet, Stale)):
        connect(rival.stores, market, token, clock)

    assert stores.shared().get(Cabinet, cabinet_id("sid-1")) is None


def test_a_lost_answer_while_connecting_is_made_good_by_repeating() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    for number in range(9):
        faults = [Fault.NONE] * number + [Fault.LOSE_ACKNOWLEDGEMENT]
        faulty = FaultyStores(stores, in_turn(*faults))
        try:
            connect(faulty, market, token, clock)
        except Unavailable:
            continue

    assert connect(stores, market, token, clock).open(SELLER) == token
    assert read_account(SELLER, stores=stores).seller.connection is not None
