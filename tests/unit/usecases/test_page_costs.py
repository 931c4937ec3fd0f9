"""What a page costs in reads and writes stays within what its line is judged by."""

from shared.adapters.store.counting import CountingStores
from shared.domain.sync.category import Category
from shared.usecases.ingest_page import IngestReport, ingest_page
from tests.builders import SELLER
from tests.sync_bench import SyncBench


class BilledBench(SyncBench):
    """Notes for each page its operations in percent of the bar."""

    def __init__(self) -> None:
        super().__init__()
        self.shares: list[int] = []

    def ingest(self, page_id: str) -> IngestReport:
        stores = CountingStores(self.plain)
        report = ingest_page(
            SELLER,
            page_id,
            stores=stores,
            item_reader=self.wb,
            queue=self.tasks,
            clock=self.worker_clock,
        )
        bill = stores.bill
        costs = report.costs(bill.reads.total(), bill.writes.total())
        self.shares.append(costs["bar_pct"])
        return report


def test_pages_of_reviews_stay_below_the_bar() -> None:
    bench = BilledBench()
    for _ in range(100):
        bench.cabinet.add_review(text="Хорошо")
    bench.settle()
    bench.later(minutes=10)
    bench.cabinet.add_review(text="Плохо, порвалось")
    bench.settle()

    assert len(bench.shares) == 2
    assert max(bench.shares) <= 100
    # A hundred items read or written twice would be seen.
    assert bench.shares[0] > 90


def test_pages_of_chats_stay_below_the_bar() -> None:
    bench = BilledBench()
    chats = [bench.cabinet.open_chat(text="Где заказ?") for _ in range(5)]
    bench.later(minutes=1)
    bench.settle(Category.CHAT)
    for chat in chats:
        bench.later(seconds=5)
        bench.cabinet.say(chat, "Ау?")
    bench.later(minutes=1)
    bench.settle(Category.CHAT)

    assert len(bench.shares) == 2
    assert max(bench.shares) <= 100


def test_a_page_that_comes_again_costs_its_reads_alone() -> None:
    bench = BilledBench()
    for _ in range(20):
        bench.cabinet.add_review(text="Хорошо")
    bench.sync()
    (page,) = [task.payload["page"] for task in bench.queue.waiting if task.queue == "ingest"]

    for _ in range(2):
        bench.ingest(page)

    assert max(bench.shares) <= 100
