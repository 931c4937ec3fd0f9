"""What every answer wears, whatever its status: headers of safety, and no word of the inside."""

import io
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

import httpx
from werkzeug.test import TestResponse

from infra.site_headers import SECURITY_HEADERS
from shared.domain.errors import Unavailable
from tests.functions.api import PASSWORD, Browser, make_world
from tests.functions.broken_stores import BrokenStores
from tests.security.attack import Attack, spread
from tests.security.ground import (
    OWNER,
    TEXT,
    Ground,
    as_json,
    assert_nothing_foreign,
    take_ground,
)


def _error_answers() -> Mapping[str, Callable[[], TestResponse]]:
    def owner() -> Browser:
        return take_ground().owner

    def seen() -> str:
        return str(owner().get("/inbox").headers["ETag"])

    wrong = {"email": "x@example.com", "password": "x" * 20}
    return {
        "200": lambda: owner().get("/auth/me"),
        "304": lambda: owner().get("/inbox", headers={"If-None-Match": seen()}),
        "400": lambda: owner().send("POST", "/checks", b"{", as_json()),
        "401": lambda: take_ground().world.visitor().get("/auth/me"),
        "403": lambda: owner().ask("POST", "/sync", headers={"Origin": None}),
        "404": lambda: owner().get("/none"),
        "405": lambda: owner().ask("PUT", "/inbox"),
        "412": lambda: owner().ask("POST", "/settings/general/reset"),
        "413": lambda: owner().send("POST", "/checks", b"x" * 200_000, as_json()),
        "415": lambda: owner().send("POST", "/checks", b"{}", as_json("text/plain")),
        "422": lambda: owner().get("/inbox", limit="x"),
        "429": lambda: _guess_too_often(wrong),
        "500": lambda: _broken(ZeroDivisionError("КАНАРЕЙКА7")),
    }


def _guess_too_often(body: dict[str, str]) -> TestResponse:
    visitor = make_world().visitor()
    for _ in range(12):
        answer = visitor.post("/auth/login", body)
    return answer


def _broken(error: Exception) -> TestResponse:

    world = make_world()
    broken = world.visitor(outside=replace(world.outside, stores=BrokenStores(error)))
    broken.client.set_cookie("__Host-session", "a" * 43, domain="localhost", secure=True)
    return broken.get("/auth/me")


def _headers(status: str) -> None:
    answer = _error_answers()[status]()
    assert str(answer.status_code) == status
    headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    age = int(headers["Strict-Transport-Security"].partition("=")[2].partition(";")[0])
    assert age >= 365 * 86_400
    assert "includeSubDomains" in headers["Strict-Transport-Security"]
    assert "Server" not in headers
    if status != "200":
        assert_nothing_foreign(answer)


POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "blob:"},
    "connect-src": {"'self'"},
    "font-src": {"'self'"},
    "manifest-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'", "'self'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
}


def _policy(directive: str) -> None:
    """Each directive allows what is listed here and nothing more."""
    policy = {
        name: set(values.split())
        for part in SECURITY_HEADERS["Content-Security-Policy"].split(";")
        for name, _, values in [part.strip().partition(" ")]
    }
    assert policy[directive]
    assert policy[directive] <= POLICY[directive]
    assert not set(policy) - set(POLICY)


_INSIDE = "zyablik13 /srv/inbox/shared 10.0.0.1"
ERRORS: Mapping[str, Exception] = {
    "a missing key": KeyError(_INSIDE),
    "a file": FileNotFoundError(2, "No such file", _INSIDE),
    "a timeout": TimeoutError(_INSIDE),
    "a database": sqlite3.OperationalError(_INSIDE),
    "a number": ZeroDivisionError(_INSIDE),
    "a value": ValueError(_INSIDE),
    "an assertion": AssertionError(_INSIDE),
    "a depth": RecursionError(_INSIDE),
    "a full memory": MemoryError(_INSIDE),
    "a network": httpx.ConnectError(_INSIDE),
    "a refused right": PermissionError(_INSIDE),
    "what is not JSON": json.JSONDecodeError(_INSIDE, "{", 0),
    "the store is away": Unavailable(_INSIDE),
}
PARTS: Mapping[str, Callable[[Browser, Ground], TestResponse]] = {
    "stores": lambda one, _: one.get("/auth/me"),
    "hasher": lambda one, _: one.post("/auth/login", {"email": OWNER, "password": PASSWORD}),
    "secrets": lambda one, _: one.post("/auth/login", {"email": OWNER, "password": PASSWORD}),
    "marketplaces": lambda one, at: one.ask(
        "PUT", "/cabinet", body={"wb_token": at.foreign["wb_token"]}
    ),
    "vault": lambda one, at: one.ask("PUT", "/cabinet", body={"wb_token": at.foreign["wb_token"]}),
    "files": lambda one, at: one.get(f"/files/{at.foreign['file']}"),
    "photos": lambda one, at: one.get(f"/photos/{at.foreign['photo']}"),
    "judge": lambda one, at: one.post(
        "/checks", {"interaction_id": at.foreign["interaction"], "text": TEXT}
    ),
    "queue": lambda one, _: one.post("/sync", {}),
}


class Broken:
    """Something outside that fails whatever it is asked for."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, _: str) -> Any:
        raise self._error


def _fails(case: tuple[str, Exception]) -> None:
    """Whatever fails, wherever: the answer and the log have a name for it, and nothing else."""
    part, error = case
    ground = take_ground()
    outside = ground.world.outside
    broken: Any = BrokenStores(error) if part == "stores" else Broken(error)
    browser = ground.world.visitor(outside=replace(outside, **{part: broken}))
    browser.client.set_cookie("__Host-session", ground.owner.token, domain="localhost", secure=True)
    printed = io.StringIO()
    with redirect_stdout(printed):
        answer = PARTS[part](browser, ground)
    assert answer.status_code >= 400, answer.status_code
    assert answer.get_json()["trace_id"]
    said = answer.get_data(as_text=True) + str(answer.headers) + printed.getvalue()
    assert "zyablik13" not in said
    told = answer.get_data(as_text=True)
    assert not [word for word in ("Traceback", type(error).__name__, "shared/") if word in told]


def _failures() -> Mapping[str, tuple[str, Exception]]:
    stores = {f"the store fails: {name}": ("stores", error) for name, error in ERRORS.items()}
    parts = {f"the {part} fails": (part, RuntimeError(_INSIDE)) for part in PARTS}
    return stores | parts


ATTACKS: tuple[Attack, ...] = (
    *spread("content-policy", _policy, {directive: directive for directive in POLICY}),
    *spread("silent-errors", _fails, _failures()),
    *spread("safety-headers", _headers, {status: status for status in _error_answers()}),
)
