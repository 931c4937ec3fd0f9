"""`make bench-backtest`: how long the trial of a policy over 3 000 reviews takes, twice alike."""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from infra.figures import Bar, report_figures
from infra.wb_simulator.generator.catalog import make_products
from infra.wb_simulator.generator.reviews import make_review
from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.wildberries.reading import WBReader
from shared.domain.automatic.backtest import MOST_REVIEWS, Backtest
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.guard.judging import Judge
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import JobKind
from shared.domain.meaning.understand import understand_item
from shared.domain.queue import has_content
from shared.domain.understanding import Understanding
from shared.ports import Create, Stores
from shared.usecases.backtest_policy import read_backtest, start_backtest
from shared.usecases.replay_past import backtest_worker
from shared.usecases.run_job import run_job
from tests.builders import NOON, SELLER, settle_item
from tests.stores import embedded_stores

DAYS, SEED = 365, 7
PER_COMMIT = 100
BARS: dict[str, Bar] = {
    "reviews": (">=", MOST_REVIEWS),
    "backtest_s": ("<=", 600),
    "differences": ("<=", 0),
}


def main() -> int:
    """Try one policy twice over the same reviews, each time with nothing remembered."""
    items = list(make_items(MOST_REVIEWS))
    started = time.monotonic()
    first = try_policy(items)
    taken = time.monotonic() - started
    second = try_policy(items)
    figures = {
        "reviews": float(first.reviews),
        "backtest_s": round(taken, 1),
        "send": float(first.send),
        "hold": float(first.hold),
        "block": float(first.block),
        "differences": float(first != second),
    }
    return 0 if report_figures("backtest", figures, BARS) else 1


def make_items(count: int) -> Iterator[Interaction]:
    """Reviews with words or tags, as the simulator's buyers write them, read by the rules."""
    chance, reader = random.Random(SEED), WBReader()
    products = make_products(chance, "Пример")
    made = 0
    while made < count:
        at = (NOON - timedelta(minutes=150 * made)).timestamp()
        body = make_review(chance.choice(products), chance, at, NOON.timestamp())
        moment = datetime.fromtimestamp(at, UTC)
        source = reader.parse_item(Channel.REVIEW, body, moment).source
        if has_content(source):
            made += 1
            item = settle_item(Channel.REVIEW, source)
            yield replace(item, ai=understand_item(Channel.REVIEW, source, Understanding()))


def try_policy(items: list[Interaction]) -> Backtest:
    """The whole report, made slice by slice as the job does."""
    stores, clock = embedded_stores(), FixedClock(NOON)
    queue = MemoryTaskQueue(clock)
    _fill(stores, items)
    judge = Judge(BundledEmbedder().embed)
    policy = AutoPolicy(enabled=True, sample=10)
    start = partial(start_backtest, SELLER, policy, days=DAYS, seed=SEED)
    report = start(stores=stores, queue=queue, clock=clock)
    (task,) = queue.waiting
    workers = {JobKind.BACKTEST: backtest_worker(stores=stores, clock=clock, judge=judge)}
    while report.finished_at is None:
        run_job(
            SELLER, task.payload["job"], workers=workers, stores=stores, queue=queue, clock=clock
        )
        report = read_backtest(SELLER, report.id, stores=stores)
    return report


def _fill(stores: Stores, items: list[Interaction]) -> None:
    store = stores.of_seller(SELLER)
    for at in range(0, len(items), PER_COMMIT):
        store.commit([Create(item) for item in items[at : at + PER_COMMIT]])


if __name__ == "__main__":
    sys.exit(main())
