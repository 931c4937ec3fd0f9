"""Every route by everybody who may not, and by words that name somebody else's things."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from werkzeug.test import TestResponse

from shared.entrypoint.api.pace import MOST_AT_ONCE, Pace
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Access, Route
from tests.functions.api import PASSWORD, problem
from tests.security.attack import Attack, spread
from tests.security.ground import (
    UNKNOWN,
    Ground,
    assert_nothing_foreign,
    assert_same,
    make_ground,
    route_of,
    take_ground,
)
from tests.security.matrix import ENTRIES, Body, Names, call


def _without_session(row: Route) -> None:
    ground = take_ground()
    visitor = ground.world.visitor()
    _refused(ground, lambda: call(visitor, row, ground.foreign))


def _with_made_up_session(row: Route) -> None:
    ground = take_ground()
    visitor = ground.world.visitor()
    visitor.client.set_cookie("__Host-session", "a" * 43, domain="localhost", secure=True)
    _refused(ground, lambda: call(visitor, row, ground.foreign))


def _with_expired_session(row: Route) -> None:
    ground = take_ground()
    ground.world.pass_time(hours=24)
    _refused(ground, lambda: call(ground.owner, row, ground.foreign))


def _with_revoked_session(row: Route) -> None:
    ground = take_ground()
    second = ground.world.visitor()
    sign_in = {"email": "kanarejka7@example.com", "password": "vitrina-2026"}
    assert second.post("/auth/login", sign_in).status_code == 200
    sessions = second.get("/auth/sessions").get_json()["items"]
    (old,) = [one["id"] for one in sessions if not one["current"]]
    assert second.ask("DELETE", f"/auth/sessions/{old}").status_code == 204
    _refused(ground, lambda: call(ground.owner, row, ground.foreign))


@cache
def _erased_ground() -> tuple[Ground, str]:
    """Where the owner has gone, and the cookie that was left behind; refusals leave it so."""
    ground = make_ground()
    cookie = ground.owner.token
    answer = ground.owner.ask("DELETE", "/account", body={"password": PASSWORD})
    assert answer.status_code in (202, 204), answer.text
    return ground, cookie


def _with_erased_account(row: Route) -> None:
    ground, cookie = _erased_ground()
    left = ground.world.visitor()
    left.client.set_cookie("__Host-session", cookie, domain="localhost", secure=True)
    _refused(ground, lambda: call(left, row, ground.foreign))


def _refused(ground: Ground, ask: Callable[[], TestResponse]) -> None:
    before = ground.snapshot()
    answer = ask()
    assert problem(answer) == (401, "unauthenticated")
    assert_nothing_foreign(answer)
    assert ground.snapshot() == before


def _by_another_tenant(row: Route) -> None:
    """A good call of the stranger's, about nothing of the owner's, shows and moves nothing."""
    ground = take_ground()
    before = owners(ground)
    answer = call(ground.stranger, row, {})
    assert_nothing_foreign(answer)
    assert owners(ground) == before


def _by_anybody(row: Route) -> None:
    ground = take_ground()
    before = owners(ground)
    assert_nothing_foreign(call(ground.world.visitor(), row, {}))
    assert owners(ground) == before


def owners(ground: Ground) -> Mapping[tuple[str, ...], Any]:
    """Everything that belongs to the owner, sessions included."""
    seller = ground.owner.seller
    return {
        path: data
        for path, data in ground.snapshot().items()
        if seller in path or data.get("seller") == seller
    }


def _foreign_id(case: tuple[Route, str]) -> None:
    """A thing of somebody else is exactly like one that does not exist."""
    row, kind = case
    ground = take_ground()
    before = ground.snapshot()
    answers = [
        call(ground.stranger, row, {kind: key}, kind, other=ground.own["interaction"])
        for key in (ground.foreign[kind], UNKNOWN)
    ]
    assert problem(answers[0]) == (404, "not_found")
    assert_same(*answers)
    assert_nothing_foreign(answers[0])
    assert ground.snapshot() == before


def _foreign_other(row: Route) -> None:
    """The second id of a path, beside one's own first."""
    ground = take_ground()
    before = ground.snapshot()
    answers = [
        call(ground.stranger, row, ground.own, other=other)
        for other in (ground.foreign["question"], UNKNOWN)
    ]
    assert_same(*answers)
    assert_nothing_foreign(answers[0])
    assert ground.snapshot() == before


def _foreign_body(case: tuple[Route, str, Body]) -> None:
    """Words in a body that name somebody else's things reach nothing of theirs."""
    row, _, make = case
    ground = take_ground()
    before = owners(ground)
    answer = call(ground.stranger, row, ground.own, body=make(ground.foreign))
    assert_nothing_foreign(answer)
    assert answer.status_code < 500
    assert owners(ground) == before


def _foreign_query(case: tuple[Route, str, Callable[[Names], dict[str, str]]]) -> None:
    row, _, make = case
    ground = take_ground()
    before = owners(ground)
    query = make(ground.foreign)
    answer = call(ground.stranger, row, ground.own, query=query)
    assert_nothing_foreign(answer)
    if {"cursor", "since"} & set(query):
        assert answer.status_code == 422, answer.text
    assert owners(ground) == before


def _tenant_in_input(case: tuple[Route, str]) -> None:
    """A tenant that somebody names is ignored in headers and refused in queries."""
    row, way = case
    ground = take_ground()
    seller = ground.foreign["seller"]
    before = owners(ground)
    options: dict[str, Any] = {
        "query": {"query": {"seller_id": seller}},
        "header": {"headers": {"X-Tenant": seller, "X-Seller-Id": seller}},
        "proxy": {"headers": {"X-Goog-Authenticated-User-Id": seller, "X-Forwarded-User": seller}},
    }[way]
    if row.takes_file:
        options.pop("query", None)
    answer = call(ground.stranger, row, {}, **options)
    assert_nothing_foreign(answer)
    if way == "query" and not row.takes_file:
        assert answer.status_code in (404, 422), answer.text
    assert owners(ground) == before


def _burst(name: str) -> None:
    """A script that never tires is told to wait, and nobody else is."""
    ground = make_ground(pace=Pace())
    row = route_of(name)
    answers = [call(ground.stranger, row, ground.own).status_code for _ in range(MOST_AT_ONCE + 30)]
    assert answers[-1] == 429
    assert answers.index(429) > MOST_AT_ONCE / 2
    late = call(ground.stranger, row, ground.own)
    assert int(late.headers["Retry-After"]) >= 1
    assert call(ground.owner, row, ground.foreign).status_code != 429
    ground.world.pass_time(seconds=30)
    assert call(ground.stranger, row, ground.own).status_code != 429


BURSTS = ("approve", "edit", "check", "save_general")


def _named(rows: list[Route]) -> dict[str, Route]:
    return {f"{row.method} {row.path}": row for row in rows}


def _matrix() -> tuple[Attack, ...]:
    known = [row for row in ROUTES if row.name in ENTRIES]
    private = [row for row in known if row.access is Access.SIGNED_IN]
    public = [row for row in known if row.access is Access.PUBLIC]
    strikes: dict[str, tuple[Callable[[Route], None], list[Route]]] = {
        "without a session": (_without_session, private),
        "with a made-up session": (_with_made_up_session, private),
        "with an expired session": (_with_expired_session, private),
        "with a revoked session": (_with_revoked_session, private),
        "with an erased account's session": (_with_erased_account, private),
        "as another tenant": (_by_another_tenant, private),
        "as anybody": (_by_anybody, public),
    }
    return tuple(
        Attack("every-principal", f"{name} {how}", lambda row=row, strike=strike: strike(row))  # type: ignore[misc]
        for how, (strike, rows) in strikes.items()
        for name, row in _named(rows).items()
    )


def _references() -> tuple[Attack, ...]:
    known = {f"{row.method} {row.path}": row for row in ROUTES if row.name in ENTRIES}
    ids = {
        f"{name} with their {kind}": (row, kind)
        for name, row in known.items()
        for kind in ENTRIES[row.name].ids
    }
    others = {name: row for name, row in known.items() if "{other}" in row.path}
    bodies = {
        f"{name} naming {probe}": (row, probe, make)
        for name, row in known.items()
        for probe, make in ENTRIES[row.name].probes.items()
    }
    queries = {
        f"{name} with {probe}": (row, probe, make)
        for name, row in known.items()
        for probe, make in ENTRIES[row.name].queries.items()
    }
    tenants = {
        f"{name} naming a tenant in a {way}": (row, way)
        for name, row in known.items()
        for way in ("query", "header", "proxy")
        if row.access is Access.SIGNED_IN
    }
    return (
        *spread("like-none", _foreign_id, ids),
        *spread(
            "secondary-references",
            _foreign_other,
            {f"{name} with their other": r for name, r in others.items()},
        ),
        *spread("secondary-references", _foreign_body, bodies),
        *spread("bound-cursors", _foreign_query, queries),
        *spread("no-named-tenant", _tenant_in_input, tenants),
    )


ATTACKS = (
    *_matrix(),
    *_references(),
    *spread("bounded-use", _burst, {f"a burst of {name}": name for name in BURSTS}),
)
