"""Operations of Firestore per use case, counted in fixed scenarios."""

from datetime import timedelta

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.summary import InboxSummary
from shared.usecases.draft_reply import draft_reply
from shared.usecases.link_thread import link_thread
from tests.benchmark.numbers import Figures
from tests.builders import SELLER
from tests.functions.api import make_world
from tests.reply_bench import Bench
from tests.sync_bench import SyncBench

NEW = 100


def count_operations() -> Figures:
    """What arrives, what is written, what is sent, and what an open tab asks for."""
    return {
        **_count_arrivals(),
        **_count_drafts(),
        **_count_links(),
        **_count_replies(),
        **_count_polls(),
    }


def _count_arrivals() -> Figures:
    """A hundred reviews in a cabinet that is known; then a round in which nothing is new."""
    bench = SyncBench()
    bench.settle()
    for number in range(NEW):
        bench.cabinet.add_review(text=f"Отзыв {number}")
    bench.later(minutes=10)
    bill = bench.counting.bill
    bill.clear()
    bench.settle()
    writes, summaries = bill.writes, bill.writes[InboxSummary]
    figures = {
        "writes_per_item": writes[Interaction] / NEW,
        "writes_per_item_with_sync": round(writes.total() / NEW, 3),
        "reads_per_item_with_sync": round(bill.reads.total() / NEW, 3),
        "summary_writes_per_run": float(summaries),
    }
    bench.later(minutes=10)
    bench.sync()
    bench.drain()
    bench.later(minutes=10)
    bill.clear()
    bench.sync()
    return figures | {"quiet_sync_writes": float(bill.writes.total())}


def _count_drafts() -> Figures:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bill = bench.counting.bill
    _write_draft(bench, item)
    again = bench.add_item(Channel.REVIEW, external_id="R-again")
    bill.clear()
    _write_draft(bench, again)
    return {
        "draft_writes": float(bill.writes.total()),
        "draft_reads": float(bill.reads.total()),
    }


def _write_draft(bench: Bench, item: InteractionId) -> None:
    writers, cards = [TemplateWriter()], MemoryCards()
    draft_reply(SELLER, item, stores=bench.stores, writers=writers, cards=cards, clock=bench.clock)


def _count_links() -> Figures:
    bench = Bench()
    bench.add_item(Channel.REVIEW, external_id="R1")
    child = bench.add_item(Channel.REVIEW, external_id="R2", parentFeedbackId="R1")
    bill = bench.counting.bill
    bill.clear()
    link_thread(SELLER, child, stores=bench.stores, clock=bench.clock)
    return {
        "link_item_writes": float(bill.writes[Interaction]),
        "link_writes": float(bill.writes.total()),
        "link_reads": float(bill.reads.total()),
    }


def _count_replies() -> Figures:
    """From the click to the receipt, on the channel that costs most."""
    writes, commits, reads = [], [], []
    for channel in Channel:
        bench = Bench()
        item = bench.add_item(channel)
        bench.cabinet.visible_after = timedelta(seconds=20)
        bill = bench.counting.bill
        bill.clear()
        reply = bench.approve(item)
        bench.clock.advance(timedelta(seconds=10))
        bench.dispatch(reply)
        bench.clock.advance(timedelta(seconds=30))
        bench.ingest(channel, bench.item(item).source.external_id)
        bench.dispatch(reply)
        writes.append(float(bill.writes.total()))
        commits.append(float(bill.commits))
        reads.append(float(bill.reads.total()))
    return {
        "reply_writes": max(writes),
        "reply_commits": max(commits),
        "reply_reads": max(reads),
    }


def _count_polls() -> Figures:
    """An open tab that asks whether anything is new, and nothing is."""
    world = make_world()
    browser = world.seller()
    since = browser.get("/inbox", view="all").get_json()["since"]
    path = f"/inbox/changes?since={since}"
    browser.get(path)
    world.bill().clear()
    browser.get(path)
    return {"poll_reads": float(world.bill().reads.total())}
