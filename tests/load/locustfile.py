"""What a seller's browser asks for, in the shares of a working day; run by Locust."""

import json
import os
import uuid
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

PEOPLE = cycle(json.loads(Path(os.environ["LOAD_SESSIONS"]).read_text()))
HEADERS = {"X-Requested-With": "inbox", "Content-Type": "application/json"}
ANSWER = "Здравствуйте! Спасибо, что написали нам, мы внимательно прочитали ваши слова."


class Seller(HttpUser):
    """One tab; lists sixty, details twenty, analytics fifteen, writes five and two approvals."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Come with a session, and remember what the lists show."""
        self.client.cookies.set("session", next(PEOPLE))
        self.client.headers.update(HEADERS | {"Origin": str(self.host)})
        self.rows = self._ask("opening", "/inbox?view=all&limit=50")["items"]
        self.chats = self._ask("opening", "/inbox?view=all&channel=chat&limit=50")["items"]
        waiting = self._ask("opening", "/inbox?view=attention&channel=review&limit=50")["items"]
        self.waiting = [row["id"] for row in waiting]
        self.turn = 0

    @task(20)
    def list_all(self) -> None:
        self._ask("list", "/inbox?view=all&limit=50")

    @task(15)
    def list_reviews(self) -> None:
        self._ask("list", "/inbox?view=all&channel=review&limit=50")

    @task(10)
    def list_questions(self) -> None:
        self._ask("list", "/inbox?view=all&channel=question&limit=50")

    @task(15)
    def list_chats(self) -> None:
        self._ask("list", "/inbox?view=all&channel=chat&limit=50")

    @task(10)
    def open_item(self) -> None:
        self._ask("item", f"/interactions/{self._next(self.rows)}")

    @task(5)
    def open_timeline(self) -> None:
        self._ask("timeline", f"/interactions/{self._next(self.rows)}/timeline")

    @task(5)
    def open_chat(self) -> None:
        self._ask("messages", f"/interactions/{self._next(self.chats)}/messages")

    @task(6)
    def see_quality(self) -> None:
        self._ask("quality", "/analytics/quality")

    @task(5)
    def see_history(self) -> None:
        self._ask("history", "/analytics/history")

    @task(2)
    def see_alerts(self) -> None:
        self._ask("alerts", "/analytics/alerts")

    @task(2)
    def see_readiness(self) -> None:
        self._ask("readiness", "/analytics/readiness")

    @task(2)
    def ask_draft(self) -> None:
        self._send("draft", f"/interactions/{self._next(self.rows)}/draft", {})

    @task(3)
    def ask_sync(self) -> None:
        self._send("sync", "/sync", {})

    @task(2)
    def approve(self) -> None:
        """Look, then send; what waits no more is somebody else's."""
        if not self.waiting:
            return
        item = self.waiting.pop()
        row = self._ask("item", f"/interactions/{item}")["row"]
        body = {
            "text": ANSWER,
            "text_hash": sha256(ANSWER.encode()).hexdigest(),
            "revision": row["revision"],
            "client_request_id": str(uuid.uuid4()),
            "confirm": True,
        }
        self._send("approve", f"/interactions/{item}/reply", body)

    def _next(self, rows: list[dict[str, Any]]) -> str:
        self.turn += 1
        return str(rows[self.turn % len(rows)]["id"])

    def _ask(self, name: str, path: str) -> Any:
        with self.client.get(f"/api{path}", name=name, catch_response=True) as answer:
            # A broken connection has no status, and asking whether it is well raises.
            if answer.status_code and answer.ok:
                answer.success()
                return answer.json()
            answer.failure(f"{answer.status_code} {answer.text[:200]}")
            return {"items": []}

    def _send(self, name: str, path: str, body: dict[str, Any]) -> None:
        """A refusal is an answer too; only what breaks is a failure, and an approval is taken."""
        with self.client.post(f"/api{path}", json=body, name=name, catch_response=True) as answer:
            status = answer.status_code
            if not status or status >= (400 if name == "approve" else 500):
                answer.failure(f"{answer.status_code} {answer.text[:200]}")
            else:
                answer.success()
