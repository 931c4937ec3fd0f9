"""A day of polling before the simulator's own buckets: no call too many, whatever the token."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.wb_simulator.app import create_app
from infra.wb_simulator.tokens import mint_token
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.claims import OrderClaims, order_claims_id
from shared.domain.interaction import Interaction
from shared.domain.sync.category import Category
from shared.ports import Put, Query, Stores
from shared.usecases.connect_cabinet import connect_cabinet
from shared.usecases.plan_sync import plan_sync
from tests.builders import SELLER
from tests.handlers import run_ingest, run_sync
from tests.stores import embedded_stores
from tests.wb_openapi import BASE
from tests.wb_simulator.harness import DroppingTransport, Marketplace

MINUTE = timedelta(minutes=1)
SCOPES = ["feedbacks", "chats", "returns"]


class Polled:
    """One seller, the real connector, and buckets that nobody has switched off."""

    def __init__(self, *, secret: str = "") -> None:
        self.market = Marketplace()
        app = create_app(self.market.world)
        self.clock = FixedClock(datetime.fromtimestamp(self.market.world.clock.now(), UTC))
        self.wb = WildberriesMarketplaces(
            WBHosts.at(BASE.replace("http://", "https://")),
            lambda: DroppingTransport(app),
            client_secret=secret,
        )
        self.stores: Stores = embedded_stores()
        self.vault, self.queue, self.ids = MemoryVault(), MemoryTaskQueue(self.clock), CountingIds()
        self.files = MemoryFiles()
        seller = Seller(id=SELLER, name="", email="", created_at=self.clock.now())
        self.stores.shared().commit([Put(seller)])

    def connect(self, kind: str) -> None:
        token = mint_token(
            self.market.world.first_seller().sid,
            self.clock.now().timestamp(),
            kind=kind,
            scopes=SCOPES,
            read_only=False,
            expires_in=180 * 86_400,
        )
        connect_cabinet(
            SELLER,
            token,
            accepted=frozenset(TokenKind),
            stores=self.stores,
            marketplaces=self.wb,
            vault=self.vault,
            queue=self.queue,
            clock=self.clock,
            ids=self.ids,
        )

    def sync(self, payload: Any) -> None:
        run_sync(self, Category(payload["category"]))

    def ingest(self, payload: Any) -> None:
        run_ingest(self, payload["page"])

    def run(self, hours: int) -> None:
        """A tick each minute, and every task when it is due."""
        handlers = {
            "sync": self.sync,
            "ingest": self.ingest,
            "link": lambda _: None,
            "draft": lambda _: None,
        }
        for _ in range(hours * 60):
            plan_sync(stores=self.stores, queue=self.queue, clock=self.clock)
            end = self.clock.now() + MINUTE
            while (due := self.queue.next_due()) is not None and due < end:
                self.move_to(due)
                self.queue.run_due(handlers)
            self.move_to(end)

    def move_to(self, moment: datetime) -> None:
        self.market.advance(max((moment - self.clock.now()).total_seconds(), 0.0))
        self.clock.set(max(moment, self.clock.now()))

    def statuses(self) -> Counter[int]:
        return Counter(call["status"] for call in self.market.calls())

    def found(self) -> set[str]:
        items = self.stores.of_seller(SELLER).find(Query(kind=Interaction))
        return {stored.value.source.external_id for stored in items}

    def fill(self) -> set[str]:
        chat = self.market.open_chat(text="Где мой заказ?", goodCard={"rid": "order.1"})
        self.market.control("POST", "claims", json={"srid": "order.1"})
        return {
            chat,
            self.market.add_review(text="Плохо", productValuation=1),
            self.market.add_question(text="Есть ли 48?"),
        }


@pytest.fixture
def polled() -> Polled:
    return Polled()


def test_a_base_token_gets_everything_without_one_call_too_many(polled: Polled) -> None:
    expected = polled.fill()

    polled.connect("base")
    polled.run(hours=12)

    assert set(polled.statuses()) == {200}
    assert polled.found() == expected
    assert polled.stores.of_seller(SELLER).get(OrderClaims, order_claims_id("order.1"))
    hourly = Counter(call["operation"] for call in polled.market.calls())
    assert hourly["GET /api/v1/claims"] <= 12
    assert hourly["GET /api/v1/seller/chats"] + hourly["GET /api/v1/seller/events"] <= 13


def test_a_base_token_starves_no_list(polled: Polled) -> None:
    """The night's comparison leaves long readings beside the new items of both channels."""
    polled.fill()
    polled.connect("base")
    polled.run(hours=14)
    old, since = len(polled.market.calls()), polled.found()

    fresh = {polled.market.add_review(text="Порвалось"), polled.market.add_question(text="Как?")}
    polled.run(hours=2)

    assert polled.found() - since == fresh
    lists = Counter(
        (call["operation"], call["query"]["isAnswered"])
        for call in polled.market.calls()[old:]
        if "isAnswered" in call["query"]
    )
    assert len(lists) == 4
    assert min(lists.values()) >= 2
    assert set(polled.statuses()) == {200}


def test_beside_the_secret_it_is_polled_like_any_other() -> None:
    polled = Polled(secret="the-secret-of-the-service")
    expected = polled.fill()

    polled.connect("base")
    polled.run(hours=1)

    assert set(polled.statuses()) == {200}
    assert polled.found() == expected
    assert polled.statuses()[200] > 60


def test_a_service_token_costs_a_quiet_seller_few_calls(polled: Polled) -> None:
    expected = polled.fill()

    polled.connect("service")
    polled.run(hours=3)

    assert set(polled.statuses()) == {200}
    assert polled.found() == expected
    assert len(polled.market.calls("GET /api/v1/claims")) <= 1 + 2 * 3
