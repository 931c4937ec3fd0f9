"""Whatever a model's endpoint does, a draft is there within the time, by templates at worst."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.wrappers import Response

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.openai_writer import OpenAIWriter
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.claims.claim import ClaimVerdict
from shared.domain.drafts.draft import Draft, Severity
from shared.domain.interaction import Channel
from shared.domain.products.card import Card, Characteristic
from shared.ports import Query
from shared.usecases.draft_reply import draft_reply
from tests.builders import SELLER
from tests.llm_endpoint import KEY, Answer, completion, serve_llm, suggestion
from tests.reply_bench import Bench

WITHIN_S = 0.6
GOOD = "Спасибо за вопрос! Состав — хлопок 95 %, эластан 5 %. Приятных покупок!"
LIE = "Спасибо за вопрос! Ткань мягкая: шерсть 50 %, носить приятно. Приятных покупок!"
CARD_LINES = (Characteristic(name="Состав", value="хлопок 95%, эластан 5%"),)


def refusal() -> Response:
    choice = {"message": {"content": None, "refusal": "I cannot help"}, "finish_reason": "stop"}
    body = {"object": "chat.completion", "choices": [choice]}
    return Response(json.dumps(body), content_type="application/json")


def cut_words() -> Response:
    choice = {"message": {"content": '{"answer": "Спасибо за'}, "finish_reason": "length"}
    body = {"object": "chat.completion", "choices": [choice]}
    return Response(json.dumps(body), content_type="application/json")


def drip() -> Response:
    def drops() -> Iterator[bytes]:
        for _ in range(40):
            time.sleep(0.1)
            yield b" "

    return Response(drops(), content_type="application/json")


def slow(_: dict[str, Any]) -> Response:
    time.sleep(1.5)
    return suggestion(GOOD)


TROUBLES: dict[str, Answer] = {
    "a time-out": slow,
    "drops without end": lambda _: drip(),
    "malformed JSON": lambda _: completion('{"answer": '),
    "too many requests": lambda _: Response("slow down", status=429),
    "a refusal": lambda _: refusal(),
    "words cut off": lambda _: cut_words(),
    "a server's error": lambda _: Response("no", status=500),
    "a broken completion": lambda _: Response(
        '{"choices": [{"mess', content_type="application/json"
    ),
}


def draft_by(url: str, bench: Bench) -> Draft:
    item = bench.add_item(Channel.QUESTION, text="Какой состав ткани?")
    nm_id = bench.item(item).source.product.nm_id
    cards = MemoryCards([Card(nm_id=nm_id, name="Футболка", characteristics=CARD_LINES)])
    draft_reply(
        SELLER,
        item,
        stores=bench.stores,
        writers=[OpenAIWriter(url, KEY, "m", timeout_s=WITHIN_S), TemplateWriter()],
        cards=cards,
        clock=bench.clock,
    )
    (stored,) = bench.plain.of_seller(SELLER).find(Query(kind=Draft, within=(item,)))
    return stored.value


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Dictionaries and clients are loaded once per process, before anybody counts seconds."""
    with serve_llm(lambda _: suggestion(GOOD)) as llm:
        for _ in range(2):
            draft_by(llm.url, Bench())


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_ends_in_a_template_within_the_time(trouble: str) -> None:
    with serve_llm(TROUBLES[trouble]) as llm:
        begun = time.monotonic()
        draft = draft_by(llm.url, Bench())
        took = time.monotonic() - begun

    assert draft.method == "template"
    assert draft.reasons == ("failed",)
    assert took < 2 * WITHIN_S + 1
    assert len(llm.asked) <= 2


@contextmanager
def serve_cut() -> Iterator[str]:
    """A server that promises a long body and hangs up in the middle."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                try:
                    one, _ = listening.accept()
                except TimeoutError:
                    continue
                with one:
                    one.recv(65536)
                    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    one.sendall(head + b"Content-Length: 5000\r\n\r\n" + b'{"choices": [')

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        finally:
            stopped.set()
            thread.join()


def test_a_stream_that_is_cut_ends_in_a_template() -> None:
    with serve_cut() as url:
        draft = draft_by(url, Bench())

    assert (draft.method, draft.reasons) == ("template", ("failed",))


def test_a_model_that_keeps_failing_rests_and_nobody_waits_for_it() -> None:
    bench = Bench()
    with serve_llm(TROUBLES["too many requests"]) as llm:
        drafts = [draft_by(llm.url, bench) for _ in range(5)]

        assert len(llm.asked) == 3

    assert [one.reasons for one in drafts] == [("failed",)] * 3 + [("resting",)] * 2


def test_a_good_answer_arrives_with_what_the_card_says_of_it() -> None:
    with serve_llm(lambda _: suggestion(GOOD)) as llm:
        draft = draft_by(llm.url, Bench())

    assert (draft.method, draft.reasons) == ("llm", ())
    assert {one.verdict for one in draft.claims} == {ClaimVerdict.CONFIRMED}
    assert {one.field for one in draft.claims} == {"Состав"}
    assert [(one.quote, one.covered) for one in draft.asks] == [("Какой состав ткани", True)]


def test_an_invented_composition_is_blocked_with_the_line_of_the_card() -> None:
    with serve_llm(lambda _: suggestion(LIE)) as llm:
        draft = draft_by(llm.url, Bench())

    (finding,) = [one for one in draft.findings if one.rule == "contradicted_claim"]
    assert finding.severity is Severity.BLOCK
    assert "Состав — хлопок 95%" in finding.message
    assert draft.text[finding.start : finding.end] == "шерсть"
