"""Who may ask, and from where: sessions, pages, ids and methods."""

import json

import pytest

from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Access, Route
from tests.builders import make_chat, make_item
from tests.functions.api import ORIGIN, make_world, problem
from tests.functions.routes import (
    UNSAFE,
    WITH_BODY,
    body_of,
    call,
    name_of,
    send,
)

PRIVATE = [row for row in ROUTES if row.access is Access.SIGNED_IN]
WITH_ID = [row for row in ROUTES if "{id}" in row.path]


@pytest.mark.parametrize("row", PRIVATE, ids=name_of)
def test_without_a_session_nothing_is_shown_and_nothing_is_read(row: Route) -> None:
    world = make_world()

    answer = call(world.visitor(), row)

    assert problem(answer) == (401, "unauthenticated")
    assert world.bill().reads.total() == 0


@pytest.mark.parametrize("row", PRIVATE, ids=name_of)
def test_an_old_session_is_no_session(row: Route) -> None:
    world = make_world()
    browser = world.seller()
    world.pass_time(hours=24)
    world.bill().clear()

    answer = call(browser, row)

    assert problem(answer) == (401, "unauthenticated")
    assert world.bill().writes.total() == 0


@pytest.mark.parametrize("row", UNSAFE, ids=name_of)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "https://inbox.example.evil"},
        {"Origin": "https://inbox.example@evil"},
        {"Origin": "https://app.inbox.example"},
        {"Origin": "http://inbox.example"},
        {"Origin": f"{ORIGIN}/"},
        {"X-Requested-With": None},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_another_page_cannot_change_anything(row: Route, headers: dict[str, str | None]) -> None:
    world = make_world()
    browser = world.seller()
    world.bill().clear()

    answer = call(browser, row, headers=headers)

    assert problem(answer) == (403, "csrf")
    assert world.bill().writes.total() == 0


@pytest.mark.parametrize("row", WITH_ID + [row for row in ROUTES if row.name == "check"])
def test_another_sellers_id_is_exactly_like_no_id(row: Route) -> None:
    world = make_world()
    owner, stranger = world.seller(), world.seller("b@example.com", "Другая")
    review, chat = make_item(text="КАНАРЕЙКА"), make_chat()
    world.put(owner.seller, review, chat)
    approve = next(row for row in ROUTES if row.name == "approve")
    reply = call(owner, approve, review.id).get_json()["id"]
    world.bill().clear()

    answers = [call(stranger, row, key) for key in (review.id, chat.id, reply, "x" * 26)]

    seen = []
    for answer in answers:
        body = answer.get_json()
        body.pop("trace_id")
        seen.append((answer.status_code, body, sorted(answer.headers.keys())))
        assert "КАНАРЕЙКА" not in answer.text
    assert seen[0][0] == 404
    assert all(one == seen[0] for one in seen)
    assert world.bill().writes.total() == 0


@pytest.mark.parametrize("key", ["..", "a%2Fb", "%00", "a" * 65, "__x__", "кот", "%ED%A0%80", "."])
@pytest.mark.parametrize("row", WITH_ID, ids=name_of)
def test_odd_ids_are_unknown_ids(row: Route, key: str) -> None:
    world = make_world()

    answer = call(world.seller(), row, key)

    assert answer.status_code in (404, 405)


@pytest.mark.parametrize("path", ["/", "/nothing", "/inbox/", "//inbox", "/auth", "/.env", "/docs"])
def test_what_is_not_in_the_table_is_not_there(path: str) -> None:
    answer = make_world().seller().get(path)

    assert answer.status_code in (308, 404)


def test_a_wrong_method_says_which_are_right() -> None:
    browser = make_world().seller()

    answer = browser.ask("DELETE", "/inbox")

    assert problem(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"
    assert browser.ask("TRACE", "/inbox").status_code == 405
    assert browser.ask("OPTIONS", "/auth/login").status_code == 405


def test_method_overrides_and_claimed_identities_mean_nothing() -> None:
    world = make_world()
    headers = {
        "X-HTTP-Method-Override": "DELETE",
        "X-Goog-Authenticated-User-Email": "accounts.google.com:seller@example.com",
        "X-Tenant": "seller",
        "Authorization": "Bearer x",
    }

    assert world.visitor().get("/auth/me", headers=headers).status_code == 401
    assert world.seller().get("/auth/me", headers=headers).status_code == 200


@pytest.mark.parametrize("row", WITH_BODY, ids=name_of)
@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json;charset=utf-16",
        "application/json; x=y",
        "application/jsonp",
    ],
)
def test_only_json_is_taken(row: Route, kind: str | None) -> None:
    browser = make_world().seller()
    body = json.dumps(body_of(row) or {"x": 1})

    answer = send(browser, row, body, kind)

    assert problem(answer) == (415, "unsupported_media_type")
