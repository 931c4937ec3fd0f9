"""A seller's browser without a browser: the public API over HTTP."""

import time
import uuid
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Self

import httpx

from infra.local.driver import RunningStack
from infra.local.seed import EMAIL, PASSWORD

PATIENCE_S = 60.0


class Seller:
    """The seeded seller of a running stack, signed in for as long as it is entered."""

    def __init__(self, stack: RunningStack) -> None:
        origin = stack.state["origin"]
        headers = {"Origin": origin, "X-Requested-With": "inbox"}
        self.http = httpx.Client(base_url=origin, headers=headers, timeout=40, trust_env=False)
        self.wb = httpx.Client(base_url=stack.state["simulator"], timeout=40, trust_env=False)
        self.queues = httpx.Client(base_url=stack.state["queues"], timeout=40, trust_env=False)

    def __enter__(self) -> Self:
        answer = self.http.post("/api/auth/login", json={"email": EMAIL, "password": PASSWORD})
        answer.raise_for_status()
        return self

    def __exit__(self, *_: object) -> None:
        for client in (self.http, self.wb, self.queues):
            client.close()

    def get(self, path: str, **params: Any) -> Any:
        return self.http.get(f"/api{path}", params=params).raise_for_status().json()

    def rows(self, view: str, **params: Any) -> Iterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        while True:
            page = self.get("/inbox", view=view, limit=100, **params, **cursor)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            cursor = {"cursor": page["next_cursor"]}

    def counts(self) -> dict[str, dict[str, int]]:
        views: dict[str, dict[str, int]] = self.get("/inbox/counts")["views"]
        return views

    def sync_now(self) -> None:
        """Ask for a sync; too soon, or without queues, it is left to the plan."""
        answer = self.http.post("/api/sync", json={})
        assert answer.status_code in (202, 429, 503), answer.text

    def queue(self, name: str) -> dict[str, int]:
        """Figures of one queue."""
        figures: dict[str, int] = self.queues.get("/queues").raise_for_status().json()[name]
        return figures

    def reply(self, item: dict[str, Any], text: str) -> httpx.Response:
        """Approve as the screen tells a seller to: look again once if the item has changed."""
        answer = self.reply_to_seen(item, text)
        if answer.status_code != httpx.codes.CONFLICT or answer.json()["code"] != "conflict":
            return answer
        return self.reply_to_seen(self.get(f"/interactions/{item['row']['id']}"), text)

    def reply_to_seen(self, item: dict[str, Any], text: str) -> httpx.Response:
        """Approve for the item exactly as it was seen."""
        return self.reply_as(item, text, uuid.uuid4())

    def reply_as(self, item: dict[str, Any], text: str, request: uuid.UUID) -> httpx.Response:
        """Approve under a name of the request's own, as a browser repeats it."""
        body = {
            "text": text,
            "text_hash": sha256(text.encode()).hexdigest(),
            "revision": item["row"]["revision"],
            "client_request_id": str(request),
            "confirm": True,
        }
        return self.http.post(f"/api/interactions/{item['row']['id']}/reply", json=body)

    def is_confirmed(self, reply: str) -> bool:
        return bool(self.get(f"/replies/{reply}")["state"] == "confirmed")

    def sendings_of(self, text: str) -> list[dict[str, Any]]:
        """Every write that WB received with this text, whatever became of it."""
        calls = self.wb.get("/_control/calls").raise_for_status().json()["calls"]
        writes = [call for call in calls if call["method"] in ("POST", "PATCH")]
        return [call for call in writes if text in str(call["body"])]


def wait_for(claim: Callable[[], Any], within_s: float = PATIENCE_S) -> Any:
    """Ask until the answer is true; the last answer fails the test."""
    deadline = time.monotonic() + within_s
    while True:
        answer = _try(claim)
        if answer or time.monotonic() > deadline:
            assert answer
            return answer
        time.sleep(0.25)


def _try(claim: Callable[[], Any]) -> Any:
    """A part that is just being started again refuses connections."""
    try:
        return claim()
    except httpx.TransportError:
        return None
