"""What other pages, forms and tools try: forged origins, planted cookies, odd paths and methods."""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from http.cookies import SimpleCookie
from typing import Any

from infra.local.gateway import StaticSite
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Access, Route
from shared.entrypoint.api.shapes.base import Nothing
from tests.functions.api import ORIGIN, PASSWORD, make_world, problem
from tests.security.attack import Attack, single, spread
from tests.security.ground import OWNER, as_json, assert_nothing_foreign, take_ground
from tests.security.matrix import ENTRIES, call

Headers = Mapping[str, str | None]
FORGED: Mapping[str, Headers] = {
    "no origin": {"Origin": None},
    "origin null": {"Origin": "null"},
    "a suffix": {"Origin": "https://inbox.example.evil"},
    "user info": {"Origin": "https://inbox.example@evil"},
    "a subdomain": {"Origin": "https://app.inbox.example"},
    "plain http": {"Origin": "http://inbox.example"},
    "a slash": {"Origin": f"{ORIGIN}/"},
    "a port": {"Origin": f"{ORIGIN}:8443"},
    "upper case": {"Origin": ORIGIN.upper()},
    "no mark of script": {"X-Requested-With": None},
    "another mark": {"X-Requested-With": "XMLHttpRequest"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "a typed address": {"Sec-Fetch-Site": "none"},
    "a referrer instead": {"Origin": None, "Referer": f"{ORIGIN}/app/"},
}
ORIGINS = (
    "https://evil.example",
    "null",
    "https://inbox.example.evil",
    "https://evil-inbox.example",
    "https://inbox.example@evil",
    "https://sub.inbox.example",
    "http://inbox.example",
    "https://inbox.example:444",
    "file://",
    "https://inbox.example%00.evil",
    "https://INBOX.example",
    "https://inbox.example",
)
UNSAFE = [row for row in ROUTES if row.method != "GET" and row.name in ENTRIES]


def _forge(case: tuple[Route, Headers]) -> None:
    row, headers = case
    ground = take_ground()
    before = ground.snapshot()
    answer = call(ground.owner, row, ground.foreign, headers=headers)
    assert problem(answer) == (403, "csrf")
    assert ground.snapshot() == before


def _cross_origin(origin: str) -> None:
    ground = take_ground()
    for method in ("GET", "OPTIONS"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "DELETE"}
        answer = ground.owner.ask(method, "/inbox", headers=asked)
        granted = [name for name, _ in answer.headers.items() if name.startswith("Access-Control-")]
        assert not granted


def _cookie(made: str) -> None:
    """What is no session of ours is nobody, and breaks nothing."""
    ground = take_ground()
    world = ground.world
    client = world.app().test_client(use_cookies=False)
    answer = client.get("/api/auth/me", headers={"Cookie": made.format(token=ground.owner.token)})
    assert answer.status_code == 401
    assert_nothing_foreign(answer)


COOKIES = {
    "none": "",
    "two of a name": "__Host-session={token}; __Host-session={token}",
    "planted beside": "__Host-session=" + "a" * 43 + "; __Host-session={token}",
    "the plain name": "session={token}",
    "another case": "__host-session={token}",
    "huge": "__Host-session=" + "a" * 20_000,
    "many": "; ".join(f"c{n}=x" for n in range(2000)),
    "not ASCII": "__Host-session=ы",
    "quoted": '__Host-session="{token}x"',
    "a suffix": "__Host-session={token}A",
    "a path": "__Host-session=../../users",
    "a comma": "__Host-session={token},{token}",
}


def _fixation() -> None:
    """A cookie planted before a sign-in is worth nothing after it."""
    world = make_world()
    world.seller(OWNER)
    victim = world.visitor()
    planted = "p" * 43
    victim.client.set_cookie("__Host-session", planted, domain="localhost", secure=True)
    answer = victim.post("/auth/login", {"email": OWNER, "password": PASSWORD})
    assert answer.status_code == 200
    assert victim.token != planted
    thief = world.visitor()
    thief.client.set_cookie("__Host-session", planted, domain="localhost", secure=True)
    assert thief.get("/auth/me").status_code == 401


def _cookie_flags() -> None:
    world = make_world()
    body = {"email": OWNER, "password": PASSWORD, "name": "Лавка"}
    answer = world.visitor().post("/auth/register", body)
    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).items()
    name, morsel = cookie
    assert name == "__Host-session"
    assert (morsel["secure"], morsel["httponly"]) == (True, True)
    assert (morsel["samesite"], morsel["path"], morsel["domain"]) == ("Lax", "/", "")
    assert morsel.value not in answer.get_data(as_text=True)


def _token_in_answers(row: Route) -> None:
    """The session's token is in the cookie alone, and no line of the log has it."""
    ground = take_ground()
    token = ground.owner.token
    printed = io.StringIO()
    with redirect_stdout(printed):
        answer = call(ground.owner, row, ground.foreign)
    assert '"route"' in printed.getvalue()
    assert token not in printed.getvalue()
    assert token not in answer.get_data(as_text=True)
    assert token not in str([v for k, v in answer.headers.items() if k != "Set-Cookie"])


def _reading(row: Route) -> None:
    """Neither a GET nor a HEAD changes a document, whatever a header asks for."""
    ground = take_ground()
    before = ground.snapshot()
    overrides = {
        "X-HTTP-Method-Override": "DELETE",
        "X-HTTP-Method": "DELETE",
        "X-Method-Override": "PUT",
    }
    call(ground.owner, row, ground.foreign, headers=overrides)
    assert _but_wishes(ground.snapshot()) == _but_wishes(before)


def _but_wishes(documents: Mapping[tuple[str, ...], Any]) -> Mapping[tuple[str, ...], Any]:
    """A look at a file wishes for it, and a look at the inbox for a quick sync, by design."""
    wishes = ("fetched_files", "sessions", "sync", "shards")
    return {path: data for path, data in documents.items() if not set(wishes) & set(path)}


def _posted_override(method: str) -> None:
    ground = take_ground()
    before = ground.snapshot()
    headers = {"X-HTTP-Method-Override": method}
    answer = ground.owner.ask("POST", "/inbox/counts", headers=headers)
    assert problem(answer) == (405, "method_not_allowed")
    assert ground.snapshot() == before


def _claimed_identity(headers: Headers) -> None:
    ground = take_ground()
    answer = ground.world.visitor().get("/auth/me", headers=headers)  # type: ignore[arg-type]
    assert problem(answer) == (401, "unauthenticated")


IDENTITIES: Mapping[str, Headers] = {
    "IAP": {"X-Goog-Authenticated-User-Email": f"accounts.google.com:{OWNER}"},
    "IAP token": {"X-Goog-IAP-JWT-Assertion": "x.y.z"},
    "Cloud Tasks": {"X-CloudTasks-TaskName": "t", "X-CloudTasks-QueueName": "q"},
    "App Engine": {"X-Appengine-User-Email": OWNER, "X-AppEngine-QueueName": "q"},
    "proxy user": {"X-Forwarded-User": OWNER, "X-Remote-User": OWNER},
    "bearer": {"Authorization": "Bearer x"},
    "basic": {"Authorization": "Basic a2FuYXJlamthN0BleGFtcGxlLmNvbTp2aXRyaW5hLTIwMjY="},
    "tenant": {"X-Tenant": "seller", "X-User-Id": "seller"},
    "local address": {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    "client certificate": {"X-Forwarded-Client-Cert": "Subject=admin"},
    "original address": {"X-Original-URL": "/api/health", "X-Rewrite-URL": "/api/health"},
}


def _host(headers: Headers) -> None:
    answer = take_ground().world.visitor().get("/none", headers=headers)  # type: ignore[arg-type]
    assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)


HOSTS: Mapping[str, Headers] = {
    "Host": {"Host": "evil.example"},
    "forwarded host": {"X-Forwarded-Host": "evil.example"},
    "Forwarded": {"Forwarded": "host=evil.example;proto=http"},
    "a port": {"Host": "evil.example:99"},
    "forwarded prefix": {"X-Forwarded-Prefix": "//evil.example"},
}

HIDDEN = (
    "/.env",
    "/.git/config",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%252f..%252fetc/passwd",
    "/app/../../../etc/passwd",
    "/app/%5c..%5c..%5cetc",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/docs",
    "/metrics",
    "/debug",
    "/debug/pprof",
    "/admin",
    "/health/db",
    "/actuator/env",
    "/server-status",
    "/swagger.json",
    "/openapi.yaml",
    "/package.json",
    "/src/main.tsx",
    "/app/assets/main.js.map",
    "//evil.example/%2f..",
    "/%00",
    "/error-test",
)


def _hidden_api(path: str) -> None:
    answer = take_ground().owner.get(path)
    assert answer.status_code in (404, 405)
    assert "Location" not in answer.headers


def _hidden_site(path: str) -> None:
    from werkzeug.test import Client

    from tests.architecture.imports import ROOT

    answer = Client(StaticSite(ROOT / "web" / "public")).get(path)
    assert answer.status_code == 404
    assert "Location" not in answer.headers


REDIRECTS = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "https://evil.example",
    "/%09/evil.example",
)


def _redirect(target: str) -> None:
    """No route takes an address to go to, so none can be led elsewhere."""
    ground = take_ground()
    for name in ("next", "return", "redirect", "url", "continue"):
        body = {"email": OWNER, "password": PASSWORD}
        answer = ground.world.visitor().ask("POST", "/auth/login", body=body, query={name: target})
        assert answer.status_code == 422
        assert "Location" not in answer.headers


MEDIA_TYPES = {
    "none": None,
    "text": "text/plain",
    "a form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data; boundary=x",
    "utf-16": "application/json;charset=utf-16",
    "an option": "application/json; x=y",
    "jsonp": "application/jsonp",
    "xml": "application/xml",
    "two": "application/json, text/plain",
}


def _media_type(case: tuple[Route, str | None]) -> None:
    row, kind = case
    ground = take_ground()
    before = ground.snapshot()
    entry = ENTRIES[row.name]
    data = json.dumps(entry.body(ground.foreign) if entry.body else {"x": 1})
    path = row.path.format(id=ground.foreign["interaction"])
    answer = ground.owner.send(row.method, path, data, {**as_json(), "Content-Type": kind})
    assert problem(answer) == (415, "unsupported_media_type")
    assert ground.snapshot() == before


def _methods(method: str) -> None:
    for path in ("/inbox", "/auth/login", "/replies/x"):
        answer = take_ground().owner.ask(method, path)
        assert answer.status_code in (404, 405)


_WITH_BODY = [row for row in UNSAFE if row.body is not Nothing and not row.takes_file]
_SIGNED_IN = [row for row in ROUTES if row.access is Access.SIGNED_IN and row.name in ENTRIES]


def _by_route(rows: list[Route], cases: Mapping[str, Any]) -> dict[str, Any]:
    """All routes meet the first technique; the others rotate, so that each meets several."""
    names = list(cases)
    picked = {}
    for number, row in enumerate(rows):
        for step in (0, 1):
            technique = names[(number + step * 7) % len(names)]
            picked[f"{row.method} {row.path}: {technique}"] = (row, cases[technique])
    return picked


_LOGIN = {
    f"{name} {technique}": (row, headers)
    for name in ("login", "logout", "register")
    for row in [next(one for one in ROUTES if one.name == name)]
    for technique, headers in list(FORGED.items())[:6]
}

ATTACKS: tuple[Attack, ...] = (
    *single("cookie-flags", "a cookie that script or another site could have", _cookie_flags),
    *single("fresh-sessions", "a planted cookie", _fixation),
    *spread("token-in-cookie", _token_in_answers, {f"{r.method} {r.path}": r for r in _SIGNED_IN}),
    *spread("own-page", _forge, _by_route(UNSAFE, FORGED)),
    *spread("json-alone", _media_type, _by_route(_WITH_BODY, MEDIA_TYPES)),
    *spread(
        "harmless-reading",
        _reading,
        {f"{r.method} {r.path}": r for r in ROUTES if r.method == "GET"},
    ),
    *spread(
        "harmless-reading", _posted_override, {f"override {m}": m for m in ("GET", "DELETE", "PUT")}
    ),
    *spread("forced-sign-in", _forge, _LOGIN),
    *spread("no-other-origin", _cross_origin, {origin: origin for origin in ORIGINS}),
    *spread("planted-cookies", _cookie, COOKIES),
    *spread("no-redirects", _redirect, {target: target for target in REDIRECTS}),
    *spread("served-paths", _hidden_api, {f"api {path}": path for path in HIDDEN}),
    *spread(
        "served-paths", _hidden_site, {f"site {path}": path for path in HIDDEN if path.isascii()}
    ),
    *spread("empty-claims", _methods, {m: m for m in ("TRACE", "OPTIONS")}),
    *spread("empty-claims", _host, HOSTS),
    *spread("empty-claims", _claimed_identity, IDENTITIES),
)
