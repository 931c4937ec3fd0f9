"""A seller's program: speaks to the public API alone, and repeats what got no answer."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from infra.chaos.ground import Ground
from infra.local.ports import HOST
from infra.local.seed import EMAIL, PASSWORD

CHANNELS = ("review", "question", "chat")
FINAL = frozenset({"confirmed", "answered_elsewhere", "attention", "failed", "cancelled"})
_PATIENCE_S = 90.0
_PAUSE_S = 0.2


class NoAnswer(Exception):
    """The API did not answer well for as long as a patient seller waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """What the API has said yes to."""

    reply: str
    channel: str
    text: str
    is_edit: bool = False


@dataclass
class Shop:
    """The seeded seller, signed in."""

    ground: Ground
    approved: list[Approved] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeated: int = 0
    token: str = ""

    def __post_init__(self) -> None:
        """Through the relay: answers to a seller get lost as well."""
        origin = self.ground.stack.addresses.origin
        self._http = httpx.Client(
            base_url=f"http://{HOST}:{self.ground.before_api.port}",
            headers={"Origin": origin, "X-Requested-With": "inbox"},
            timeout=40,
            trust_env=False,
        )
        self._lock = threading.Lock()

    def sign_in(self) -> None:
        """Stay signed in for the whole run."""
        self._ask("POST", "/auth/login", {"email": EMAIL, "password": PASSWORD})

    def connect(self) -> None:
        """Connect the cabinet with a new token, as after one was withdrawn."""
        query = {"scopes": "feedbacks,chats,returns", "type": "service"}
        answer = self.ground.wb.get("/_control/token", params=query).raise_for_status()
        self.token = answer.json()["token"]
        self._ask("PUT", "/cabinet", {"wb_token": self.token})

    def rows(self, channel: str, view: str = "attention") -> Iterator[dict[str, Any]]:
        """What waits for an answer, or what has one."""
        cursor: dict[str, str] = {}
        while True:
            query = {"view": view, "channel": channel, "limit": "100", **cursor}
            page = self._ask("GET", f"/inbox?{httpx.QueryParams(query)}").json()
            yield from page["items"]
            if not page["next_cursor"]:
                return
            cursor = {"cursor": page["next_cursor"]}

    def approve(self, row: dict[str, Any], text: str, key: str, *, is_edit: bool = False) -> None:
        """Approve one text, or one change of an answer; the same key goes with every repetition."""
        body = {
            "text": text,
            "text_hash": sha256(text.encode()).hexdigest(),
            "client_request_id": key,
            "confirm": True,
            **({"reason": "Опечатка"} if is_edit else {}),
        }
        method = "PUT" if is_edit else "POST"
        path = f"/interactions/{row['id']}"
        for _ in range(5):
            seen = self._ask("GET", path).json()
            body["revision"] = seen["row"]["revision"]
            answer = self._ask(method, f"{path}/reply", body, also=(409,))
            if answer.status_code == httpx.codes.ACCEPTED:
                one = Approved(
                    reply=answer.json()["id"], channel=row["channel"], text=text, is_edit=is_edit
                )
                with self._lock:
                    self.approved.append(one)
                return
        with self._lock:
            self.refused.append(answer.text)

    def look_at(self, reply: str) -> dict[str, Any] | None:
        """A reply as the API shows it; None when it knows none."""
        answer = self._ask("GET", f"/replies/{reply}", also=(404,))
        shown: dict[str, Any] = answer.json()
        return shown if answer.status_code == httpx.codes.OK else None

    def _ask(
        self, method: str, path: str, body: Any = None, also: tuple[int, ...] = ()
    ) -> httpx.Response:
        """Repeat exactly the same until there is an answer."""
        until = time.monotonic() + _PATIENCE_S
        last = ""
        while time.monotonic() < until:
            try:
                answer = self._http.request(method, f"/api{path}", json=body)
                if answer.is_success or answer.status_code in also:
                    return answer
                last = f"{answer.status_code} {answer.text[:200]}"
            except httpx.TransportError as error:
                last = type(error).__name__
            self.repeated += 1
            time.sleep(_PAUSE_S)
        raise NoAnswer(f"{method} {path}: {last}")
