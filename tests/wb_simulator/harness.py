"""An in-process simulator whose every answer is checked against the official OpenAPI."""

from typing import Any

import httpx

from infra.wb_simulator.app import create_app
from infra.wb_simulator.clock import Clock
from infra.wb_simulator.conduct import ConnectionDroppedError
from infra.wb_simulator.generator.plan import Plan, fill_world
from infra.wb_simulator.routes import COMMUNICATIONS
from infra.wb_simulator.store import MemoryStore, Store
from infra.wb_simulator.world import World
from tests.wb_openapi import BASE, check_response

NOON = 1_795_000_000.0
DOCUMENTED = {operation.path.split("{")[0] for operation in COMMUNICATIONS}


class FrozenTime:
    """Real time that moves only when a test says so."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class DroppingTransport(httpx.WSGITransport):
    """Shows a dropped connection as the error that a socket would give."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except ConnectionDroppedError as dropped:
            raise httpx.RemoteProtocolError("server disconnected", request=request) from dropped


class Marketplace:
    """A client of the simulator with a token, and the control API beside it."""

    def __init__(self, plan: Plan | None = None, store: Store | None = None) -> None:
        self.time = FrozenTime()
        self.world = World(Clock(self.time), store or MemoryStore())
        if not self.world.restore():
            fill_world(self.world, plan or Plan(items=0))
        self.http = httpx.Client(transport=DroppingTransport(create_app(self.world)), base_url=BASE)
        self.token = self.mint()

    def mint(self, **query: Any) -> str:
        return str(self.control("GET", "token", params=query)["token"])

    def control(self, method: str, path: str, **options: Any) -> Any:
        response = self.http.request(method, f"/_control/{path}", **options)
        assert response.status_code == 200, response.text
        return response.json()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One call with the token, checked against the OpenAPI where it has the path."""
        headers = {"Authorization": self.token} | options.pop("headers", {})
        response = self.http.request(method, path, headers=headers, **options)
        if any(response.request.url.path.startswith(path) for path in DOCUMENTED):
            check_response(response.request, response)
        return response

    def get(self, path: str, **params: Any) -> Any:
        response = self.send("GET", path, params=params)
        assert response.status_code == 200, response.text
        return response.json()

    def fault(self, kind: str, operation: str = "*", **fields: Any) -> None:
        self.control("POST", "faults", json={"kind": kind, "operation": operation} | fields)

    def add_review(self, **fields: Any) -> str:
        return str(self.control("POST", "reviews", json=fields)["id"])

    def add_question(self, **fields: Any) -> str:
        return str(self.control("POST", "questions", json=fields)["id"])

    def open_chat(self, **fields: Any) -> str:
        return str(self.control("POST", "chats", json=fields)["id"])

    def advance(self, seconds: float) -> None:
        self.time.now += seconds

    def reviews(self, *, answered: bool, take: int = 5000, skip: int = 0, **more: Any) -> Any:
        params = {"isAnswered": str(answered).lower(), "take": take, "skip": skip}
        return self.get("/api/v1/feedbacks", **params, **more)["data"]

    def review(self, review_id: str) -> Any:
        return self.get("/api/v1/feedback", id=review_id)["data"]

    def answer(self, review_id: str, text: str = "Спасибо за отзыв!") -> httpx.Response:
        body = {"id": review_id, "text": text}
        return self.send("POST", "/api/v1/feedbacks/answer", json=body)

    def edit(self, review_id: str, text: str) -> httpx.Response:
        body = {"id": review_id, "text": text}
        return self.send("PATCH", "/api/v1/feedbacks/answer", json=body)

    def question(self, question_id: str) -> Any:
        return self.get("/api/v1/question", id=question_id)["data"]

    def answer_question(self, question_id: str, text: str, state: str = "wbRu") -> httpx.Response:
        body = {"id": question_id, "answer": {"text": text}, "state": state}
        return self.send("PATCH", "/api/v1/questions", json=body)

    def chats(self) -> list[Any]:
        found: list[Any] = self.get("/api/v1/seller/chats")["result"]
        return found

    def events(self, after: int | None = None) -> Any:
        params = {} if after is None else {"next": after}
        return self.get("/api/v1/seller/events", **params)["result"]

    def write(self, sign: str, text: str | None, *files: tuple[str, bytes]) -> httpx.Response:
        """Every part goes as multipart, also without files."""
        parts: list[tuple[str, Any]] = [("replySign", (None, sign))]
        if text is not None:
            parts.append(("message", (None, text)))
        parts += [("file", (name, content)) for name, content in files]
        return self.send("POST", "/api/v1/seller/message", files=parts)

    def calls(self, operation: str = "*") -> list[Any]:
        found: list[Any] = self.control("GET", "calls", params={"operation": operation})["calls"]
        return found
