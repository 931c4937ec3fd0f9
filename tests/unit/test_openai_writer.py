"""The model's endpoint is a real HTTP server here; whatever it answers, drafts stay words."""

import json
import time
from typing import Any

import pytest
from werkzeug.wrappers import Response

from shared.adapters.writers.openai_writer import OpenAIWriter
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Method
from shared.domain.errors import Malformed, Unavailable
from shared.domain.interaction import Channel
from tests.builders import make_item
from tests.llm_endpoint import KEY, completion, serve_llm, suggestion


def test_a_suggestion_becomes_a_signed_draft() -> None:
    with serve_llm(lambda _: completion('{"answer": "Спасибо за отзыв!", "send": true}')) as llm:
        writer = OpenAIWriter(llm.url, KEY, "m")
        written = writer.write(make_item(text="Супер"), [], None, "Пример")

    assert written.text == "Спасибо за отзыв!\nС уважением, Пример"
    assert (written.method, written.model) == (Method.LLM, "m")
    (body,) = llm.asked
    assert body["response_format"] == {"type": "json_object"}
    assert "tools" not in body
    assert "Супер" in json.dumps(body, ensure_ascii=False)


def test_a_code_fence_around_the_json_is_forgiven() -> None:
    with serve_llm(lambda _: completion('```json\n{"answer": "Спасибо!"}\n```')) as llm:
        written = OpenAIWriter(llm.url, KEY, "m").write(make_item(), [], None, "")

    assert written.text == "Спасибо!"


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "Просто текст",
        '{"answer": ""}',
        '{"answer": 5}',
        '{"reply": "нет"}',
        json.dumps({"answer": "А" * 1_000_000}),
        '[{"action": "send"}]',
    ],
)
def test_what_is_no_suggestion_is_malformed(content: object) -> None:
    with serve_llm(lambda _: completion(content)) as llm, pytest.raises(Malformed):
        OpenAIWriter(llm.url, KEY, "m").write(make_item(), [], None, "")


@pytest.mark.parametrize(
    "response",
    [
        Response("<html>", content_type="text/html"),
        Response("{", content_type="application/json"),
        Response("[]", content_type="application/json"),
        Response('{"choices": []}', content_type="application/json"),
        Response('{"choices": null}', content_type="application/json"),
    ],
)
def test_an_answer_that_is_no_completion_is_malformed(response: Response) -> None:
    with serve_llm(lambda _: response) as llm, pytest.raises(Malformed):
        OpenAIWriter(llm.url, KEY, "m").write(make_item(), [], None, "")


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_error_is_asked_once_and_means_unavailable(status: int) -> None:
    with serve_llm(lambda _: Response("no", status=status)) as llm:
        with pytest.raises(Unavailable):
            OpenAIWriter(llm.url, KEY, "m").write(make_item(), [], None, "")

        assert len(llm.asked) == 1


def test_a_slow_model_is_not_waited_for() -> None:
    def answer(_: dict[str, Any]) -> Response:
        time.sleep(1)
        return suggestion("Спасибо!")

    with serve_llm(answer) as llm, pytest.raises(Unavailable):
        OpenAIWriter(llm.url, KEY, "m", timeout_s=0.2).write(make_item(), [], None, "")


def test_nobody_listening_means_unavailable() -> None:
    with pytest.raises(Unavailable):
        OpenAIWriter("http://127.0.0.1:9/v1", KEY, "m").write(make_item(), [], None, "")


def test_templates_say_that_they_are_templates() -> None:
    written = TemplateWriter().write(make_item(Channel.REVIEW), [], None, "Пример")

    assert written.method is Method.TEMPLATE
    assert written.model == ""
    assert "Пример" in written.text
