"""Which bodies the API takes, and what it says when something breaks."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openapi_spec_validator import validate

from shared.domain.errors import Malformed, MissingIndex, RateLimited, Rejected, Unavailable
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Route
from tests.builders import make_item
from tests.functions.api import DOCUMENT, ORIGIN, World, make_world, problem
from tests.functions.broken_stores import BrokenStores
from tests.functions.routes import (
    UNSAFE,
    WITH_BODY,
    body_of,
    call,
    fill,
    name_of,
    send,
)


def test_utf8_may_be_named() -> None:
    row = next(row for row in ROUTES if row.name == "login")
    body = json.dumps(body_of(row))

    assert (
        send(make_world().visitor(), row, body, "application/json; charset=UTF-8").status_code
        == 401
    )


DEEP = '{"a":' * 50 + "1" + "}" * 50


@pytest.mark.parametrize("row", WITH_BODY, ids=name_of)
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", {400}),
        (b"[]", {400}),
        (b'"text"', {400}),
        (b"null", {400}),
        (b'{"a": NaN}', {400}),
        (b'{"a": -Infinity}', {400}),
        (b'{"a": 1e309}', {400}),
        (b'{"a": 9223372036854775808}', {400}),
        (b'{"a": ' + b"9" * 5000 + b"}", {400}),
        (b'{"a": 1, "a": 2}', {400}),
        (b'{"a": "\\ud800"}', {400}),
        (b'{"\\udfff": 1}', {400}),
        (b'{"a": "\\u0000"}', {400}),
        (b'{"a": "\xff"}', {400}),
        (b'{"a": "\xc0\xaf"}', {400}),
        (b"\xef\xbb\xbf{}", {400}),
        (DEEP.encode(), {400}),
        (b"[" * 60_000, {400}),
        (json.dumps({str(n): n for n in range(300)}).encode(), {400}),
        (json.dumps({"a": [{str(n): n} for n in range(300)]}).encode(), {400}),
        (b'{"__proto__": {}}', {422}),
        (b'{"is_admin": true, "a.b": [1.5, null, false]}', {422}),
        (b'{"a": "\\\\\\"[[[[[[[[[[[[[[[[[[[[[[[[["}', {422}),
        (b'{"a": "' + b"x" * 70_000 + b'"}', {413}),
        (b"x" * 200_000, {413}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_hostile_bodies_are_refused_and_never_break(
    row: Route, body: bytes, expected: set[int]
) -> None:
    world = make_world()
    browser = world.seller()
    world.bill().clear()

    answer = send(browser, row, body, "application/json")

    assert answer.status_code in expected, answer.text
    assert world.bill().writes.total() == 0


@pytest.mark.parametrize("row", [row for row in UNSAFE if not row.takes_file], ids=name_of)
def test_unknown_fields_are_named_and_refused(row: Route) -> None:
    browser = make_world().seller()
    body = {**(body_of(row) or {}), "seller_id": "x", "role": "admin"}

    answer = browser.ask(row.method, fill(row), body=body)

    assert problem(answer) == (422, "invalid")
    unknown = {one["field"] for one in answer.get_json()["errors"]}
    assert unknown >= {"seller_id", "role"}


@pytest.mark.parametrize("row", WITH_BODY, ids=name_of)
@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}, "", "x" * 9000, ["a"], {"b": 1}])
def test_wrong_types_never_break(row: Route, value: Any) -> None:
    browser = make_world().seller()
    valid = body_of(row) or {}
    names = list(row.body.model_fields)

    for name in names:
        answer = browser.ask(row.method, fill(row), body={**valid, name: value})
        assert answer.status_code < 500 or answer.status_code == 503, answer.text


def test_a_compressed_body_is_not_unpacked() -> None:
    row = next(row for row in ROUTES if row.name == "login")
    headers = {"Content-Encoding": "gzip"}

    answer = send(make_world().visitor(), row, b"\x1f\x8b", "application/json", **headers)

    assert problem(answer) == (415, "unsupported_media_type")


def test_a_body_without_a_length_is_measured_as_it_comes() -> None:
    world = make_world()
    browser = world.visitor()
    row = next(row for row in ROUTES if row.name == "login")

    answer = browser.client.open(
        f"/api{row.path}",
        method="POST",
        input_stream=BytesIO(b'{"email": "' + b"x" * 100_000 + b'"}'),
        headers={"Origin": ORIGIN, "X-Requested-With": "inbox"},
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        base_url="https://localhost",
    )

    assert problem(answer) == (413, "too_large")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Unavailable("firestore is at 10.0.0.1"), 503, "unavailable"),
        (RateLimited(2.4), 429, "rate_limited"),
        (Malformed("a secret of WB"), 502, "upstream"),
        (MissingIndex("composite"), 500, "internal"),
        (Rejected("a secret of ours"), 500, "internal"),
        (ZeroDivisionError("a secret of ours"), 500, "internal"),
        (KeyError("a secret of ours"), 500, "internal"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_breaks_inside_is_not_told_outside(
    error: Exception, status: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world()
    browser = world.seller()
    broken = world.visitor(outside=replace(world.outside, stores=BrokenStores(error)))
    broken.client.set_cookie("__Host-session", browser.token, domain="localhost", secure=True)
    capsys.readouterr()

    answer = broken.ask("PUT", "/cabinet", body={"wb_token": "x" * 40})

    assert problem(answer) == (status, code)
    assert "secret" not in answer.text + capsys.readouterr().out
    assert ("Retry-After" in answer.headers) == (status in (429, 503))


def every_answer(world: World) -> list[Any]:
    browser = world.seller()
    etag = browser.get("/inbox").headers["ETag"]
    return [
        browser.get("/health"),
        browser.get("/inbox", headers={"If-None-Match": etag}),
        browser.get("/inbox", limit="x"),
        world.visitor().get("/auth/me"),
        browser.get("/none"),
        browser.ask("PUT", "/inbox"),
        browser.ask("POST", "/sync", headers={"Origin": None}),
        browser.ask("POST", "/sync", headers={"Content-Type": "text/plain"}, body={}),
        browser.post("/auth/logout"),
    ]


def test_every_answer_has_the_headers_of_safety() -> None:
    for answer in every_answer(make_world()):
        headers = answer.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Server" not in headers


def test_one_line_per_request_with_the_callers_trace(capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    browser = world.seller(name="КАНАРЕЙКА")
    capsys.readouterr()
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    browser.get("/none", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    answer = browser.get("/inbox?limit=x", headers={"X-Cloud-Trace-Context": "a\tb/1"})
    browser.post("/auth/login", {"email": "canary@example.com", "password": "КАНАРЕЙКА"})

    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["route"], line["status"], line["code"]) for line in lines] == [
        ("none", 404, "not_found"),
        ("GET /inbox", 422, "invalid"),
        ("POST /auth/login", 401, "unauthenticated"),
    ]
    home = "projects/inbox-test/traces"
    assert lines[0]["logging.googleapis.com/trace"] == f"{home}/{trace}"
    own = answer.get_json()["trace_id"]
    assert lines[1]["logging.googleapis.com/trace"] == f"{home}/{own}"
    assert "КАНАРЕЙКА" not in out
    assert "canary" not in out


def test_reading_changes_nothing_but_that_somebody_looked() -> None:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, make_item())
    browser.get("/inbox")
    world.bill().clear()

    for row in ROUTES:
        if row.method == "GET":
            call(browser, row)
            browser.ask("HEAD", fill(row))

    assert world.bill().writes.total() == 0


def test_the_document_is_valid_and_published_as_it_is_checked_in() -> None:
    published = make_world().visitor().get("/openapi.json").get_json()

    validate(published)
    assert published == json.loads(json.dumps(DOCUMENT))


def test_the_host_header_plays_no_part() -> None:
    answer = make_world().visitor().get("/health", headers={"Host": "evil.example:99"})

    assert answer.status_code == 200
    assert "evil" not in answer.text + str(answer.headers)


def test_every_operation_has_its_own_name() -> None:
    names = [row.name for row in ROUTES]

    assert len(names) == len(set(names))
