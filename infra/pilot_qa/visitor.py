"""A seller's browser without a browser, and what its steps may raise."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Self

import httpx

_TIMEOUT_S = 30.0
_PAUSE_S = 0.5


class Wrong(Exception):
    """A step found what must not be; the message names no buyer and quotes nobody."""


class Skipped(Exception):
    """A step had nothing to look at, or was not asked for."""


class Visitor:
    """Signed in to one account for as long as it is entered."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.origin = url.rstrip("/")
        self._credentials = {"email": email, "password": password}
        self._http = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self) -> None:
        """Begin a session; a refusal is Wrong."""
        answer = self._http.post("/api/auth/login", json=self._credentials)
        if answer.is_error:
            raise Wrong(f"signing in is answered {answer.status_code}")

    def sign_out(self) -> None:
        """Leave no session behind, where there is anybody to tell."""
        with suppress(httpx.HTTPError):
            self._http.post("/api/auth/logout", json={})

    def stranger_gets(self, path: str) -> int:
        """The status that somebody without a session is answered."""
        with self._open() as nobody:
            return nobody.get(path).status_code

    def get(self, path: str, **query: Any) -> Any:
        """Read; anything but a good answer is Wrong."""
        answer = self._http.get(f"/api{path}", params=query)
        if answer.is_error:
            raise Wrong(f"GET {path} is answered {answer.status_code}")
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """Write; the step judges the answer."""
        return self._http.post(f"/api{path}", json=body)

    def rows(self, view: str, channel: str, most: int) -> Iterator[dict[str, Any]]:
        """A list's rows page by page, no more than `most`."""
        cursor: dict[str, str] = {}
        given = 0
        while given < most:
            page = self.get("/inbox", view=view, channel=channel, limit=50, **cursor)
            yield from page["items"][: most - given]
            given += len(page["items"])
            if not page["next_cursor"]:
                return
            cursor = {"cursor": page["next_cursor"]}

    def _open(self) -> httpx.Client:
        headers = {"Origin": self.origin, "X-Requested-With": "inbox"}
        return httpx.Client(
            base_url=self.origin, headers=headers, timeout=_TIMEOUT_S, trust_env=False
        )


def wait_until(look: Callable[[], Any], within_s: float, otherwise: str) -> Any:
    """Look again until there is something; Wrong when there never was."""
    deadline = time.monotonic() + within_s
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Wrong(otherwise)
        time.sleep(_PAUSE_S)
    return found
