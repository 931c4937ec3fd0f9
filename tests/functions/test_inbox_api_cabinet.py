"""Connecting a WB cabinet and syncing it, through the API."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.accounts.audit import AuditEntry, Deed
from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.errors import AccessDenied, Denial, InboxError, RateLimited, Unavailable
from shared.domain.ids import shard_of
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.sync.due import Shard
from shared.ports import Patch, Query
from tests.builders import make_item
from tests.functions.api import World, fields, make_world, problem
from tests.functions.cabinet import codes, connect, shop
from tests.functions.conversation import reply_body


def queued(world: World) -> list[str]:
    return sorted(task.payload["category"] for task in world.queue.waiting if task.queue == "sync")


def test_a_good_token_connects_and_starts_the_first_sync() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")

    answer = connect(browser, f"  Bearer {token} ")

    assert answer.status_code == 200, answer.text
    body = answer.get_json()
    assert body["cabinet"]["sid"] == "sid-1"
    assert body["cabinet"]["trade_mark"]
    assert body["notices"] == []
    assert body["cabinet"]["token"]["days_left"] == 180
    assert [(one["scope"], one["ok"]) for one in body["checks"]] == [
        ("feedbacks", True),
        ("chats", True),
        ("returns", True),
    ]
    assert world.vault.open(browser.seller) == token
    assert queued(world) == ["chat", "feedbacks"]
    shard = world.counting.shared().get(Shard, str(shard_of(browser.seller)))
    assert shard is not None
    assert shard.value.sellers[browser.seller].feedbacks_at == world.clock.now()
    assert browser.get("/auth/me").get_json()["cabinet"] == body["cabinet"]
    assert token not in answer.text


def test_what_wb_has_said_so_far_can_be_read_scope_after_scope() -> None:
    world, browser = shop()
    assert browser.get("/cabinet/checks").get_json() == {"checks": []}
    token = world.marketplaces.issue_token("sid-1", scopes=(Scope.FEEDBACKS, Scope.RETURNS))

    answer = connect(browser, token)

    told = browser.get("/cabinet/checks").get_json()["checks"]
    assert told == answer.get_json()["checks"]
    assert [one["ok"] for one in told] == [True, False, True]
    assert world.seller("b@example.com").get("/cabinet/checks").get_json() == {"checks": []}


def test_the_token_is_nowhere_in_the_open() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")
    connect(browser, token)

    profile = world.counting.shared().get(Seller, browser.seller)
    entries = world.counting.of_seller(browser.seller).find(Query(kind=AuditEntry))

    assert token not in str((profile, entries, world.queue.waiting))
    assert [entry.value.deed for entry in entries] == [Deed.REGISTERED, Deed.CABINET_CONNECTED]


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"lifetime": timedelta(seconds=-1)}, "expired"),
        ({"kind": TokenKind.TEST}, "kind"),
        ({"kind": TokenKind.PERSONAL}, "kind"),
        ({"scopes": (Scope.RETURNS,)}, "no_scope"),
    ],
)
def test_a_useless_token_is_refused_without_asking_wb(facts: dict[str, Any], fault: str) -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1", **facts)

    answer = connect(browser, token)

    assert problem(answer) == (422, "invalid")
    assert [one["code"] for one in answer.get_json()["errors"]] == [fault]
    assert world.marketplaces.cabinets["sid-1"].calls == []
    assert world.vault.open(browser.seller) is None


@pytest.mark.parametrize("token", ["x" * 40, "a.b.c" * 10, "ключ" * 10, "eyJ9.e30." + "x" * 30])
def test_what_is_no_token_is_refused(token: str) -> None:
    _, browser = shop()

    answer = connect(browser, token)

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == ["wb_token"]


def test_ozon_is_refused_honestly_before_anything_is_asked() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")

    answer = browser.ask("PUT", "/cabinet", body={"marketplace": "ozon", "wb_token": token})

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == ["marketplace"]
    assert "Ozon скоро появится" in answer.get_json()["errors"][0]["message"]
    assert world.marketplaces.cabinets["sid-1"].calls == []
    unknown = browser.ask("PUT", "/cabinet", body={"marketplace": "avito", "wb_token": token})
    assert fields(unknown) == ["marketplace"]
    named = {"marketplace": "wildberries", "wb_token": token}
    assert browser.ask("PUT", "/cabinet", body=named).status_code == 200


def test_a_token_that_wb_refuses_tells_per_scope() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")
    world.marketplaces.revoke(token)

    answer = connect(browser, token)

    assert problem(answer) == (422, "invalid")
    assert [one["code"] for one in answer.get_json()["errors"]] == [
        "refused",
        "denied",
        "denied",
        "denied",
    ]
    assert world.counting.shared().find(Query(kind=Cabinet)) == []
    assert world.vault.open(browser.seller) is None


def test_one_working_scope_is_enough_and_the_others_are_told() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1", scopes=(Scope.FEEDBACKS,), read_only=True)
    world.marketplaces.cabinets["sid-1"].read_errors.clear()

    answer = connect(browser, token)

    assert [one["ok"] for one in answer.get_json()["checks"]] == [True, False, False]
    assert codes(answer) == ["read_only", "no_chat"]
    assert queued(world) == ["feedbacks"]


@pytest.mark.parametrize(
    ("error", "ok"),
    [
        (AccessDenied(Denial.PAYMENT), False),
        (RateLimited(10), False),
        (Unavailable("down"), False),
    ],
)
def test_a_scope_that_fails_does_not_hide_one_that_works(error: InboxError, ok: bool) -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")
    world.marketplaces.cabinets["sid-1"].read_errors.append(error)

    answer = connect(browser, token)

    assert answer.status_code == 200
    assert [one["ok"] for one in answer.get_json()["checks"]] == [ok, True, True]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RateLimited(10), (429, "rate_limited")),
        (Unavailable("down"), (503, "unavailable")),
        (AccessDenied(Denial.PAYMENT), (422, "invalid")),
    ],
)
def test_nothing_is_kept_when_no_scope_answers(
    error: InboxError, expected: tuple[int, str]
) -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")
    world.marketplaces.cabinets["sid-1"].read_errors.extend([error] * 3)

    answer = connect(browser, token)

    assert problem(answer) == expected
    assert world.vault.open(browser.seller) is None
    assert browser.get("/auth/me").get_json()["cabinet"]["connected"] is False


def test_a_base_token_is_taken_with_an_honest_note() -> None:
    world, browser = shop()

    answer = connect(browser, world.marketplaces.issue_token("sid-1", kind=TokenKind.BASE))

    [notice] = answer.get_json()["notices"]
    assert (notice["code"], notice["level"]) == ("kind_base", "warning")
    assert "5 запросов в час" in notice["text"]


def test_a_base_token_whose_hour_is_spent_is_taken_all_the_same() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1", kind=TokenKind.BASE)
    world.marketplaces.cabinets["sid-1"].read_errors.extend([RateLimited(3000)] * 3)

    answer = connect(browser, token)

    assert answer.status_code == 200
    assert {one["detail"] for one in answer.get_json()["checks"]} == {
        "WB просит подождать: проверим при синхронизации"
    }
    assert world.vault.open(browser.seller) == token


def test_development_takes_personal_tokens_too() -> None:
    world = make_world(accepted_tokens=frozenset(TokenKind))
    browser = world.seller()

    answer = connect(browser, world.marketplaces.issue_token("sid-1", kind=TokenKind.PERSONAL))

    assert answer.status_code == 200
    [notice] = answer.get_json()["notices"]
    assert "облачным" in notice["text"]
    [_, entry] = world.counting.of_seller(browser.seller).find(Query(kind=AuditEntry))
    assert entry.value.facts == {"token": "personal"}


def test_a_cabinet_belongs_to_one_account() -> None:
    world, browser = shop()
    rival = world.seller("rival@example.com", "Соседи")
    connect(browser, world.marketplaces.issue_token("sid-1"))

    answer = connect(rival, world.marketplaces.issue_token("sid-1"))

    assert problem(answer) == (409, "conflict")
    assert world.vault.open(rival.seller) is None
    assert browser.seller not in answer.text


def test_an_account_never_mixes_two_cabinets() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))

    while_connected = connect(browser, world.marketplaces.issue_token("sid-2"))
    browser.ask("DELETE", "/cabinet")
    after_removal = connect(browser, world.marketplaces.issue_token("sid-2"))
    again = connect(browser, world.marketplaces.issue_token("sid-1"))

    assert problem(while_connected) == (409, "conflict")
    assert problem(after_removal) == (409, "conflict")
    assert again.status_code == 200


def test_a_token_edited_to_name_another_cabinet_is_refused() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1")
    world.marketplaces.cabinets["sid-1"] = world.marketplaces.add_cabinet("sid-9")

    answer = connect(browser, token)

    assert problem(answer) == (422, "invalid")
    assert answer.get_json()["errors"][0]["code"] == "other_cabinet"


def test_replacing_a_token_lets_waiting_replies_go_on() -> None:
    world, browser = shop()
    item = make_item()
    world.put(browser.seller, item)
    connect(browser, world.marketplaces.issue_token("sid-1"))
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()["id"]
    blocked = {"state": ReplyState.BLOCKED, "due_at": None}
    store = world.counting.of_seller(browser.seller)
    store.commit([Patch(Reply, (reply,), blocked)])
    world.pass_time(minutes=1)

    connect(browser, world.marketplaces.issue_token("sid-1"))

    stored = store.get(Reply, reply)
    assert stored is not None
    assert stored.value.state is ReplyState.APPROVED
    assert browser.get(f"/replies/{reply}").get_json()["state"] == "approved"


def test_removing_the_cabinet_forgets_the_token_and_frees_the_cabinet() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))

    answers = [browser.ask("DELETE", "/cabinet") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert world.vault.open(browser.seller) is None
    shard = world.counting.shared().get(Shard, str(shard_of(browser.seller)))
    assert shard is not None
    assert browser.seller not in shard.value.sellers
    assert world.counting.shared().find(Query(kind=Cabinet)) == []
    assert browser.get("/auth/me").get_json()["cabinet"]["connected"] is False
    assert problem(browser.post("/sync", {})) == (409, "conflict")
