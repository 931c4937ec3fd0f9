"""What a forger of a queue's or a scheduler's calls tries, at every function behind one."""

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any

import flask
import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from infra.function_table import TABLE
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.errors import InboxError
from shared.domain.ids import InteractionId, ReplyId, SellerId
from shared.entrypoint.config.base import Settings
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.draft_reply import draft_reply
from shared.usecases.ingest_page import ingest_page
from shared.usecases.job_workers import make_workers
from shared.usecases.run_job import run_job
from tests.functions.callers import Issuer, running_issuer
from tests.security.attack import Attack, single, spread
from tests.security.ground import Ground, take_ground

PROJECT = "inbox-local"
URL = "http://127.0.0.1:8085/{function}"
TASKS = f"tasks@{PROJECT}.iam.gserviceaccount.com"
SCHEDULER = f"scheduler@{PROJECT}.iam.gserviceaccount.com"
_LOCK = Lock()
_TABLE: dict[str, Any] = json.loads(TABLE.read_text())
Forge = Callable[[Issuer, str, str], str]


@cache
def issuer() -> Issuer:
    """One for the whole process, which ends with it."""
    return running_issuer().__enter__()


@contextmanager
def environment() -> Iterator[None]:
    """What a function reads before it knows who calls."""
    values = {
        "ENV": "local",
        "PROJECT": PROJECT,
        "FUNCTION_URL": URL,
        "OIDC_CERTS_URL": issuer().url,
    }
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    Settings.from_env.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        Settings.from_env.cache_clear()


def _unsigned(claims: Mapping[str, Any], header: Mapping[str, Any], secret: bytes) -> str:
    def pack(part: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")

    body = f"{pack(dict(header))}.{pack(dict(claims))}"
    signed = hmac.new(secret, body.encode(), hashlib.sha256).digest() if secret else b""
    return f"{body}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


def _claims(audience: str, account: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": "https://accounts.google.com",
        "aud": audience,
        "email": account,
        "email_verified": True,
        "iat": now,
        "exp": now + 600,
    }


def _public(known: Issuer) -> bytes:
    return known.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _change(**changes: Any) -> Forge:
    return lambda known, url, account: known.token(url, account, **changes)


def _tampered(known: Issuer, url: str, account: str) -> str:
    head, _, tail = known.token(url, f"x{account}").split(".")
    claims = base64.urlsafe_b64encode(json.dumps(_claims(url, account)).encode()).decode()
    return f"{head}.{claims.rstrip('=')}.{tail}"


def _own_key(known: Issuer, url: str, account: str) -> str:
    """A key that the token itself brings along."""
    mine = Issuer()
    header = {"kid": "one", "jwk": mine.keys()["keys"][0], "jku": "https://evil.example/certs"}
    return jwt.encode(_claims(url, account), mine.key, algorithm="RS256", headers=header)


FORGERIES: Mapping[str, Forge] = {
    "alg none": lambda _, url, account: _unsigned(
        _claims(url, account), {"alg": "none", "typ": "JWT", "kid": "one"}, b""
    ),
    "HS256 by the public key": lambda known, url, account: _unsigned(
        _claims(url, account), {"alg": "HS256", "typ": "JWT", "kid": "one"}, _public(known)
    ),
    "a changed payload": _tampered,
    "another key": lambda _, url, account: Issuer().token(url, account),
    "a key brought along": _own_key,
    "an unknown key's name": lambda known, url, account: jwt.encode(
        _claims(url, account), known.key, algorithm="RS256", headers={"kid": "two"}
    ),
    "another service account": _change(email=f"api@{PROJECT}.iam.gserviceaccount.com"),
    "another project's account": _change(email="tasks@evil.iam.gserviceaccount.com"),
    "a person's account": _change(email="kanarejka7@example.com"),
    "an unproved e-mail": _change(email_verified=False),
    "no e-mail": _change(email=None),
    "another function's audience": _change(aud=URL.format(function="nobody")),
    "no audience": _change(aud=None),
    "a longer audience": lambda known, url, account: known.token(f"{url}/", account),
    "expired": _change(iat=int(time.time()) - 7200, exp=int(time.time()) - 3600),
    "not yet issued": _change(iat=int(time.time()) + 7200, exp=int(time.time()) + 9000),
    "too long-lived": _change(exp=4_000_000_000),
    "another issuer": _change(iss="https://evil.example"),
    "no issuer": _change(iss=None),
    "nonsense": lambda *_: "not.a.token",
}


def _account_of(function: str) -> tuple[str, bytes]:
    """Who calls a function, and with what body."""
    by_queue = any(queue["function"] == function for queue in _TABLE["queues"].values())
    body = json.dumps({"seller": "s", "category": "feedbacks", "reply": "r"}).encode()
    return (TASKS, body) if by_queue else (SCHEDULER, b"{}")


def call_function(function: str, token: str, *, query: str = "", **headers: str) -> int:
    """One call from outside; what is behind the handler must never be reached."""
    handler = getattr(import_module(f"functions.{function}.main"), function)
    _, body = _account_of(function)
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    app = flask.Flask(__name__)
    with (
        _LOCK,
        environment(),
        app.test_request_context(
            f"/{query}", method="POST", data=body, headers={**bearer, **headers}
        ),
    ):
        status: int = handler(flask.request).status_code
    return status


def _forged(case: tuple[str, Forge]) -> None:
    function, forge = case
    account, _ = _account_of(function)
    token = forge(issuer(), URL.format(function=function), account)
    assert call_function(function, token) == 401


def _outside(case: tuple[str, str]) -> None:
    """Calls without a bearer token, however else they introduce themselves."""
    function, way = case
    account, _ = _account_of(function)
    good = issuer().token(URL.format(function=function), account)
    other = TASKS if account == SCHEDULER else SCHEDULER
    asked: dict[str, Callable[[], int]] = {
        "no token": lambda: call_function(function, ""),
        "a token in the query": lambda: call_function(function, "", query=f"?access_token={good}"),
        "a token in a cookie": lambda: call_function(function, "", Cookie=f"token={good}"),
        "a queue's headers": lambda: call_function(
            function, "", **{"X-CloudTasks-TaskName": "t", "X-AppEngine-QueueName": "q"}
        ),
        "a scheduler's headers": lambda: call_function(
            function, "", **{"X-CloudScheduler": "true"}
        ),
        "another scheme": lambda: call_function(function, "", Authorization=f"Basic {good}"),
        "two tokens": lambda: call_function(function, f"{good} {good}"),
        "the other caller's": lambda: call_function(
            function, issuer().token(URL.format(function=function), other)
        ),
    }
    assert asked[way]() == 401


OUTSIDE = (
    *("no token", "a token in the query", "a token in a cookie", "a queue's headers"),
    *("a scheduler's headers", "another scheme", "two tokens", "the other caller's"),
)


def _foreign_task(case: tuple[str, str]) -> None:
    """A genuine task that names somebody else's reply, or what is none, sends nothing."""
    kind, of = case
    ground = take_ground()
    world = ground.world
    world.pass_time(minutes=1)
    before = ground.snapshot()
    landed = [list(cabinet.landings) for cabinet in world.marketplaces.cabinets.values()]
    outside = world.outside
    report = dispatch_reply(
        SellerId(ground.own["seller"] if of == "theirs" else "../" + ground.foreign["seller"]),
        ReplyId(ground.foreign[kind]),
        stores=outside.stores,
        marketplaces=outside.marketplaces,
        vault=outside.vault,
        queue=outside.queue,
        clock=outside.clock,
        ids=outside.ids,
        files=outside.files,
    )
    assert report is not None
    assert landed == [list(cabinet.landings) for cabinet in world.marketplaces.cabinets.values()]
    assert ground.snapshot() == before


def _dispatch(ground: Ground, name: str) -> None:
    outside = ground.world.outside
    dispatch_reply(
        SellerId(ground.own["seller"]),
        ReplyId(name),
        stores=outside.stores,
        marketplaces=outside.marketplaces,
        vault=outside.vault,
        queue=outside.queue,
        clock=outside.clock,
        ids=outside.ids,
        files=outside.files,
    )


def _draft(ground: Ground, name: str) -> None:
    world = ground.world
    draft_reply(
        SellerId(ground.own["seller"]),
        InteractionId(name),
        stores=world.counting,
        writers=[TemplateWriter()],
        cards=world.cards,
        clock=world.clock,
    )


def _ingest(ground: Ground, name: str) -> None:
    outside = ground.world.outside
    ingest_page(
        SellerId(ground.own["seller"]),
        name,
        stores=outside.stores,
        item_reader=outside.marketplaces,
        queue=outside.queue,
        clock=outside.clock,
    )


def _work(ground: Ground, name: str) -> None:
    outside = ground.world.outside
    stores, queue, clock = outside.stores, outside.queue, outside.clock
    workers = make_workers(stores=stores, queue=queue, clock=clock)
    seller = SellerId(ground.own["seller"])
    run_job(seller, name, workers=workers, stores=stores, queue=queue, clock=clock)


BODIES: Mapping[str, tuple[Callable[[Ground, str], None], str]] = {
    "a draft for their item": (_draft, "interaction"),
    "a draft for their chat": (_draft, "chat"),
    "a page named as their item": (_ingest, "interaction"),
    "their job": (_work, "job"),
    "their report": (_work, "report"),
}


def _foreign_body(case: tuple[Callable[[Ground, str], None], str]) -> None:
    """A genuine task of one seller that names another's thing moves nothing of anybody's."""
    do, kind = case
    ground = take_ground()
    before = ground.snapshot()
    with suppress(InboxError):
        do(ground, ground.foreign[kind])
    assert ground.snapshot() == before


def _late_task() -> None:
    """A task for a reply that was taken back is genuine, and too late."""
    ground = take_ground()
    reply = ground.stranger.get(f"/interactions/{ground.own['answered']}").get_json()["reply"]["id"]
    assert ground.stranger.post(f"/replies/{reply}/cancel").status_code == 200
    ground.world.pass_time(minutes=10)
    before = ground.snapshot()
    landed = [list(cabinet.landings) for cabinet in ground.world.marketplaces.cabinets.values()]
    for _ in range(2):
        _dispatch(ground, reply)
    cabinets = ground.world.marketplaces.cabinets.values()
    assert landed == [list(cabinet.landings) for cabinet in cabinets]
    assert ground.snapshot() == before


FUNCTIONS = [name for name in _TABLE["functions"] if name != "inbox_api"]
ATTACKS: tuple[Attack, ...] = (
    *spread(
        "proven-callers",
        _forged,
        {f"{f}: {name}": (f, forge) for f in FUNCTIONS for name, forge in FORGERIES.items()},
    ),
    *spread(
        "proven-callers", _outside, {f"{f}: {way}": (f, way) for f in FUNCTIONS for way in OUTSIDE}
    ),
    *spread(
        "doubted-tasks",
        _foreign_task,
        {f"a task with a foreign {kind}": (kind, "theirs") for kind in ("reply", "interaction")},
    ),
    *spread("doubted-tasks", _foreign_body, BODIES),
    *single("doubted-tasks", "a task for a reply that was taken back", _late_task),
)
