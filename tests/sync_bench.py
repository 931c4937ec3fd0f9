"""One seller, one WB cabinet and the handlers of sync and ingestion, in memory, one clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.counting import CountingStores
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import JobKind
from shared.domain.marketplace import EventPage, ListPage, ListRequest
from shared.domain.raw_items import RawItem
from shared.domain.sync.bucket import Budget
from shared.domain.sync.category import Category
from shared.domain.sync.state import ChannelSync, SyncState
from shared.ports import Clock, Create, Marketplace, Marketplaces, Query, Stores, TaskQueue
from shared.usecases.full_sync import FullSync, full_sync_worker, request_full_sync
from shared.usecases.ingest_page import IngestReport, ingest_page
from shared.usecases.plan_sync import plan_sync
from shared.usecases.run_job import JobReport, run_job
from shared.usecases.schedule_seller import schedule_seller
from shared.usecases.sync_channel import SyncReport, sync_channel
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

SID = "sid-1"
Hook = Callable[[str], None]


class HookedMarketplaces(MemoryMarketplaces):
    """Lets something happen right before each call: time, other people, errors."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__(clock)
        self.before_call: Hook = lambda method: None

    def open(self, token: str) -> Marketplace:
        return cast(Marketplace, HookedCabinet(super().open(token), self._on_call))

    def _on_call(self, method: str) -> None:
        self.before_call(method)


class HookedCabinet:
    """Every reading of lists, items and chats is announced; the rest goes through."""

    def __init__(self, cabinet: Marketplace, hook: Hook) -> None:
        self._cabinet = cabinet
        self._hook = hook

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cabinet, name)

    def list_items(self, request: ListRequest) -> ListPage:
        shelf = "answered" if request.answered else "waiting"
        self._hook(f"{request.channel.value}:{'archived' if request.archived else shelf}")
        return self._cabinet.list_items(request)

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        self._hook(f"{channel.value}:by_id")
        return self._cabinet.read_item(channel, external_id)

    def list_chats(self) -> tuple[RawItem, ...]:
        self._hook("chat:list")
        return self._cabinet.list_chats()

    def list_events(self, cursor: int | None) -> EventPage:
        self._hook("chat:events")
        return self._cabinet.list_events(cursor)


class SellerBench:
    """One seller's store, queue and handlers in front of any marketplace.

    `stores` and `tasks` may be wrapped before use; `bill` counts what passes through.
    """

    def __init__(self, clock: Clock, wb: Marketplaces, *, page_size: int = 1000) -> None:
        self.worker_clock = clock
        self.wb = wb
        self.plain = embedded_stores()
        self.counting = CountingStores(self.plain)
        self.stores: Stores = self.counting
        self.queue = MemoryTaskQueue(clock)
        self.tasks: TaskQueue = self.queue
        self.vault = MemoryVault()
        self.ids = CountingIds("run")
        self.page_size = page_size
        self.ingested: list[IngestReport] = []
        self.synced: list[SyncReport] = []
        self._clock = clock

    def connect_token(self, token: str) -> None:
        """Connect a cabinet as the seller does."""
        self.token = token
        self.vault.seal(SELLER, token)
        facts = self.wb.read_token(token)
        now = self._clock.now()
        connection = Connection(
            facts=facts, cabinet="cabinet", trade_mark="Пример", connected_at=now
        )
        seller = Seller(id=SELLER, name="", email="", created_at=now, connection=connection)
        self.plain.shared().commit([Create(seller)])
        schedule_seller(SELLER, facts, stores=self.plain, clock=self._clock)

    # --- handlers

    def sync(self, category: Category = Category.FEEDBACKS, **settings: int) -> SyncReport:
        report = sync_channel(
            SELLER,
            category,
            stores=self.stores,
            marketplaces=self.wb,
            vault=self.vault,
            queue=self.tasks,
            clock=self.worker_clock,
            ids=self.ids,
            **{"page_size": self.page_size} | settings,
        )
        self.synced.append(report)
        return report

    def ingest(self, page_id: str) -> IngestReport:
        report = ingest_page(
            SELLER,
            page_id,
            stores=self.stores,
            item_reader=self.wb,
            queue=self.tasks,
            clock=self._clock,
        )
        self.ingested.append(report)
        return report

    def plan(self) -> int:
        return plan_sync(stores=self.stores, queue=self.tasks, clock=self._clock).queued

    def ask_for_all(self, *categories: Category) -> FullSync | None:
        return request_full_sync(
            SELLER,
            categories or tuple(Category),
            stores=self.stores,
            queue=self.tasks,
            clock=self._clock,
        )

    def run_job(self, name: str) -> JobReport:
        stores, queue, clock = self.stores, self.tasks, self._clock
        workers = {JobKind.FULL_SYNC: full_sync_worker(stores=stores, queue=queue, clock=clock)}
        return run_job(SELLER, name, workers=workers, stores=stores, queue=queue, clock=clock)

    @property
    def handlers(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        return {
            "sync": lambda payload: void(self.sync(Category(payload["category"]))),
            "ingest": lambda payload: void(self.ingest(payload["page"])),
            "link": lambda payload: None,
            "draft": lambda payload: None,
            "jobs": lambda payload: void(self.run_job(payload["job"])),
        }

    # --- what is stored

    @property
    def store(self):
        return self.plain.of_seller(SELLER)

    def item(self, channel: Channel, name: str) -> Interaction:
        stored = self.store.get(Interaction, interaction_id(channel, name))
        assert stored is not None, name
        return stored.value

    def documents(self) -> list[Interaction]:
        return [stored.value for stored in self.store.find(Query(kind=Interaction))]

    def items(self) -> dict[str, Interaction]:
        return {item.source.external_id: item for item in self.documents()}

    def state(self, category: Category = Category.FEEDBACKS) -> SyncState:
        stored = self.store.get(SyncState, category.value)
        assert stored is not None
        return stored.value

    def progress(self, channel: Channel = Channel.REVIEW) -> ChannelSync:
        category = Category.CHAT if channel is Channel.CHAT else Category.FEEDBACKS
        return self.state(category).channels[channel.value]

    def budget(self, category: Category = Category.FEEDBACKS) -> Budget:
        stored = self.store.get(Budget, category.value)
        assert stored is not None
        return stored.value

    def queued(self, queue: str) -> list[dict[str, str]]:
        return [dict(task.payload) for task in self.queue.waiting if task.queue == queue]


class SyncBench(SellerBench):
    """The seller of a cabinet in memory, under a clock that stands still."""

    wb: HookedMarketplaces

    def __init__(
        self, *, kind: TokenKind = TokenKind.SERVICE, page_size: int = 1000, now: datetime = NOON
    ) -> None:
        self.clock = FixedClock(now)
        wb = HookedMarketplaces(self.clock)
        super().__init__(self.clock, wb, page_size=page_size)
        self.cabinet = wb.add_cabinet(SID)
        self.connect(kind)

    def connect(self, kind: TokenKind = TokenKind.SERVICE) -> None:
        self.connect_token(self.wb.issue_token(SID, kind=kind))

    def settle(self, category: Category = Category.FEEDBACKS) -> None:
        """Sync once, then run all that follows, letting time pass as the tasks ask."""
        self.sync(category)
        self.drain()

    def drain(self, limit: timedelta = timedelta(hours=1)) -> None:
        end = self.clock.now() + limit
        while (due := self.queue.next_due()) is not None and due <= end:
            self.clock.set(max(due, self.clock.now()))
            self.queue.run_due(self.handlers)

    def later(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def calls(self) -> list[tuple[str, str]]:
        return [(call.method, call.target) for call in self.cabinet.calls]


def void(_: object) -> None:
    """Handlers answer nothing."""
