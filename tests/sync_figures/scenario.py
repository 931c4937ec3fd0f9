"""A seller with 7 000 items connects: what the first sync costs, and every one after it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from time import process_time
from typing import Any

from infra.wb_simulator.generator.plan import Plan
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.jobs import JobState
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Delete, Patch
from shared.usecases.run_job import read_job
from tests.builders import SELLER
from tests.sync_bench import SellerBench
from tests.sync_figures.cabinet import Arrived, Cabinet
from tests.sync_figures.clocks import WorkClock

START = datetime(2026, 11, 18, 9, tzinfo=UTC)
PAGE = 1000
# WB API documentation: three calls a second, six at once.
BURST, INTERVAL, ALLOWANCE = 6, 0.333, 1.0
TEN, LOST = 10, 100
FROM_CABINET = "Спасибо, ответили из кабинета"
BROKEN_CURSOR = 10**14
LISTS = (Channel.REVIEW, Channel.QUESTION)


class Shop(SellerBench):
    """The seller in front of the simulator: syncing takes time, and ingestion has its own."""

    def __init__(self, plan: Plan, *, page_size: int = PAGE) -> None:
        self.clock = WorkClock(START)
        self.cabinet = Cabinet(plan, self.clock.now, self._answer_at_once)
        super().__init__(self.clock, self.cabinet.wb, page_size=page_size)
        self.ingest_seconds = 0.0
        self.connect_token(self.cabinet.issue_token("feedbacks"))

    def _answer_at_once(self, bring: Any) -> Any:
        with self.clock.still():
            return bring()

    def settle(self) -> list[Arrived]:
        """One sync with all that follows; what WB saw of it."""
        before = len(self.cabinet.arrived)
        self.tasks.enqueue(
            "sync",
            {"seller": SELLER, "category": Category.FEEDBACKS.value},
            key=self.ids.new(),
        )
        self.drain(timedelta(hours=1))
        return self.cabinet.arrived[before:]

    def drain(self, limit: timedelta) -> None:
        """Run tasks as they become due."""
        end = self.clock.now() + limit
        handlers = self.handlers | {"sync": self._sync, "ingest": self._ingest}
        while (due := self.queue.next_due()) is not None and due <= end:
            self.clock.wait_until(due)
            self.queue.run_due(handlers)

    def later(self, minutes: float) -> None:
        self.clock.wait_until(self.clock.now() + timedelta(minutes=minutes))

    def _sync(self, payload: Any) -> None:
        with self.clock.working():
            self.sync(Category(payload["category"]))

    def _ingest(self, payload: Any) -> None:
        """Another instance does this at the same time."""
        began = process_time()
        self.ingest(payload["page"])
        self.ingest_seconds += process_time() - began


@dataclass(frozen=True, slots=True)
class Differences:
    """How the store differs from the cabinet."""

    missing: int
    duplicated: int
    stale: int


def compare_items(shop: Shop) -> Differences:
    """Look at every item on both sides."""
    truth, items = shop.cabinet.truth(), shop.items()
    stored = shop.documents()
    now = shop.clock.now()
    stale = 0
    for (channel, name), raw in truth.items():
        found = shop.wb.parse_item(channel, raw, now).source
        stale += name in items and items[name].source.content_hash != found.content_hash
    names = {name for _, name in truth}
    return Differences(
        missing=len(names - items.keys()),
        duplicated=len(stored) - len(items.keys() & names),
        stale=stale,
    )


def measure_scenario(
    reviews: int = 5000, questions: int = 2000, *, seed: int = 1, page_size: int = PAGE
) -> dict[str, float]:
    """All figures of one seller's first days."""
    plan = Plan(reviews=reviews, questions=questions, chats=0, claims=0, seed=seed)
    shop, dice = Shop(plan, page_size=page_size), Random(seed)
    return {
        **first_sync(shop),
        **quiet_sync(shop),
        **ten_new(shop),
        **cabinet_answers(shop, dice),
        **lost_items(shop, dice),
    }


def first_sync(shop: Shop) -> dict[str, float]:
    """From an empty store to everything."""
    pages = [ceil(length / shop.page_size) for length in shop.cabinet.sizes().values()]
    least = sum(pages) + len(pages)
    calls = shop.settle()
    found = compare_items(shop)
    took = (calls[-1].at - calls[0].at).total_seconds()
    items = len(shop.items())
    return {
        "items": items,
        "items_missing": found.missing,
        "items_duplicated": found.duplicated,
        "items_stale": found.stale,
        "wb_calls": len(calls),
        "wb_calls_least": least,
        "wb_pages": sum(pages),
        "wb_calls_ratio": round(len(calls) / least, 3),
        "wall_seconds": round(took, 2),
        "wall_ratio": round(took / ((len(calls) - BURST) * INTERVAL + ALLOWANCE), 3),
        "stored_items_per_second": round(items / shop.ingest_seconds),
    }


def quiet_sync(shop: Shop) -> dict[str, float]:
    """Nothing is new."""
    shop.later(minutes=10)
    shop.counting.bill.clear()
    calls = shop.settle()
    return {
        "quiet_calls": len(calls),
        "quiet_calls_per_pass": max(Counter(one.read for one in calls).values()),
        "quiet_item_writes": item_writes(shop),
    }


def ten_new(shop: Shop) -> dict[str, float]:
    """Ten buyers have written."""
    shop.later(minutes=10)
    quiet = len(shop.settle())
    shop.later(minutes=10)
    names = {shop.cabinet.add(LISTS[number % 2], f"Новое {number}") for number in range(TEN)}
    shop.counting.bill.clear()
    calls = shop.settle()
    return {
        "ten_new_stored": len(names & shop.items().keys()),
        "ten_new_extra_calls": len(calls) - quiet,
        "ten_new_item_writes": item_writes(shop),
    }


def cabinet_answers(shop: Shop, dice: Random) -> dict[str, float]:
    """Staff has answered ten items past the product."""
    shop.later(minutes=10)
    waiting = [one for one in shop.documents() if one.queue.needs_response]
    ten = dice.sample(sorted(waiting, key=lambda one: one.id), TEN)
    for one in ten:
        shop.cabinet.answer(one.channel, one.source.external_id, FROM_CABINET)
    shop.later(minutes=1)
    calls = shop.settle()
    after = shop.items()
    return {
        "cabinet_answers_noticed": sum(is_noticed(after[one.source.external_id]) for one in ten),
        "cabinet_answers_calls": len(calls),
    }


def is_noticed(item: Interaction) -> bool:
    """The seller sees the answer, and nobody is asked to write another."""
    answer = item.source.answer
    return answer is not None and answer.text == FROM_CABINET and not item.queue.needs_response


def lost_items(shop: Shop, dice: Random) -> dict[str, float]:
    """A hundred documents and the cursors are lost; a full sync is asked for."""
    shop.later(minutes=10)
    before = sorted(shop.documents(), key=lambda one: one.id)
    lost = dice.sample(before, LOST)
    shop.store.commit([Delete(Interaction, (one.id,)) for one in lost])
    for channel in LISTS:
        place = f"channels.{channel.value}.cursor"
        shop.store.commit([Patch(SyncState, (Category.FEEDBACKS.value,), {place: BROKEN_CURSOR})])
    shop.counting.bill.clear()
    asked = shop.ask_for_all(Category.FEEDBACKS)
    assert asked is not None
    shop.drain(timedelta(hours=6))
    job = read_job(SELLER, asked.job, stores=shop.plain)
    found = compare_items(shop)
    names = {interaction_id(one.channel, one.source.external_id) for one in lost}
    return {
        "restored_items": len(names & {one.id for one in shop.documents()}),
        "restored_differences": found.missing + found.duplicated + found.stale,
        "full_sync_done": int(job.state is JobState.DONE),
        "full_sync_item_writes": item_writes(shop),
    }


def item_writes(shop: Shop) -> int:
    """Writes of items and their messages since the bill was cleared."""
    writes = shop.counting.bill.writes
    return writes[Interaction] + writes[Message]
