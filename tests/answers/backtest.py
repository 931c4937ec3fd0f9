"""`make bench-backtest`: how long the trial of a policy over 3 000 reviews takes, twice alike."""

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
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
from shared.domain.meaning.semantics import Vector
from shared.domain.meaning.understand import understand_item
from shared.domain.queue import has_content
from shared.domain.understanding import Understanding
from shared.ports import Create, Embedder, Query, Stores
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
    "send": (">=", MOST_REVIEWS // 10),
    "embedded_again": ("<=", 0),
    "differences": ("<=", 0),
}


def main() -> int:
    """Try one policy on reviews that nobody has embedded, then again on what that has left."""
    past, embedder = fill_store(make_items(MOST_REVIEWS)), CountingEmbedder()
    started = time.monotonic()
    first = try_policy(past, embedder)
    taken, embedded = time.monotonic() - started, embedder.count
    second = try_policy(fill_store(read_items(past)), embedder)
    figures = {
        "reviews": float(first.reviews),
        "backtest_s": round(taken, 1),
        "send": float(first.send),
        "hold": float(first.hold),
        "block": float(first.block),
        "embedded": float(embedded),
        "embedded_again": float(embedder.count - embedded),
        "differences": float(first != second),
    }
    return 0 if report_figures("backtest", figures, BARS) else 1


class CountingEmbedder(Embedder):
    """The bundled one, and how many texts it was given."""

    def __init__(self) -> None:
        self.count = 0
        self._inside = BundledEmbedder()

    @property
    def model(self) -> str:
        """The bundled one's."""
        return self._inside.model

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Embed and count."""
        self.count += len(texts)
        return self._inside.embed(texts)


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


def try_policy(stores: Stores, embedder: Embedder) -> Backtest:
    """The whole report, made slice by slice as the job does."""
    clock = FixedClock(NOON)
    queue = MemoryTaskQueue(clock)
    judge = Judge(BundledEmbedder().embed)
    policy = AutoPolicy(enabled=True, sample=10)
    start = partial(start_backtest, SELLER, policy, days=DAYS, seed=SEED)
    report = start(stores=stores, queue=queue, clock=clock)
    (task,) = queue.waiting
    worker = backtest_worker(stores=stores, clock=clock, judge=judge, embedder=embedder)
    workers = {JobKind.BACKTEST: worker}
    while report.finished_at is None:
        run_job(
            SELLER, task.payload["job"], workers=workers, stores=stores, queue=queue, clock=clock
        )
        report = read_backtest(SELLER, report.id, stores=stores)
    return report


def fill_store(items: Iterable[Interaction]) -> Stores:
    """A seller with nothing but these."""
    stores, every = embedded_stores(), list(items)
    store = stores.of_seller(SELLER)
    for at in range(0, len(every), PER_COMMIT):
        store.commit([Create(item) for item in every[at : at + PER_COMMIT]])
    return stores


def read_items(stores: Stores) -> Iterator[Interaction]:
    """All that are stored."""
    query = Query(kind=Interaction, limit=PER_COMMIT)
    while found := stores.of_seller(SELLER).find(query):
        yield from (one.value for one in found)
        query = replace(query, after=(found[-1].value.id,))


if __name__ == "__main__":
    sys.exit(main())
