"""What hostile words try: huge, deep, odd and poisoned bodies, queries, names and headers."""

import io
import json
import time
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any

from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Route
from shared.entrypoint.api.shapes.base import Nothing
from tests.functions.api import ORIGIN, make_world
from tests.functions.test_inbox_api_uploads import PDF, upload
from tests.security.attack import Attack, single, spread
from tests.security.ground import reply_body, take_ground
from tests.security.matrix import ENTRIES, call

_WITH_BODY = [
    row for row in ROUTES if row.body is not Nothing and not row.takes_file and row.name in ENTRIES
]
# A text of the greatest length may take this much of a quiet core; the machine may be a slow one.
_MOST_CPU_S = 1.0

BODIES: Mapping[str, bytes] = {
    "cut short": b"{",
    "a list": b"[]",
    "a string": b'"text"',
    "null": b"null",
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "1e309": b'{"a": 1e309}',
    "2^63": b'{"a": 9223372036854775808}',
    "a number of 5 000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "a repeated key": b'{"a": 1, "a": 2}',
    "half a surrogate pair": b'{"a": "\\ud800"}',
    "half a pair as a key": b'{"\\udfff": 1}',
    "NUL": b'{"a": "\\u0000"}',
    "not UTF-8": b'{"a": "\xff"}',
    "overlong UTF-8": b'{"a": "\xc0\xaf"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "depth 50": b'{"a":' * 50 + b"1" + b"}" * 50,
    "depth 60 000": b"[" * 60_000,
    "300 keys": json.dumps({str(n): n for n in range(300)}).encode(),
    "300 keys in a list": json.dumps({"a": [{str(n): n} for n in range(300)]}).encode(),
    "70 KB": b'{"a": "' + b"x" * 70_000 + b'"}',
    "10 MB": b"x" * 10_000_000,
    "__proto__": b'{"__proto__": {}}',
    "a dotted key": b'{"a.b": 1}',
    "a backtick key": b'{"`x`": 1}',
    "a dot": b'{".": 1}',
    "a long key": b'{"' + b"k" * 1501 + b'": 1}',
    "an operator": b'{"$where": "1", "text": {"$ne": ""}}',
    "an object for all": b'{"email": {}, "text": {}, "name": {}, "note": {}}',
}
_KINDS = {
    "keys-no-paths": (
        "__proto__",
        "a dotted key",
        "a backtick key",
        "a dot",
        "a long key",
        "an operator",
    ),
    "strict-types": (
        "NaN",
        "infinity",
        "1e309",
        "2^63",
        "a repeated key",
        "an object for all",
        "null",
    ),
    "odd-characters": (
        "half a surrogate pair",
        "half a pair as a key",
        "NUL",
        "not UTF-8",
        "overlong UTF-8",
    ),
}
PRIVILEGES: Mapping[str, Any] = {
    "status": "closed",
    "tenant": "seller",
    "seller_id": "seller",
    "role": "admin",
    "is_admin": True,
    "state": "confirmed",
    "attempt": 9,
    "approved_by": "x",
    "created_at": "2020-01-01T00:00:00Z",
    "plan": "gold",
    "id": "x",
    "version": 1,
}


def _hostile_body(case: tuple[Route, bytes]) -> None:
    row, body = case
    ground = take_ground()
    before = ground.snapshot()
    path = row.path.format(id=ground.foreign["interaction"])
    headers = {"Origin": ORIGIN, "X-Requested-With": "inbox", "Content-Type": "application/json"}
    answer = ground.owner.send(row.method, path, body, headers)
    assert answer.status_code in (400, 413, 422), answer.status_code
    assert ground.snapshot() == before


ODD_DAYS: Mapping[str, Any] = {
    "a number": 5,
    "a truth": True,
    "a list": ["2026-11-22"],
    "an object": {"day": "2026-11-22"},
    "a huge number": 10**30,
    "no day": "0000-00-00",
}


def _odd_day(day: Any) -> None:
    """A filter in a body takes the same days as one in an address."""
    body = {"action": "close", "filter": {"view": "all", "from": day}}
    answer = take_ground().owner.post("/bulk/preview", body)
    assert answer.status_code in (400, 422), answer.status_code


def _packed_body(case: tuple[Route, str]) -> None:
    row, packing = case
    ground = take_ground()
    headers = {"Origin": ORIGIN, "X-Requested-With": "inbox", "Content-Type": "application/json"}
    answer = ground.owner.send(
        row.method,
        row.path.format(id=ground.foreign["interaction"]),
        b"\x1f\x8b" * 100,
        headers | {"Content-Encoding": packing},
    )
    assert answer.status_code == 415


def _mass_assignment(case: tuple[Route, str]) -> None:
    row, name = case
    ground = take_ground()
    before = ground.snapshot()
    entry = ENTRIES[row.name]
    body = {**(entry.body(ground.foreign) if entry.body else {}), name: PRIVILEGES[name]}
    answer = call(ground.owner, row, ground.foreign, body=body)
    assert answer.status_code == 422, answer.text
    assert name in [one["field"] for one in answer.get_json()["errors"]]
    assert ground.snapshot() == before


QUERIES: Mapping[str, dict[str, str]] = {
    "sort by a name": {"sort": "__name__"},
    "an operator": {"status[$ne]": ""},
    "order": {"order": "text;"},
    "a field": {"fields": "secrets"},
    "a backtick": {"`view`": "all"},
    "a dotted name": {"source.text": "x"},
    "a view": {"view": "secrets"},
    "a union": {"channel": "review' OR 1=1 --"},
    "a wildcard": {"intent": "%"},
    "a negative limit": {"limit": "-1"},
    "a huge limit": {"limit": "1000000"},
    "NaN": {"limit": "nan"},
    "a fraction": {"rating": "1.5"},
    "an offset": {"offset": "0"},
    "a NUL": {"q": "\x00"},
    "a long search": {"q": "x" * 201},
    "an odd day": {"from": "0000-00-00"},
    "the end of time": {"to": "9999-12-31T23:59:59-23:59"},
}


def _query(query: dict[str, str]) -> None:
    answer = take_ground().owner.ask("GET", "/inbox", query=query)
    assert answer.status_code in (400, 422), answer.status_code


SIGNS: Mapping[str, str] = {
    "right-to-left override": "\u202egpj.exe",
    "embedding": "\u202a\u202b\u202c\u202d",
    "isolates": "\u2066\u2067\u2068\u2069",
    "zero width": "a\u200b\u200c\u200d\ufeffb",
    "combining marks": "a" + "\u0301" * 100,
    "a family": "👨‍👩‍👧‍👦" * 10,
    "a flag": "🇷🇺🏴‍☠️",
    "private use": "\ue000\uf8ff",
    "no character": "\ufffe\uffff",
    "a tag": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "a template": "{{7*7}}${7*7}<%= 7*7 %>",
    "a format": "%s%n%x{0.__class__}",
    "a formula": "=HYPERLINK('https://evil.example')",
    "SQL": "'; DROP TABLE users; --",
    "a shell": "$(id) `id` | id",
    "line ends": "a\r\nSet-Cookie: x=1",
    "line separators": "a\u2028b\u2029c\x85d",
    "a bell": "\x07\x08\x1b[31m",
    "confusables": "раssword аdmin",
    "wide letters": "ｐａｓｓｗｏｒｄ",
    "ligatures": "ﬁﬂﷺ",
    "Zalgo": "Z̷̨̛̼a̸͙͒l̴̤̈́g̵̞͝o̴̲̾",
    "Turkish i": "İıIi",
    "sharp s": "ßẞ",
    "a JSON": '{"action": "send", "approved": true}',
    "a path": "../../../etc/passwd",
    "an escape": "\\u0000\\x00%00",
    "blank of kinds": "\u00a0\u2003\u3000",
    "a surrogate pair": "𝔘𝔫𝔦",
}


def _odd_text(text: str) -> None:
    """Any text is taken or refused, never broken by, and comes back as it was."""
    ground = take_ground()
    owner, item = ground.owner, ground.foreign["interaction"]
    tag = owner.get("/settings/profile").headers["ETag"]
    answers = [
        owner.ask("PATCH", f"/interactions/{item}", body={"note": text}),
        owner.post("/checks", {"interaction_id": item, "text": text}),
        owner.post(f"/interactions/{item}/reply", reply_body(text)),
        owner.ask(
            "PUT",
            "/settings/profile",
            body={"name": text, "signature": text},
            headers={"If-Match": tag},
        ),
        owner.get("/inbox", q=text),
        owner.post("/auth/login", {"email": text, "password": text}),
        ground.world.visitor().post(
            "/auth/register", {"email": text, "password": text * 10, "name": text}
        ),
        upload(owner, ground.foreign["chat"], (PDF,), text, {}),
        owner.post("/sync", {"channels": [text]}),
        owner.ask("PUT", "/orders/labels", body={"labels": [[1, text]]}),
    ]
    broken = [answer.status_code for answer in answers if answer.status_code >= 500]
    assert not broken
    if answers[0].status_code == 200:
        assert answers[0].get_json()["note"].strip() == text.strip()


def _injected_header(name: str) -> None:
    """Words of a request never become a header, nor a line of their own in the log."""
    poison = "a\r\nSet-Cookie: stolen=1\r\n\r\n{}\n"
    world = make_world()
    printed = io.StringIO()
    with redirect_stdout(printed):
        answer = (
            world.app()
            .test_client()
            .get("/api/none", base_url="https://localhost", environ_overrides={name: poison})
        )
    assert "stolen" not in str(answer.headers)
    lines = printed.getvalue().splitlines()
    assert len(lines) == 1
    assert "stolen" not in json.dumps(json.loads(lines[0]))


_ENVIRON = {
    "trace": "HTTP_X_CLOUD_TRACE_CONTEXT",
    "traceparent": "HTTP_TRACEPARENT",
    "agent": "HTTP_USER_AGENT",
    "origin": "HTTP_ORIGIN",
    "referrer": "HTTP_REFERER",
    "language": "HTTP_ACCEPT_LANGUAGE",
    "known tag": "HTTP_IF_NONE_MATCH",
    "address": "HTTP_X_FORWARDED_FOR",
}


def _injected_file_name(name: str) -> None:
    ground = take_ground()
    answer = upload(ground.owner, ground.foreign["chat"], (PDF,), name, {})
    assert answer.status_code in (201, 400, 422)
    if answer.status_code == 201:
        shown = ground.owner.get(f"/files/{answer.get_json()['id']}")
        assert "stolen" not in [key.lower() for key, _ in shown.headers.items()]
        assert "\n" not in str(shown.headers.get("Content-Disposition"))


FILE_NAMES = {
    "line ends": "a\r\nSet-Cookie: stolen=1.pdf",
    "quotes": 'a"; filename="evil.html.pdf',
    "a path": "../../evil.pdf",
    "a NUL": "a\x00.pdf",
    "reversed": "\u202efdp.exe",
    "long": "x" * 300 + ".pdf",
}

SLOW: Mapping[str, str] = {
    "addresses": "a@a.",
    "digits and blanks": "8 8 ",
    "blanks": " ",
    "dots": "a.a.",
    "brackets": "((",
    "one letter": "а",
    "hyphens": "а-",
    "links": "http://",
    "handles": "@a_",
    "promises": "вернём вер",
    "stars": "*_",
    "line ends": "\n",
}


def _slow_text(seed: str) -> None:
    """The longest text that is taken costs little, whatever it repeats."""
    ground = take_ground()
    text = (seed * 5000)[:5000]
    body = {"interaction_id": ground.foreign["interaction"], "text": text}
    started = time.thread_time()
    answer = ground.owner.post("/checks", body)
    assert answer.status_code == 200
    assert time.thread_time() - started < _MOST_CPU_S


def _slow_search(seed: str) -> None:
    ground = take_ground()
    started = time.thread_time()
    answer = ground.owner.get("/inbox", q=(seed * 200)[:200])
    assert answer.status_code in (200, 400, 422)
    assert time.thread_time() - started < _MOST_CPU_S


def _endless_body() -> None:
    """A body that names no length is cut at the limit."""
    world = make_world()
    answer = (
        world.app()
        .test_client()
        .open(
            "/api/auth/login",
            method="POST",
            input_stream=io.BytesIO(b'{"email": "' + b"x" * 1_000_000),
            headers={"Origin": ORIGIN, "X-Requested-With": "inbox"},
            content_type="application/json",
            environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
            base_url="https://localhost",
        )
    )
    assert answer.status_code == 413


def _by_body(names: tuple[str, ...]) -> dict[str, tuple[Route, bytes]]:
    return {
        f"{row.method} {row.path}: {name}": (row, BODIES[name])
        for row in _WITH_BODY
        for name in names
    }


_REST = tuple(name for name in BODIES if not any(name in names for names in _KINDS.values()))
_PACKED = {
    f"{row.method} {row.path}: {packing}": (row, packing)
    for row in _WITH_BODY
    for packing in ("gzip", "br")
}
_PRIVILEGED = {
    f"{row.method} {row.path}: {name}": (row, name)
    for row in _WITH_BODY
    for name in PRIVILEGES
    if name not in row.body.model_fields
}

ATTACKS: tuple[Attack, ...] = (
    *spread("listed-fields", _mass_assignment, _PRIVILEGED),
    *spread("listed-queries", _query, QUERIES),
    *spread("bounded-bodies", _hostile_body, _by_body(_REST)),
    *spread("bounded-bodies", _packed_body, _PACKED),
    *spread("strict-types", _odd_day, {f"a day that is {n}": v for n, v in ODD_DAYS.items()}),
    *single("bounded-bodies", "a body without a length", _endless_body),
    *(
        attack
        for requirement, names in _KINDS.items()
        for attack in spread(requirement, _hostile_body, _by_body(names))
    ),
    *spread("odd-characters", _odd_text, SIGNS),
    *spread("no-injection", _injected_header, _ENVIRON),
    *spread(
        "no-injection", _injected_file_name, {f"a file name: {n}": v for n, v in FILE_NAMES.items()}
    ),
    *spread("cheap-texts", _slow_text, SLOW),
    *spread("cheap-texts", _slow_search, {f"search: {name}": seed for name, seed in SLOW.items()}),
)
