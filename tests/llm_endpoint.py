"""A chat completions endpoint on this machine that answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

KEY = "key"
Answer = Callable[[dict[str, Any]], Response]


@dataclass
class LLMEndpoint:
    """Its address, what it answers from now on, and the bodies that it received."""

    answer: Answer
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: Request) -> Response:
        if request.path != "/v1/chat/completions":
            return Response("no such path", status=404)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return Response("unknown key", status=401)
        body: dict[str, Any] = request.get_json()
        self.asked.append(body)
        return self.answer(body)


@contextmanager
def serve_llm(answer: Answer) -> Iterator[LLMEndpoint]:
    """Serve on a free port until the block ends."""
    endpoint = LLMEndpoint(answer)
    server = make_server("127.0.0.1", 0, Request.application(endpoint), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def completion(content: object) -> Response:
    """What a model says, in the form of the chat completions API."""
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content},
    }
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return Response(json.dumps(body), content_type="application/json")


def suggestion(text: str) -> Response:
    """A completion that suggests an answer."""
    return completion(json.dumps({"answer": text}, ensure_ascii=False))
