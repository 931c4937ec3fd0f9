"""What a seller changes through the API is seen in the running pipeline, field by field."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.wb_items import make_review
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Draft
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel, Interaction, ReplyMark
from shared.domain.replies.approval import Approval
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Page
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.entrypoint.api.sections import SECTIONS
from shared.ports import Create, Patch, Query
from shared.usecases.approve_reply import approve_reply
from shared.usecases.draft_reply import draft_reply
from shared.usecases.ingest_page import ingest_page
from shared.usecases.job_workers import make_workers
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings
from shared.usecases.run_job import run_job
from shared.usecases.watch_deadlines import watch_deadlines
from tests.builders import NOON, make_item
from tests.functions.api import Browser, World, make_world
from tests.functions.automatic_effects import AUTOMATIC_EFFECTS
from tests.functions.draft_effects import DRAFT_EFFECTS
from tests.functions.test_inbox_api_settings import GENERAL, save
from tests.judges import sure_judge

TEXT = "Спасибо за отзыв, рады, что вам понравилось!"
SIZE = "Какой размер брать на рост 170?"


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def item_of(world: World, browser: Browser, item: Interaction) -> Interaction:
    stored = world.counting.of_seller(browser.seller).get(Interaction, item.id)
    assert stored is not None
    return stored.value


def approve(browser: Browser, item: Interaction) -> dict[str, Any]:
    body = {
        "text": TEXT,
        "text_hash": hash_text(TEXT),
        "revision": 1,
        "client_request_id": str(uuid.UUID(int=1)),
    }
    answer = browser.post(f"/interactions/{item.id}/reply", body)
    assert answer.status_code == 202, answer.text
    reply: dict[str, Any] = answer.get_json()
    return reply


def undo_of_people() -> None:
    item = make_item()
    _, browser = shop(item)
    save(browser, "general", GENERAL | {"undo_seconds": 45})

    assert approve(browser, item)["title"] == "Отправится через 45 с"


def undo_of_the_system() -> None:
    item = make_item()
    world, browser = shop(item)
    save(browser, "general", GENERAL | {"auto_undo_seconds": 600})
    approval = Approval(
        interaction=item.id,
        text=TEXT,
        text_hash=hash_text(TEXT),
        revision=1,
        client_request_id="auto",
        author=Author.SYSTEM,
    )

    reply = approve_reply(
        browser.seller,
        approval,
        stores=world.counting,
        queue=world.queue,
        clock=world.clock,
        judge=sure_judge(),
    )

    assert reply.due_at == NOON + timedelta(minutes=10)


def window_of_unproven_replies() -> None:
    item = make_item()
    world, browser = shop(item)
    token = world.marketplaces.issue_token("sid-1")
    assert browser.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200
    save(browser, "general", GENERAL | {"reply_pending_minutes": 30})
    store = world.counting.of_seller(browser.seller)
    reply = approve(browser, item)["id"]
    store.commit([Patch(Reply, (reply,), {"state": ReplyState.SENT, "claimed_at": NOON})])
    mark = ReplyMark(id=reply, state=ReplyState.SENT, at=NOON, text_hash=hash_text(TEXT))
    stored = store.get(Interaction, item.id)
    assert stored is not None
    work = replace(stored.value.work, reply=mark)
    after = change_item(stored.value, read_settings(store), NOON, work=work)
    store.commit(move_item(stored, after))
    waiting = [item_of(world, browser, item).queue.needs_response]
    for minutes in (29, 2):
        world.pass_time(minutes=minutes)
        watch_deadlines(stores=world.counting, queue=world.queue, clock=world.clock)
        waiting.append(item_of(world, browser, item).queue.needs_response)
    (row,) = browser.get("/inbox", view="attention").get_json()["items"]
    shown = browser.get(f"/interactions/{row['id']}").get_json()["reply"]

    assert waiting == [False, False, True]
    assert shown["title"] == "WB ещё не показал ответ"


def names_of_buyers() -> None:
    world, browser = shop()
    save(browser, "general", GENERAL | {"store_buyer_names": False})
    raw = make_review("R1", NOON - timedelta(days=1), rating=2, text="Порвалось")
    (packed,) = pack_parcels([Parcel(raw=raw | {"userName": "Мария"}, moved=False)])
    page = Page(
        id="p1",
        category=Category.FEEDBACKS,
        channel=Channel.REVIEW,
        observed_at=NOON,
        expires_at=NOON + timedelta(days=1),
        count=1,
        body=packed.body,
    )
    store = world.counting.of_seller(browser.seller)
    store.commit([Create(page)])

    ingest_page(
        browser.seller,
        page.id,
        stores=world.counting,
        item_reader=world.marketplaces,
        queue=world.queue,
        clock=world.clock,
    )

    (stored,) = store.find(Query(kind=Interaction))
    assert stored.value.source.text == "Порвалось"
    assert stored.value.source.buyer_name == ""


def name_of_the_shop() -> None:
    _, browser = shop()
    save(browser, "profile", {"name": "Самовар", "signature": ""})

    assert browser.get("/auth/me").get_json()["seller"]["name"] == "Самовар"


def signature_of_drafts() -> None:
    item = make_item()
    world, browser = shop(item)
    save(browser, "profile", {"name": "Лавка", "signature": "команда «Самовар»"})

    draft_reply(
        browser.seller,
        item.id,
        stores=world.counting,
        writers=[TemplateWriter()],
        cards=MemoryCards(),
        clock=world.clock,
    )

    (draft,) = world.counting.of_seller(browser.seller).find(Query(kind=Draft, within=(item.id,)))
    assert draft.value.text.splitlines()[-1].endswith(", команда «Самовар»")


def run_jobs(world: World, browser: Browser) -> None:
    outside = world.outside
    workers = make_workers(stores=outside.stores, queue=outside.queue, clock=outside.clock)
    for task in [one for one in world.queue.waiting if one.queue == "jobs"]:
        run_job(
            browser.seller,
            task.payload["job"],
            workers=workers,
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
        )


def rows_of_deadlines() -> None:
    item = make_item(Channel.QUESTION, text=SIZE)
    world, browser = shop(item)
    rows = {"sizing_fit_question": {"target_minutes": 15, "limit_minutes": 60}}

    save(browser, "deadlines", {"rows": rows, "hours": None})
    run_jobs(world, browser)

    deadline = item_of(world, browser, item).queue.deadline
    assert deadline is not None
    assert deadline.target_at == NOON + timedelta(minutes=15)
    assert deadline.limit_at == NOON + timedelta(minutes=60)


def hours_of_work() -> None:
    item = make_item(Channel.QUESTION, text=SIZE)
    world, browser = shop(item)
    # Noon of the tests is three in the afternoon in Moscow, on a Sunday.
    hours = {"opens": "09:00", "closes": "21:00", "weekdays": [0, 1, 2, 3, 4]}

    save(browser, "deadlines", {"rows": {}, "hours": hours})
    run_jobs(world, browser)

    deadline = item_of(world, browser, item).queue.deadline
    assert deadline is not None
    assert deadline.target_at == NOON + timedelta(hours=18, minutes=5)


EFFECTS: dict[tuple[str, str], Callable[[], None]] = {
    ("profile", "name"): name_of_the_shop,
    ("profile", "signature"): signature_of_drafts,
    ("general", "undo_seconds"): undo_of_people,
    ("general", "auto_undo_seconds"): undo_of_the_system,
    ("general", "reply_pending_minutes"): window_of_unproven_replies,
    ("general", "store_buyer_names"): names_of_buyers,
    ("deadlines", "rows"): rows_of_deadlines,
    ("deadlines", "hours"): hours_of_work,
    **DRAFT_EFFECTS,
    **AUTOMATIC_EFFECTS,
}


@pytest.mark.parametrize("field", EFFECTS, ids=".".join)
def test_a_field_has_its_effect(field: tuple[str, str]) -> None:
    EFFECTS[field]()


def test_no_field_is_without_an_effect() -> None:
    fields = {
        (section.value, name)
        for section, shape in SECTIONS.items()
        for name in shape.request.model_fields
    }

    assert fields == set(EFFECTS)
