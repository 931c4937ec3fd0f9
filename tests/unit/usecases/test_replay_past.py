"""The past is tried as if it arrived today: read with vectors, which are made once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.embedder import MemoryEmbedder
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.wildberries.reading import WBReader
from shared.domain.automatic.backtest import MOST_WORST, Backtest
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.interaction import Answer, Channel, Interaction
from shared.domain.jobs import Job, JobKind, JobState
from shared.domain.queue import has_content
from shared.ports import Create, Embedder, Query, Stores
from shared.usecases.backtest_policy import read_backtest, start_backtest
from shared.usecases.replay_past import DEAF_WAIT, MOST_DEAF, PAGE, backtest_worker
from shared.usecases.run_job import read_job, run_job
from tests.builders import NOON, SELLER, make_item, settle_item
from tests.judges import sure_judge
from tests.wb_openapi import require_folder

POLICY = AutoPolicy(enabled=True, sample=0)
MOST_REAL = 40
GLAD = (
    "Отличная футболка, очень довольна, спасибо!",
    "Прекрасное качество, рекомендую всем",
    "Всё супер, быстрая доставка, спасибо продавцу",
)
SAD = "Всё супер, но молния сломалась на второй день"
HIDDEN = "Цвет как на фото. Прислали грязную вещь, пришлось стирать"


@cache
def bundled() -> Embedder:
    return BundledEmbedder()


@dataclass
class Past:
    """A seller's answered reviews, and whoever tries a policy on them."""

    items: Sequence[Interaction]
    embedder: Embedder | None = None
    stores: Stores = field(default_factory=EmbeddedStores)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))

    def __post_init__(self) -> None:
        self.queue = MemoryTaskQueue(self.clock)
        self.store = self.stores.of_seller(SELLER)
        self.store.commit([Create(item) for item in self.items])

    def begin(self, policy: AutoPolicy = POLICY) -> Backtest:
        return start_backtest(
            SELLER,
            policy,
            days=365,
            seed=7,
            stores=self.stores,
            queue=self.queue,
            clock=self.clock,
        )

    def work(self) -> Job:
        """One slice of the newest job."""
        worker = backtest_worker(
            stores=self.stores, clock=self.clock, judge=sure_judge(), embedder=self.embedder
        )
        name = self.queue.waiting[-1].payload["job"]
        known = {JobKind.BACKTEST: worker}
        run_job(SELLER, name, workers=known, stores=self.stores, queue=self.queue, clock=self.clock)
        return read_job(SELLER, name, stores=self.stores)

    def report(self, policy: AutoPolicy = POLICY) -> Backtest:
        begun = self.begin(policy)
        while self.work().state is not JobState.DONE:
            self.clock.advance(DEAF_WAIT)
        return read_backtest(SELLER, begun.id, stores=self.stores)

    def kept(self) -> list[Interaction]:
        found = self.store.find(Query(kind=Interaction, limit=1000))
        return [one.value for one in found]


def reviews(*texts: str, rating: int = 5) -> list[Interaction]:
    return [
        make_item(
            external_id=f"R{number:03}",
            text=text,
            rating=rating,
            answer=Answer(text="Спасибо вам за отзыв!"),
            created_at=NOON - timedelta(hours=number + 1),
        )
        for number, text in enumerate(texts)
    ]


def test_answered_praise_is_as_sure_as_praise_that_waits() -> None:
    items = reviews(*GLAD, SAD, HIDDEN)

    by_rules, by_meaning = Past(items).report(), Past(items, bundled()).report()

    assert (by_rules.send, by_rules.reasons["unsure"]) == (0, 5)
    assert by_meaning.send == len(GLAD)
    assert by_meaning.compared == len(GLAD)
    assert by_meaning.hold + by_meaning.block == 2
    assert by_meaning.reasons["mixed"] == 1


def test_a_vector_is_made_once_and_stays_with_its_review() -> None:
    embedder = MemoryEmbedder()
    items = reviews(*GLAD, GLAD[0])
    past = Past(items, embedder)

    past.report()
    past.report(replace(POLICY, confidence=90))

    assert sorted(embedder.asked) == sorted(GLAD)
    assert all(one.ai.embedding is not None for one in past.kept())
    before = {one.id: one for one in items}
    for one in past.kept():
        assert replace(one, ai=replace(one.ai, embedding=None)) == before[one.id]


def test_who_makes_vectors_is_waited_for() -> None:
    embedder = MemoryEmbedder()
    past = Past(reviews(*GLAD), embedder)
    embedder.is_down = True
    begun = past.begin()

    job = past.work()
    early = read_backtest(SELLER, begun.id, stores=past.stores)
    embedder.is_down = False
    past.clock.advance(DEAF_WAIT)

    assert (job.state, early.reviews) == (JobState.RUNNING, 0)
    assert past.work().state is JobState.DONE
    assert len(embedder.asked) == len(GLAD)


def test_who_stays_out_is_done_without_as_in_ingestion() -> None:
    embedder = MemoryEmbedder()
    embedder.is_down = True
    past = Past(reviews(*["Хорошо"] * (PAGE + 1)), embedder)
    past.begin()

    slices = 1
    while past.work().state is not JobState.DONE:
        past.clock.advance(DEAF_WAIT)
        slices += 1

    assert slices == MOST_DEAF + 1


def test_real_reviews_are_told_apart() -> None:
    path = require_folder("INBOX_SHARED_DATA", "../shared/data") / "feedbacks-official-300.json"
    reader = WBReader()
    sources = [
        reader.parse_item(Channel.REVIEW, raw, NOON).source for raw in json.loads(path.read_text())
    ]
    told = [one for one in sources if has_content(one)][:MOST_REAL]
    items = [
        settle_item(Channel.REVIEW, replace(one, created_at=NOON - timedelta(hours=number + 1)))
        for number, one in enumerate(told)
    ]

    past = Past(items, bundled())
    first, again = past.report(), Past(past.kept(), MemoryEmbedder()).report()

    assert first == again
    assert first.reviews == first.send + first.hold + first.block == MOST_REAL
    assert first.send >= MOST_REAL // 4
    assert first.block >= sum((one.rating or 0) < 4 for one in told)
    assert first.compared == first.send
    scores = [one.score for one in first.worst]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == min(MOST_WORST, first.send)
    assert all(one.answer for one in first.worst)
