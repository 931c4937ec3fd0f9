"""A token that expires, is refused, or changes its limits while the product runs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.claims import OrderClaims, order_claims_id
from shared.domain.ids import shard_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.domain.sync.state import SyncState, SyncStatus
from shared.ports import Patch, Put, Stores
from shared.usecases.note_kind import note_kind
from shared.usecases.plan_sync import plan_sync
from shared.usecases.schedule_seller import schedule_seller
from shared.usecases.sync_channel import SyncReport
from tests.builders import NOON, SELLER
from tests.handlers import run_sync
from tests.stores import embedded_stores

LIFETIME = timedelta(hours=1)


class Shop:
    """A connected seller whose syncs are run by hand."""

    def __init__(
        self,
        *,
        kind: TokenKind = TokenKind.SERVICE,
        secret: str = "",
        lifetime: timedelta = LIFETIME,
    ) -> None:
        self.clock = FixedClock(NOON)
        self.stores: Stores = embedded_stores()
        self.wb = MemoryMarketplaces(self.clock, client_secret=secret)
        self.cabinet = self.wb.add_cabinet()
        self.vault = MemoryVault()
        self.queue = MemoryTaskQueue(self.clock)
        self.ids = CountingIds("run")
        self.files = MemoryFiles()
        self.token = self.wb.issue_token(kind=kind, lifetime=lifetime, scopes=tuple(Scope))
        self.vault.seal(SELLER, self.token)
        connection = Connection(
            facts=self.wb.read_token(self.token),
            cabinet="c",
            trade_mark="",
            connected_at=self.clock.now(),
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.stores.shared().commit([Put(seller)])
        schedule_seller(SELLER, connection.facts, stores=self.stores, clock=self.clock)

    def sync(self, category: Category) -> SyncReport:
        return run_sync(self, category)

    def plan(self) -> int:
        return plan_sync(stores=self.stores, queue=self.queue, clock=self.clock).queued

    def connection(self) -> Connection:
        stored = self.stores.shared().get(Seller, SELLER)
        assert stored is not None
        assert stored.value.connection is not None
        return stored.value.connection

    def is_slow(self) -> bool:
        stored = self.stores.shared().get(Shard, str(shard_of(SELLER)))
        assert stored is not None
        return stored.value.sellers[SELLER].slow


def test_an_expired_token_is_parked_without_asking_wb_and_never_again() -> None:
    shop = Shop()
    shop.clock.advance(LIFETIME)

    outcomes = [shop.sync(category).outcome for category in Category]

    assert outcomes == ["parked", "parked"]
    assert shop.cabinet.calls == []
    assert shop.connection().parked == {"feedbacks": "expired", "chat": "expired"}
    for category in Category:
        state = shop.stores.of_seller(SELLER).get(SyncState, category.value)
        assert state is not None
        for channel in state.value.channels.values():
            assert channel.status is SyncStatus.PARKED
            assert "Срок действия" in channel.error
    for _ in range(24):
        shop.clock.advance(timedelta(hours=1))
        assert shop.plan() == 0


def test_a_revoked_token_costs_one_call_for_each_category() -> None:
    shop = Shop(lifetime=timedelta(days=100))
    shop.wb.revoke(shop.token)

    outcomes = [shop.sync(category).outcome for category in Category]
    for _ in range(24):
        shop.clock.advance(timedelta(hours=1))
        assert shop.plan() == 0

    assert outcomes == ["parked", "parked"]
    assert shop.connection().parked == {"feedbacks": "token", "chat": "token"}
    assert list(shop.queue.waiting) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [("", "secret", TokenKind.BASE_SECRET), ("secret", "", TokenKind.BASE)],
)
def test_the_services_secret_changes_the_pace_at_the_next_sync(
    before: str, after: str, kind: TokenKind
) -> None:
    shop = Shop(kind=TokenKind.BASE, secret=before)
    slow = shop.is_slow()
    shop.wb.client_secret = after

    shop.sync(Category.CHAT)

    assert shop.connection().facts.kind is kind
    assert (slow, shop.is_slow()) == (not before, not after)


def test_a_note_of_limits_gives_way_to_a_newer_connection() -> None:
    shop = Shop(kind=TokenKind.BASE)
    connection = shop.connection()
    older = replace(connection, connected_at=NOON - timedelta(days=1))

    def overtake(_: object) -> Fault:
        shop.stores.shared().commit([Patch(Seller, (SELLER,), {"name": "Лавка"})])
        return Fault.NONE

    racing = FaultyStores(shop.stores, overtake)

    for seen, stores in ((older, shop.stores), (connection, racing)):
        note_kind(SELLER, seen, TokenKind.BASE_SECRET, stores=stores, clock=shop.clock)

    assert shop.connection() == connection
    assert shop.is_slow()


def test_claims_are_read_after_chats_alone() -> None:
    shop = Shop()
    shop.cabinet.add_claim("order.1")
    found = shop.stores.of_seller(SELLER)

    shop.sync(Category.FEEDBACKS)
    early = found.get(OrderClaims, order_claims_id("order.1"))
    shop.sync(Category.CHAT)

    assert early is None
    assert found.get(OrderClaims, order_claims_id("order.1")) is not None
