"""Syncs and tokens through the API: asked for, told, warned of."""

from datetime import timedelta

import pytest

from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import Denial
from shared.domain.ids import shard_of
from shared.domain.jobs import Job, JobState
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.domain.sync.state import ChannelSync, RunFacts, SyncRun, SyncState, SyncStatus
from shared.ports import Create, Patch
from shared.usecases.park_category import park_category
from tests.builders import NOON
from tests.functions.api import problem
from tests.functions.cabinet import codes, connect, shop


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
