"""Accounts and sessions through the API."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.passwords import QuickHasher
from shared.domain.accounts.audit import AuditEntry, Deed
from shared.domain.accounts.sign_in import Session, User
from shared.ports import Query
from tests.functions.api import PASSWORD, fields, make_world, problem

LOGIN = {"email": "seller@example.com", "password": PASSWORD}


def test_registration_signs_in_and_tells_who() -> None:
    world = make_world()
    seller = world.seller(name=" Лавка ")

    me = seller.get("/auth/me").get_json()

    assert me["seller"] == {
        "id": seller.seller,
        "name": "Лавка",
        "email": "seller@example.com",
        "created_at": "2026-11-22T12:00:00Z",
    }
    assert me["cabinet"]["connected"] is False
    assert set(me["sync"]["channels"]) == {"review", "question", "chat"}
    assert me["undo_seconds"] == 10


def test_the_cookie_cannot_be_read_by_script_or_sent_by_other_sites() -> None:
    world = make_world()
    answer = world.visitor().post("/auth/register", {**LOGIN, "name": "Лавка"})

    cookie = answer.headers["Set-Cookie"]

    name, _, rest = cookie.partition("=")
    assert name == "__Host-session"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(rest.split("; "))
    assert "Domain" not in cookie
    assert rest.partition(";")[0] not in answer.text


def test_plain_http_on_localhost_has_a_cookie_without_secure() -> None:
    world = make_world(secure_cookies=False)
    answer = world.visitor().post("/auth/register", {**LOGIN, "name": "Лавка"})

    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("session=")
    assert "Secure" not in cookie


def test_only_hashes_of_tokens_and_passwords_are_stored() -> None:
    world = make_world()
    browser = world.seller()
    token = browser.token

    sessions = world.counting.shared().find(Query(kind=Session))
    users = world.counting.shared().find(Query(kind=User))

    assert token not in str(sessions)
    assert PASSWORD not in str(users)


def test_a_taken_address_is_a_conflict_however_it_is_spelled() -> None:
    world = make_world()
    world.seller()

    again = world.visitor("203.0.113.8").post(
        "/auth/register", {"email": "SELLER@Example.com", "password": PASSWORD, "name": "Б"}
    )

    assert problem(again) == (409, "conflict")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("password", "password1234"),
        ("password", "wildberries2026"),
        ("password", "seller@example.com"),
        ("password", "1234567890"),
        ("email", "not-an-address"),
        ("name", "   "),
        ("name", "x" * 201),
    ],
)
def test_a_bad_registration_names_the_field_in_russian(field: str, value: str) -> None:
    body = {**LOGIN, "name": "Лавка", field: value}

    answer = make_world().visitor().post("/auth/register", body)

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == [field]
    assert any("а" <= letter <= "я" for letter in answer.get_json()["errors"][0]["message"])


def test_five_registrations_per_hour_and_address() -> None:
    world = make_world()
    visitor = world.visitor()
    for number in range(5):
        body = {"email": f"s{number}@example.com", "password": PASSWORD, "name": "Б"}
        assert visitor.post("/auth/register", body).status_code == 201

    sixth = visitor.post("/auth/register", {**LOGIN, "name": "Б"})
    assert problem(sixth) == (429, "rate_limited")
    assert int(sixth.headers["Retry-After"]) == 3600

    world.pass_time(hours=1)
    assert visitor.post("/auth/register", {**LOGIN, "name": "Б"}).status_code == 201


def test_sign_in_works_from_another_browser_and_is_noted() -> None:
    world = make_world()
    seller = world.seller()
    other = world.visitor("203.0.113.9")

    answer = other.post("/auth/login", {**LOGIN, "email": " Seller@EXAMPLE.com "})

    assert answer.status_code == 200
    assert other.get("/auth/me").get_json()["seller"]["id"] == seller.seller
    entries = world.counting.of_seller(seller.seller).find(Query(kind=AuditEntry))
    assert [entry.value.deed for entry in entries] == [Deed.REGISTERED, Deed.SIGNED_IN]


def test_unknown_address_and_wrong_password_are_one_answer_for_equal_work() -> None:
    world = make_world()
    world.seller()
    answers, costs = [], []

    for email in ("seller@example.com", "nobody@example.com"):
        world.bill().clear()
        checks = world.hasher.checks
        answer = world.visitor().post("/auth/login", {"email": email, "password": "wrong-words"})
        body = answer.get_json()
        body.pop("trace_id")
        answers.append((answer.status_code, body, sorted(answer.headers.keys())))
        bill = world.bill()
        costs.append((bill.reads.total(), bill.writes.total(), world.hasher.checks - checks))

    assert answers[0] == answers[1]
    assert costs[0] == costs[1]
    assert answers[0][1]["code"] == "unauthenticated"


def test_guesses_wait_longer_and_longer_but_nobody_is_locked_out() -> None:
    world = make_world()
    world.seller()
    guesser = world.visitor("198.51.100.1")
    codes = [
        guesser.post("/auth/login", {**LOGIN, "password": f"guess-{number}"}).status_code
        for number in range(20)
    ]
    assert codes == [401] * 5 + [429] * 15

    owner = world.visitor("198.51.100.2")
    world.pass_time(seconds=61)
    assert owner.post("/auth/login", LOGIN).status_code == 200
    assert owner.post("/auth/login", LOGIN).status_code == 200


def test_one_address_cannot_try_many_accounts() -> None:
    world = make_world()
    guesser = world.visitor("198.51.100.1")

    codes = [
        guesser.post("/auth/login", {"email": f"{n}@example.com", "password": "x"}).status_code
        for n in range(25)
    ]

    assert codes == [401] * 20 + [429] * 5


def test_a_claimed_forwarding_address_does_not_reset_the_count() -> None:
    world = make_world()
    codes = []
    for number in range(25):
        guesser = world.visitor(f"10.0.0.{number}, 198.51.100.1")
        body = {"email": f"{number}@example.com", "password": "x"}
        codes.append(guesser.post("/auth/login", body).status_code)

    assert codes[20:] == [429] * 5


def test_without_a_proxy_the_connection_itself_is_the_address() -> None:
    world = make_world(proxy_hops=0)
    codes = [
        world.visitor(f"10.0.0.{n}").post("/auth/login", {"email": f"{n}", "password": "x"})
        for n in range(22)
    ]

    assert codes[-1].status_code == 429


def test_a_weak_hash_is_renewed_at_sign_in() -> None:
    world = make_world()
    seller = world.seller()
    stronger = replace(world.outside, hasher=QuickHasher(version=2))

    world.visitor(outside=stronger).post("/auth/login", LOGIN)

    users = world.counting.shared().find(Query(kind=User))
    assert users[0].value.password_hash.startswith("v2:")
    assert users[0].value.seller == seller.seller


def test_signing_in_again_kills_the_cookie_at_hand() -> None:
    world = make_world()
    seller = world.seller()
    old = seller.token

    seller.post("/auth/login", LOGIN)

    thief = world.visitor()
    thief.client.set_cookie("__Host-session", old, domain="localhost", secure=True)
    assert thief.get("/auth/me").status_code == 401
    assert seller.get("/auth/me").status_code == 200


def test_signing_out_is_final_everywhere() -> None:
    world = make_world()
    seller = world.seller()
    token = seller.token

    answer = seller.post("/auth/logout")

    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    copy = world.visitor()
    copy.client.set_cookie("__Host-session", token, domain="localhost", secure=True)
    assert problem(copy.get("/auth/me")) == (401, "unauthenticated")
    assert copy.post("/auth/logout").status_code == 204


@pytest.mark.parametrize(
    ("steps", "step", "expected"),
    [
        (1, timedelta(hours=24), 401),
        (1, timedelta(hours=23), 200),
        (13 * 24, timedelta(hours=1), 200),
        (14 * 24, timedelta(hours=1), 401),
    ],
)
def test_sessions_end_by_the_product_clock(steps: int, step: timedelta, expected: int) -> None:
    world = make_world()
    seller = world.seller()

    for _ in range(steps):
        world.clock.advance(step)
        status = seller.get("/auth/me").status_code

    assert status == expected


def test_being_seen_is_written_every_ten_minutes_at_most() -> None:
    world = make_world()
    seller = world.seller()
    world.bill().clear()

    for _ in range(30):
        world.pass_time(minutes=1)
        seller.get("/inbox/counts")

    assert world.bill().writes[Session] == 3


@pytest.mark.parametrize("cookie", ["", "x", "ы" * 43, "a" * 43, "a" * 20_000, "../../users"])
def test_odd_cookies_are_nobody(cookie: str) -> None:
    browser = make_world().visitor()

    answer = browser.get("/auth/me", headers={"Cookie": f"__Host-session={cookie}"})

    assert answer.status_code == 401


def test_two_session_cookies_are_nobody() -> None:
    world = make_world()
    token = world.seller().token
    cookies = f"__Host-session={token}; __Host-session={'b' * 43}"

    answer = world.visitor().get("/auth/me", headers={"Cookie": cookies})

    assert answer.status_code == 401
