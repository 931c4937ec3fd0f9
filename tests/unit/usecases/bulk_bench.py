"""A shop with prepared drafts, and workers that can be cut off at any write."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.bulk import Bulk, BulkAction, BulkLine, BulkWish
from shared.domain.drafts.draft import Draft, Method
from shared.domain.drafts.drafting import basis_of
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import JobKind
from shared.domain.replies.reply import Reply
from shared.domain.understanding import DraftMark
from shared.ports import Create, Put, Query, Store, Stores, Write
from shared.usecases.bulk_apply import bulk_worker, read_bulk, start_bulk
from shared.usecases.bulk_undo import undo_bulk
from shared.usecases.move_item import summary_writes
from shared.usecases.run_job import run_job
from tests.builders import NOON, SELLER, make_item
from tests.judges import sure_judge
from tests.stores import embedded_stores

THANKS = "Спасибо за отзыв, рады, что вам понравилось!"


class Killed(BaseException):
    """The process has ended here."""


class CuttingStores:
    """Ends the process before or after the write of a number, once."""

    def __init__(self, stores: Stores, at: int, *, after: bool) -> None:
        self._stores, self.left, self.after = stores, at, after

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return CuttingStore(self._stores.of_seller(seller), self)


class CuttingStore:
    def __init__(self, store: Store, cutting: CuttingStores) -> None:
        self._store, self._cutting = store, cutting
        self.get, self.get_many = store.get, store.get_many
        self.find, self.count = store.find, store.count

    def commit(self, writes: Sequence[Write]) -> None:
        self._cutting.left -= 1
        cut = self._cutting.left == 0
        if cut and not self._cutting.after:
            raise Killed
        self._store.commit(writes)
        if cut:
            raise Killed


class Bench:
    """One seller, items with drafts, and a queue of jobs."""

    def __init__(self, *items: Interaction, text: str = THANKS) -> None:
        self.clock = FixedClock(NOON)
        self.stores = embedded_stores()
        self.queue = MemoryTaskQueue(self.clock)
        self.judge = sure_judge()
        for item in items:
            self.put(item, text)

    @property
    def store(self) -> Store:
        return self.stores.of_seller(SELLER)

    def put(self, item: Interaction, text: str = THANKS) -> None:
        prepared, draft = with_draft(item, text)
        writes = [Create(prepared), *summary_writes([(None, prepared)]), Create(draft)]
        self.store.commit(writes)

    @property
    def looking(self) -> dict[str, Any]:
        return {"stores": self.stores, "clock": self.clock, "judge": self.judge}

    def item(self, name: str) -> Interaction:
        stored = self.store.get(Interaction, name)
        assert stored is not None
        return stored.value

    def change(self, name: str, **changes: Any) -> None:
        stored = self.store.get(Interaction, name)
        assert stored is not None
        self.store.commit([replace_item(stored.value, **changes)])

    def start(self, wish: BulkWish) -> Bulk:
        return start_bulk(SELLER, wish, stores=self.stores, queue=self.queue, clock=self.clock)

    def undo(self, bulk: Bulk) -> Bulk:
        return undo_bulk(SELLER, bulk.id, stores=self.stores, queue=self.queue, clock=self.clock)

    def read(self, bulk: Bulk) -> Bulk:
        return read_bulk(SELLER, bulk.id, stores=self.stores)

    def work(self, stores: Stores | None = None, reach: Callable[..., None] | None = None) -> None:
        """Everything that lies in the queue of jobs."""
        behind = stores or self.stores
        options = {"reach": reach} if reach else {}
        worker = bulk_worker(
            stores=behind, queue=self.queue, clock=self.clock, judge=self.judge, **options
        )
        for task in [one for one in self.queue.waiting if one.queue == "jobs"]:
            run_job(
                SELLER,
                task.payload["job"],
                workers={JobKind.BULK: worker},
                stores=behind,
                queue=self.queue,
                clock=self.clock,
            )

    def replies(self) -> list[Reply]:
        return [stored.value for stored in self.store.find(Query(kind=Reply))]


def with_draft(item: Interaction, text: str) -> tuple[Interaction, Draft]:
    basis = basis_of(item)
    mark = DraftMark(id="1", basis=basis, method=Method.TEMPLATE.value, made_at=NOON)
    draft = Draft(
        id="1",
        interaction=item.id,
        text=text,
        method=Method.TEMPLATE,
        model="",
        prompt_version="",
        basis=basis,
        made_at=NOON,
    )
    return replace(item, ai=replace(item.ai, draft=mark)), draft


def replace_item(item: Interaction, **changes: Any) -> Any:
    return Put(replace(item, **changes))


def reviews(count: int) -> list[Interaction]:
    return [
        make_item(Channel.REVIEW, f"R{number}", created_at=NOON - timedelta(minutes=number))
        for number in range(count)
    ]


def wish_for(
    items: Sequence[Interaction], action: BulkAction = BulkAction.SEND, **facts: Any
) -> BulkWish:
    draft = "1" if action is BulkAction.SEND else ""
    lines = tuple(
        BulkLine(interaction=InteractionId(item.id), revision=item.revision, draft=draft)
        for item in items
    )
    known: dict[str, Any] = {"action": action, "lines": lines, "client_request_id": "one"}
    return BulkWish(**known | facts)
