"""The model's endpoint is a real HTTP server here; whatever it answers, drafts stay words."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from shared.adapters.openai_writer import OpenAIWriter
from shared.adapters.template_writer import TemplateWriter
from shared.domain.draft import Method
from shared.domain.errors import Malformed, Unavailable
from shared.domain.interaction import Channel
from tests.builders import make_item

Answer = Callable[[dict[str, object]], Response]


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A chat completions endpoint on a free port and the bodies it received."""
    asked: list[dict[str, object]] = []

    @Request.application
    def app(request: Request) -> Response:
        assert request.path == "/v1/chat/completions"
        assert request.headers["Authorization"] == "Bearer key"
        asked.append(request.get_json())
        return answer(asked[-1])

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def completion(content: object) -> Response:
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content},
    }
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return Response(json.dumps(body), content_type="application/json")


def test_a_suggestion_becomes_a_signed_draft() -> None:
    with serving(lambda _: completion('{"answer": "Спасибо за отзыв!", "send": true}')) as (
        url,
        asked,
    ):
        written = OpenAIWriter(url, "key", "m").write(make_item(text="Супер"), [], None, "Пример")

    assert written.text == "Спасибо за отзыв!\nС уважением, Пример"
    assert (written.method, written.model) == (Method.LLM, "m")
    (body,) = asked
    assert body["response_format"] == {"type": "json_object"}
    assert "tools" not in body
    assert "Супер" in json.dumps(body, ensure_ascii=False)


def test_a_code_fence_around_the_json_is_forgiven() -> None:
    with serving(lambda _: completion('```json\n{"answer": "Спасибо!"}\n```')) as (url, _):
        written = OpenAIWriter(url, "key", "m").write(make_item(), [], None, "")

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
    with serving(lambda _: completion(content)) as (url, _), pytest.raises(Malformed):
        OpenAIWriter(url, "key", "m").write(make_item(), [], None, "")


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
    with serving(lambda _: response) as (url, _), pytest.raises(Malformed):
        OpenAIWriter(url, "key", "m").write(make_item(), [], None, "")


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_error_is_asked_once_and_means_unavailable(status: int) -> None:
    with serving(lambda _: Response("no", status=status)) as (url, asked):
        with pytest.raises(Unavailable):
            OpenAIWriter(url, "key", "m").write(make_item(), [], None, "")

        assert len(asked) == 1


def test_a_slow_model_is_not_waited_for() -> None:
    def answer(_: dict[str, object]) -> Response:
        time.sleep(1)
        return completion('{"answer": "Спасибо!"}')

    with serving(answer) as (url, _), pytest.raises(Unavailable):
        OpenAIWriter(url, "key", "m", timeout_s=0.2).write(make_item(), [], None, "")


def test_nobody_listening_means_unavailable() -> None:
    with pytest.raises(Unavailable):
        OpenAIWriter("http://127.0.0.1:9/v1", "key", "m").write(make_item(), [], None, "")


def test_templates_say_that_they_are_templates() -> None:
    written = TemplateWriter().write(make_item(Channel.REVIEW), [], None, "Пример")

    assert written.method is Method.TEMPLATE
    assert written.model == ""
    assert "Пример" in written.text
