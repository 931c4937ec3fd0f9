"""Connecting a WB cabinet and syncing it, through the API."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.accounts.account import Cabinet, Scope, Seller, TokenKind
from shared.domain.accounts.audit import AuditEntry, Deed
from shared.domain.errors import AccessDenied, Denial, InboxError, RateLimited, Unavailable
from shared.domain.ids import shard_of
from shared.domain.jobs import Job, JobState
from shared.domain.replies.reply import Reply, ReplyState
from shared.domain.sync.state import (
    Category,
    ChannelSync,
    RunFacts,
    Shard,
    SyncRun,
    SyncState,
    SyncStatus,
)
from shared.ports import Create, Patch, Query
from shared.usecases.park_category import park_category
from tests.builders import NOON, make_item
from tests.functions.api import Browser, World, fields, make_world, problem
from tests.functions.test_inbox_api_conversation import reply_body


def shop() -> tuple[World, Browser]:
    world = make_world()
    return world, world.seller()


def connect(browser: Browser, token: str) -> Any:
    return browser.ask("PUT", "/cabinet", body={"wb_token": token})


def codes(answer: Any) -> list[str]:
    return [notice["code"] for notice in answer.get_json()["notices"]]


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


def test_a_sync_by_hand_is_queued_once_a_minute() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))

    first = browser.post("/sync", {})
    second = browser.post("/sync")
    world.pass_time(minutes=1)
    third = browser.post("/sync", {"channels": ["question"]})

    assert first.status_code == 202
    assert set(first.get_json()["queued"]) == {"review", "question", "chat"}
    assert problem(second) == (429, "rate_limited")
    assert second.headers["Retry-After"] == "60"
    assert set(third.get_json()["queued"]) == {"review", "question"}


def test_what_the_last_syncs_did_can_be_read() -> None:
    world, browser = shop()
    facts = RunFacts(at=NOON, calls=2, fetched=9, created=3, updated=1)
    run = SyncRun(
        id="run-1",
        category=Category.FEEDBACKS,
        started_at=NOON,
        finished_at=NOON + timedelta(seconds=2),
        expires_at=NOON,
        calls=2,
        waited_s=1.5,
        channels={"review": facts},
    )
    progress = ChannelSync(last_run=facts, compared_at=NOON)
    state = SyncState(category=Category.FEEDBACKS, channels={"review": progress})
    world.counting.of_seller(browser.seller).commit([Create(run), Create(state)])

    (told,) = browser.get("/sync/runs").get_json()["items"]

    assert (told["seconds"], told["waited_s"], told["error"]) == (2.0, 1.5, None)
    assert told["channels"]["review"] == {
        "calls": 2,
        "fetched": 9,
        "created": 3,
        "updated": 1,
        "unchanged": 5,
        "quarantined": 0,
    }
    review = browser.get("/sync").get_json()["channels"]["review"]
    assert (review["last_run"]["unchanged"], review["compared_at"]) == (5, "2026-11-22T12:00:00Z")
    assert review["freshness"] == "unjudged"


def test_a_channel_that_was_not_read_for_long_is_called_stale() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    progress = ChannelSync(last_success_at=world.clock.now())
    state = SyncState(category=Category.FEEDBACKS, channels={"review": progress})
    world.counting.of_seller(browser.seller).commit([Create(state)])

    def freshness() -> str:
        told: str = browser.get("/sync").get_json()["channels"]["review"]["freshness"]
        return told

    before = freshness()
    world.pass_time(hours=1)

    assert (before, freshness()) == ("fresh", "stale")


def test_a_full_sync_is_a_job_that_reads_the_whole_history() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))

    answer = browser.post("/sync", {"full": True, "channels": ["chat"]})

    assert answer.status_code == 202
    assert answer.get_json()["queued"] == ["chat"]
    job = browser.get(f"/jobs/{answer.get_json()['job']}").get_json()
    assert (job["kind"], job["state"], job["done"]) == ("full_sync", "queued", 0)
    assert [task.payload["job"] for task in world.queue.waiting if task.queue == "jobs"] == [
        job["id"]
    ]
    again = browser.post("/sync", {"full": True}).get_json()
    assert (again["queued"], again["job"]) == (["chat"], job["id"])


def test_a_full_sync_that_is_over_is_not_repeated_within_a_minute() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    name = browser.post("/sync", {"full": True}).get_json()["job"]
    store = world.counting.of_seller(browser.seller)
    store.commit([Patch(Job, (name,), {"state": JobState.DONE, "due_at": None})])

    assert problem(browser.post("/sync", {"full": True})) == (429, "rate_limited")
    world.pass_time(minutes=1)
    assert browser.post("/sync", {"full": True}).status_code == 202


def test_a_job_of_somebody_else_is_not_found() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    name = browser.post("/sync", {"full": True}).get_json()["job"]

    stranger = world.seller("other@example.com")
    assert problem(stranger.get(f"/jobs/{name}")) == (404, "not_found")


def test_progress_is_told_per_channel_without_cursors() -> None:
    world, browser = shop()
    review = ChannelSync(status=SyncStatus.RUNNING, phase="history", fetched=120, cursor=17)
    chat = ChannelSync(status=SyncStatus.FAILED, error="WB не ответил")
    world.counting.of_seller(browser.seller).commit(
        [
            Create(SyncState(category=Category.FEEDBACKS, channels={"review": review})),
            Create(SyncState(category=Category.CHAT, channels={"chat": chat})),
        ]
    )

    channels = browser.get("/sync").get_json()["channels"]

    assert channels["review"]["fetched"] == 120
    assert channels["question"]["state"] == "idle"
    assert channels["chat"]["error"] == "WB не ответил"
    assert "cursor" not in channels["review"]


def test_looking_at_the_inbox_asks_for_quick_polling() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    world.pass_time(seconds=5)
    world.bill().clear()

    for _ in range(3):
        browser.get("/inbox")

    shard = world.counting.shared().get(Shard, str(shard_of(browser.seller)))
    assert shard is not None
    assert shard.value.sellers[browser.seller].open_at == world.clock.now()
    assert world.bill().writes == {Shard: 1}


def test_a_lasting_visit_keeps_polling_quick_without_a_list() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    browser.get("/inbox")
    since = browser.get("/inbox/changes").get_json()["next"]

    for _ in range(31):
        world.pass_time(minutes=1)
        since = browser.get("/inbox/changes", since=since).get_json()["next"]

    shard = world.counting.shared().get(Shard, str(shard_of(browser.seller)))
    assert shard is not None
    opened = shard.value.sellers[browser.seller].open_at
    assert opened is not None
    assert world.clock.now() - opened <= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("days", "level", "title"),
    [
        (30, "info", "Токен WB истекает через 30 дней"),
        (22, "info", "Токен WB истекает через 22 дня"),
        (21, "info", "Токен WB истекает через 21 день"),
        (14, "info", "Токен WB истекает через 14 дней"),
        (7, "warning", "Токен WB истекает через 7 дней"),
        (1, "danger", "Токен WB истекает"),
    ],
)
def test_a_token_warns_before_it_dies(days: int, level: str, title: str) -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1", lifetime=timedelta(days=days))

    [notice] = connect(browser, token).get_json()["notices"]

    assert (notice["code"], notice["level"], notice["title"]) == ("expires", level, title)
    assert "по Москве" in notice["text"]


def test_a_dead_token_says_so_and_nothing_else() -> None:
    world, browser = shop()
    token = world.marketplaces.issue_token("sid-1", lifetime=timedelta(hours=1))
    connect(browser, token)
    for category in Category:
        park_category(browser.seller, category, Denial.EXPIRED, stores=world.counting)

    world.pass_time(hours=2)
    me = browser.get("/auth/me").get_json()

    assert me["cabinet"]["token"]["days_left"] == 0
    assert [one["code"] for one in me["sync"]["notices"]] == ["expired"]
    assert "Создайте новый токен" in me["sync"]["notices"][0]["text"]


def test_a_refused_token_is_told_once_and_a_refused_section_by_name() -> None:
    world, browser = shop()
    connect(browser, world.marketplaces.issue_token("sid-1"))
    park = park_category
    for category in Category:
        park(browser.seller, category, Denial.TOKEN, stores=world.counting)
    whole = browser.get("/sync").get_json()["notices"]
    park(browser.seller, Category.FEEDBACKS, Denial.SCOPE, stores=world.counting)
    park(browser.seller, Category.CHAT, Denial.KIND, stores=world.counting)
    parts = browser.get("/sync").get_json()["notices"]

    assert [(one["title"], one["channels"]) for one in whole] == [
        ("WB не принимает токен", ["review", "question", "chat"])
    ]
    assert [(one["title"], one["channels"]) for one in parts] == [
        ("WB закрыл доступ к отзывам и вопросам", ["review", "question"]),
        ("WB закрыл доступ к чатам", ["chat"]),
    ]
    assert all(one["level"] == "danger" and one["text"] for one in (*whole, *parts))


def test_beside_the_services_secret_a_base_token_needs_no_note() -> None:
    world, browser = shop()
    world.marketplaces.client_secret = "secret"

    answer = connect(browser, world.marketplaces.issue_token("sid-1", kind=TokenKind.BASE))

    assert answer.get_json()["cabinet"]["token"]["type"] == "base_secret"
    assert codes(answer) == []
