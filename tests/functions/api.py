"""The inbox API in one process: memory behind it, and browsers that check every answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse, encode_multipart

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.passwords import CountingSecrets, QuickHasher
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.counting import CountingStores
from shared.domain.errors import RetryLater
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.entrypoint.api.chapters import find_row
from shared.entrypoint.api.openapi import make_document
from shared.entrypoint.api.outside import Outside
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.serve import handle_request
from shared.ports import Create
from shared.usecases.move_item import summary_writes
from tests.builders import NOON
from tests.judges import sure_judge
from tests.stores import embedded_stores

ORIGIN = "https://inbox.example"
PASSWORD = "vitrina-2026"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
DOCUMENT = make_document(ROUTES)
_NAME = "urn:inbox-api"
_REGISTRY: Registry = Registry().with_resource(
    _NAME, Resource.from_contents(DOCUMENT, default_specification=DRAFT202012)
)


@dataclass
class World:
    """Everything behind the API, at hand for a test."""

    clock: FixedClock
    counting: CountingStores
    marketplaces: MemoryMarketplaces
    vault: MemoryVault
    queue: MemoryTaskQueue
    hasher: QuickHasher
    cards: MemoryCards
    outside: Outside
    slept: list[float] = field(default_factory=list)

    def app(self, outside: Outside | None = None) -> flask.Flask:
        app = flask.Flask("inbox")
        behind = outside or self.outside

        @app.route("/", defaults={"path": ""}, methods=METHODS)
        @app.route("/<path:path>", methods=METHODS)
        def serve(path: str) -> flask.Response:
            return handle_request(flask.request, behind)

        return app

    def visitor(self, address: str = "203.0.113.7", outside: Outside | None = None) -> "Browser":
        return Browser(self.app(outside).test_client(), address)

    def seller(self, email: str = "seller@example.com", name: str = "Лавка") -> "Browser":
        browser = self.visitor()
        answer = browser.post(
            "/auth/register", {"email": email, "password": PASSWORD, "name": name}
        )
        assert answer.status_code == 201, answer.text
        browser.seller = SellerId(answer.get_json()["seller"]["id"])
        return browser

    def put(self, seller: SellerId, *items: Interaction) -> None:
        """Store items as ingestion would, counts included."""
        store = self.counting.of_seller(seller)
        for item in items:
            store.commit([Create(item), *summary_writes([(None, item)])])

    def bill(self) -> Any:
        return self.counting.bill

    def pass_time(self, **period: float) -> None:
        self.clock.advance(timedelta(**period))


def make_world(**changes: Any) -> World:
    clock = FixedClock(NOON)
    counting = CountingStores(embedded_stores())
    marketplaces, vault = MemoryMarketplaces(clock), MemoryVault()
    queue, hasher, cards = MemoryTaskQueue(clock), QuickHasher(), MemoryCards()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(timedelta(seconds=seconds))

    outside = Outside(
        stores=counting,
        marketplaces=marketplaces,
        vault=vault,
        queue=queue,
        clock=clock,
        ids=CountingIds(),
        secrets=CountingSecrets(),
        hasher=hasher,
        photos=cards,
        files=MemoryFiles(),
        sleep=sleep,
        cursor_keys=("a-key-for-tests",),
        origins=frozenset({ORIGIN}),
        project="inbox-test",
        judge=sure_judge(),
    )
    outside = replace(outside, **changes)
    return World(clock, counting, marketplaces, vault, queue, hasher, cards, outside, slept)


class DownQueue(MemoryTaskQueue):
    """Takes nothing."""

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        raise RetryLater("nobody takes tasks")


class Browser:
    """The app's own page: keeps the cookie, sends the headers, checks answers by the document."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client = client
        self.address = address
        self.seller = SellerId("")

    @property
    def token(self) -> str:
        cookie = self.client.get_cookie("__Host-session", "localhost")
        assert cookie is not None
        return cookie.value

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, **query: Any
    ) -> TestResponse:
        return self.ask("GET", path, headers=headers, query=query)

    def post(self, path: str, body: Any = None) -> TestResponse:
        return self.ask("POST", path, body=body)

    def form(
        self, path: str, form: MultiDict[str, Any], headers: Mapping[str, str | None] | None = None
    ) -> TestResponse:
        """Post a form as a browser packs it."""
        boundary, data = encode_multipart(form)
        sent = {
            "Origin": ORIGIN,
            "X-Requested-With": "inbox",
            "X-Forwarded-For": self.address,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        } | dict(headers or {})
        return self.send("POST", path, data, sent)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
        query: dict[str, Any] | None = None,
    ) -> TestResponse:
        data = None if body is None else json.dumps(body)
        sent: dict[str, str | None] = {
            "Origin": ORIGIN,
            "X-Requested-With": "inbox",
            "X-Forwarded-For": self.address,
            "Content-Type": None if body is None else "application/json",
        } | dict(headers or {})
        return self.send(method, path, data, sent, query)

    def send(
        self,
        method: str,
        path: str,
        data: str | bytes | None,
        headers: Mapping[str, str | None],
        query: dict[str, Any] | None = None,
    ) -> TestResponse:
        known = {name: value for name, value in headers.items() if value is not None}
        if query:
            path = f"{path}?{urlencode(query)}"
        response = self.client.open(
            f"/api{path}",
            method=method,
            data=data,
            headers=known,
            base_url="https://localhost",
        )
        check_answer(method, f"/api{path.partition('?')[0]}", response)
        return response


def check_answer(method: str, path: str, response: TestResponse) -> None:
    """Every answer is one that the document knows, body included, and that servers can send."""
    assert all(value.isascii() and value.isprintable() for value in response.headers.values())
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.status_code == 404 or method == "HEAD":
        return
    if response.status_code == 405:
        assert response.content_type == "application/problem+json"
        return
    row, _ = find_row(method, path)
    steps = ["paths", row.path, method.lower(), "responses", str(response.status_code)]
    described = DOCUMENT
    for step in steps:
        assert step in described, f"the document does not know {steps}"
        described = described[step]
    if "$ref" in described:
        steps = ["components", "responses", described["$ref"].rpartition("/")[2]]
        described = DOCUMENT["components"]["responses"][steps[2]]
    content = described.get("content")
    if content is None:
        assert not response.data
        return
    kinds = (str(response.mimetype), f"{str(response.mimetype).partition('/')[0]}/*", "*/*")
    kind = next((one for one in kinds if one in content), "")
    assert kind, response.content_type
    if kind.endswith("/*"):
        return
    pointer = "/".join(escape(step) for step in [*steps, "content", kind, "schema"])
    validator = Draft202012Validator(
        {"$ref": f"{_NAME}#/{pointer}"},
        registry=_REGISTRY,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    validator.validate(response.get_json())


def escape(step: str) -> str:
    pointed = step.replace("~", "~0").replace("/", "~1")
    return pointed.replace("{", "%7B").replace("}", "%7D")


def problem(response: TestResponse) -> tuple[int, str]:
    body = response.get_json()
    assert response.mimetype == "application/problem+json"
    assert body["status"] == response.status_code
    assert body["trace_id"]
    return response.status_code, body["code"]


def fields(response: TestResponse) -> Iterable[str]:
    return [one["field"] for one in response.get_json()["errors"]]
