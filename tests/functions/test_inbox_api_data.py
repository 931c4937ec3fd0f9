"""All of a seller's data: taken along as an archive, and erased so that nothing is left."""

import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.store.belongings import load_kinds, seller_belongings
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.sign_in import ResetToken
from shared.domain.errors import Rejected, Unavailable
from shared.domain.files import FetchedFile, FetchState
from shared.domain.ids import InteractionId, ReplyId, SellerId, shard_of
from shared.domain.interaction import Message, Sender
from shared.domain.jobs import Job
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.ports import Create, Put, Stores
from shared.usecases.account_workers import account_workers
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.ingest_page import ingest_page
from shared.usecases.link_thread import link_thread
from shared.usecases.run_job import JobReport, run_job, sweep_jobs
from shared.usecases.sync_category import sync_category
from tests.builders import NOON, make_chat
from tests.functions.api import PASSWORD, Browser, World, make_world, problem
from tests.security.ground import furnish

EMAIL = "kanarejka7@example.com"
WORD = "КАНАРЕЙКА7"


def shop(email: str = EMAIL, sid: str = "sid-1") -> tuple[World, Browser]:
    world = make_world()
    return world, settled(world, email, sid)


def settled(world: World, email: str, sid: str) -> Browser:
    browser = world.seller(email, WORD)
    furnish(world, browser, WORD, sid)
    return browser


def work(world: World, *, stores: Stores | None = None, times: int = 40) -> list[JobReport]:
    """Deliver the tasks of jobs as the queue would, waits included."""
    stores = stores or world.counting
    workers = account_workers(
        stores=stores,
        files=world.outside.files,
        clock=world.clock,
        belongings=seller_belongings(),
    )
    done: list[JobReport] = []
    seen: set[str] = set()
    for _ in range(times):
        tasks = [one for one in world.queue.waiting if one.queue == "jobs" and one.key not in seen]
        for task in tasks:
            if "job" not in task.payload:
                continue
            seen.add(task.key)
            report = run_job(
                SellerId(task.payload["seller"]),
                task.payload["job"],
                workers=workers,
                stores=stores,
                queue=world.queue,
                clock=world.clock,
            )
            done.append(report)
        world.pass_time(minutes=3)
        sweep_jobs(stores=world.counting, queue=world.queue, clock=world.clock)
    return done


def documents(world: World) -> dict[tuple[str, ...], Any]:
    shelves = world.counting._stores._embedded._shelves  # type: ignore[attr-defined]
    return {path: found.data for path, found in shelves._documents.items()}


def entries(browser: Browser) -> dict[str, bytes]:
    answer = browser.get("/export")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(found: dict[str, bytes]) -> list[dict[str, Any]]:
    parts = [content for name, content in found.items() if name.startswith("data-")]
    return [json.loads(line) for part in parts for line in part.splitlines()]


def test_everything_but_secrets_is_taken_along() -> None:
    world, browser = shop()
    job = browser.post("/export").get_json()
    assert browser.get("/export/state").get_json()["job"]["id"] == job["id"]

    work(world)

    state = browser.get("/export/state").get_json()
    found = entries(browser)
    kinds = {line["kind"] for line in lines(found)}
    whole = b"".join(found.values()).decode()
    assert state["job"] is None
    assert state["ready"]["size"] > 0
    assert browser.get(f"/jobs/{job['id']}").get_json()["state"] == "done"
    assert {"Interaction", "Reply", "AuditEntry", "SellerSettings", "UploadedFile"} <= kinds
    assert WORD in whole
    assert EMAIL in whole
    assert any(name.startswith("files/") for name in found)
    for secret in ("ciphertext", "password_hash", "SealedToken", browser.token):
        assert secret not in whole


def test_a_chat_is_taken_along_with_its_messages() -> None:
    world, browser = shop()
    chat = make_chat("1:c9")
    message = Message(
        id="m1", interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text="Где заказ?"
    )
    world.put(browser.seller, chat)
    world.counting.of_seller(browser.seller).commit([Create(message)])
    browser.post("/export")

    work(world)

    told = [line["value"] for line in lines(entries(browser)) if line["kind"] == "Message"]
    assert [one["text"] for one in told] == ["Где заказ?"]


def test_an_archive_is_its_owner_s_alone_and_lasts_a_week() -> None:
    world, browser = shop()
    stranger = world.seller("other@example.com")
    browser.post("/export")
    work(world)

    assert problem(stranger.get("/export")) == (404, "not_found")
    assert stranger.get("/export/state").get_json() == {"job": None, "ready": None}
    world.pass_time(days=7)
    browser.post("/auth/login", {"email": EMAIL, "password": PASSWORD})
    assert problem(browser.get("/export")) == (404, "not_found")


def test_an_export_asked_for_again_is_the_same_one() -> None:
    _, browser = shop()

    first = browser.post("/export").get_json()["id"]

    assert browser.post("/export").get_json()["id"] == first


def test_a_newer_archive_takes_the_place_of_the_older() -> None:
    world, browser = shop()
    for _ in range(2):
        browser.post("/export")
        work(world)
        browser.post("/auth/login", {"email": EMAIL, "password": PASSWORD})

    names = [one for one in world.outside.files.names(browser.seller) if "export" in one]

    assert len(names) == 1
    assert lines(entries(browser))


def erase(browser: Browser, password: str = PASSWORD) -> int:
    return browser.ask("DELETE", "/account", body={"password": password}).status_code


def test_a_wrong_password_erases_nothing() -> None:
    world, browser = shop()
    before = len(documents(world))

    assert erase(browser, "nonono-2026") == 422

    assert browser.get("/auth/me").status_code == 200
    assert len(documents(world)) >= before


def test_sessions_die_at_once_and_nobody_signs_in_again() -> None:
    world, browser = shop()
    second = world.visitor()
    sign_in = {"email": EMAIL, "password": PASSWORD}
    assert second.post("/auth/login", sign_in).status_code == 200

    assert erase(browser) == 202

    assert problem(second.get("/auth/me")) == (401, "unauthenticated")
    assert problem(browser.get("/inbox")) == (401, "unauthenticated")
    assert problem(second.post("/auth/login", sign_in)) == (401, "unauthenticated")


def test_nothing_of_the_seller_is_left_in_store_files_and_queue() -> None:
    world, browser = shop()
    seller = browser.seller
    furnished = settled(world, "other@example.com", "sid-2")
    right = ResetToken(id="t", user=user_of(world, EMAIL), password="", expires_at=NOON)
    file = FetchedFile(
        id="f", download_id="d", state=FetchState.READY, retry_at=NOON, expires_at=NOON
    )
    world.counting.shared().commit([Put(right)])
    world.counting.of_seller(seller).commit([Put(file)])
    world.outside.files.keep(seller, "f", b"bytes")
    others = {path for path in documents(world) if furnished.seller in path}

    assert erase(browser) == 202
    reports = work(world)

    assert reports[-1].outcome == "erased"
    left = {path: data for path, data in documents(world).items() if seller in str((path, data))}
    assert left == {}
    assert EMAIL not in str(documents(world))
    assert world.outside.files.names(seller) == []
    assert others <= set(documents(world))
    assert furnished.get("/inbox").status_code in (200, 401)
    deliver_what_is_left(world, seller)
    assert not [path for path in documents(world) if seller in str(path)]


def user_of(world: World, email: str) -> str:
    (name,) = [
        path[1]
        for path, data in documents(world).items()
        if path[0] == "users" and data["email"] == email
    ]
    return name


def deliver_what_is_left(world: World, seller: SellerId) -> None:
    """Tasks that were queued before meet nothing to work on, and bring nothing back."""
    behind: dict[str, Any] = {"stores": world.counting, "clock": world.clock}
    wb: dict[str, Any] = {"marketplaces": world.marketplaces, "queue": world.queue}
    raw: dict[str, Any] = {"item_reader": world.marketplaces, "queue": world.queue}
    safe: dict[str, Any] = {
        "vault": world.vault,
        "ids": world.outside.ids,
        "files": world.outside.files,
    }
    for task in world.queue.waiting:
        ids = task.payload
        if ids.get("seller") != seller:
            continue
        with suppress(Rejected):
            match task.queue:
                case "sync":
                    sync_category(seller, Category(ids["category"]), **behind, **wb, **safe)
                case "ingest":
                    ingest_page(seller, ids["page"], **behind, **raw)
                case "link":
                    link_thread(seller, InteractionId(ids["interaction"]), **behind)
                case "dispatch":
                    reply = ReplyId(ids["reply"])
                    dispatch_reply(seller, reply, **behind, **wb, **safe)


def test_the_cabinet_is_free_and_the_plan_forgets_the_seller() -> None:
    world, browser = shop()
    seller = browser.seller

    erase(browser)

    shard = world.counting.shared().get(Shard, str(shard_of(seller)))
    assert shard is None or seller not in shard.value.sellers
    newcomer = world.seller("new@example.com")
    token = world.marketplaces.issue_token("sid-1")
    assert newcomer.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200


def test_who_signs_up_again_at_once_is_somebody_else_and_stays() -> None:
    world, browser = shop()
    erase(browser)
    again = world.seller(EMAIL, "Снова")

    work(world, times=8)

    assert again.seller != browser.seller
    assert again.get("/auth/me").get_json()["seller"]["name"] == "Снова"


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("cut", [0, 1, 2, 3, 5, 8, 13, 21, 34])
def test_an_erasure_cut_off_anywhere_comes_to_its_end(cut: int, fault: Fault) -> None:
    world, browser = shop()
    stores = FaultyStores(world.counting, in_turn(*[Fault.NONE] * cut, fault))
    session = next(data for path, data in documents(world).items() if path[0] == "sessions")
    assert session["seller"] == browser.seller
    rival = world.visitor(outside=replace(world.outside, stores=stores))
    rival.post("/auth/login", {"email": EMAIL, "password": PASSWORD})

    with suppress(Unavailable):
        erase(rival)
    if browser.get("/auth/me").status_code == 200:
        # The wish was not taken; the seller sees that and asks again.
        assert erase(browser) == 202
    for _ in range(3):
        with suppress(Unavailable):
            work(world, stores=stores, times=6)

    assert not [path for path, data in documents(world).items() if browser.seller in str(path)]


def test_every_kind_of_document_belongs_to_what_is_taken_away() -> None:
    kinds = seller_belongings()

    assert {*kinds.flat, *kinds.nested} == {
        kind for kind, place in load_kinds().items() if place.scope == "seller"
    }
    assert Job in kinds.flat
