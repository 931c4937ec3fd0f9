"""Examples before a cabinet is connected: seeded, answered, and cleared without a trace."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.store.faults import Fault, FaultyStores, GuardedStores, in_turn
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.demo.state import Demo
from shared.domain.demo.texts import EXAMPLES
from shared.domain.drafts.draft import Draft
from shared.domain.errors import Unavailable
from shared.domain.events import Event
from shared.domain.ids import InteractionId, ReplyId, hash_text, interaction_id
from shared.domain.interaction import Interaction, Message
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.summary import InboxSummary
from shared.ports import Create, Query, Write
from shared.usecases.demo_items import clear_demo, seed_demo
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.draft_reply import draft_reply
from shared.usecases.report_quality import repair_summary
from tests.functions.api import Browser, World, make_world, problem

TEXT = "Здравствуйте! Спасибо, что написали. Нам жаль, что так вышло, проверим партию."
REQUEST = "00000000-0000-4000-8000-000000000001"


def seeded() -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    assert browser.post("/demo").get_json() == {"created": 12}
    return world, browser


def rows_of(browser: Browser) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = browser.get("/inbox", view="all").get_json()["items"]
    return rows


def reply_to(browser: Browser, row: dict[str, Any]) -> dict[str, Any]:
    body = {
        "text": TEXT,
        "text_hash": hash_text(TEXT),
        "revision": row["revision"],
        "client_request_id": REQUEST,
        "confirm": True,
    }
    answer = browser.post(f"/interactions/{row['id']}/reply", body)
    assert answer.status_code == 202, answer.text
    reply: dict[str, Any] = answer.get_json()
    return reply


def dispatch(world: World, browser: Browser, reply: str) -> None:
    world.pass_time(minutes=2)
    dispatch_reply(
        browser.seller,
        ReplyId(reply),
        stores=world.counting,
        marketplaces=world.marketplaces,
        vault=world.vault,
        queue=world.queue,
        clock=world.clock,
        ids=world.outside.ids,
        files=world.outside.files,
    )


def left_of(world: World, browser: Browser) -> list[Any]:
    store = world.counting.of_seller(browser.seller)
    below = [
        found
        for kind in (Message, Draft)
        for example in world_items()
        for found in store.find(Query(kind=kind, within=(example,)))
    ]
    flat = [found for kind in (Interaction, Reply, Event) for found in store.find(Query(kind=kind))]
    return [*below, *flat]


def world_items() -> list[InteractionId]:
    return [interaction_id(example.channel.value, example.name) for example in EXAMPLES]


def test_twelve_examples_over_all_channels_and_none_twice() -> None:
    world, browser = seeded()

    again = browser.post("/demo").get_json()

    rows = rows_of(browser)
    assert again == {"created": 0}
    assert Counter(row["channel"] for row in rows) == {"review": 5, "question": 4, "chat": 3}
    assert {row["source"] for row in rows} == {"demo"}
    assert browser.get("/auth/me").get_json()["demo"] is True
    assert repair_summary(world.counting.of_seller(browser.seller)) == 0


def test_examples_are_understood_like_what_buyers_write() -> None:
    _, browser = seeded()

    rows = {row["preview"].split()[0]: row for row in rows_of(browser)}

    assert "health" in rows["После"]["alarms"]
    assert rows["Отличный"]["needs_response"] is False
    assert sum(row["needs_response"] for row in rows_of(browser)) == 10


def test_every_waiting_example_gets_a_draft_and_nobody_is_asked_for_its_card() -> None:
    world, browser = seeded()
    cards = MemoryCards()

    for task in world.queue.waiting:
        draft_reply(
            browser.seller,
            InteractionId(task.payload["interaction"]),
            stores=world.counting,
            writers=[TemplateWriter()],
            cards=cards,
            clock=world.clock,
        )

    assert sum(row["draft_ready"] for row in rows_of(browser)) == 10
    assert not cards.fetched


@pytest.mark.parametrize("channel", ["review", "question", "chat"])
def test_an_example_is_answered_without_wb(channel: str) -> None:
    world, browser = seeded()
    row = next(one for one in rows_of(browser) if one["channel"] == channel and one["unread"])

    reply = reply_to(browser, row)
    dispatch(world, browser, reply["id"])

    answered = browser.get(f"/replies/{reply['id']}").get_json()
    assert (answered["state"], answered["simulated"]) == (ReplyState.CONFIRMED, True)
    assert not browser.get(f"/interactions/{row['id']}").get_json()["row"]["needs_response"]


def test_one_click_clears_examples_and_all_that_was_made_of_them() -> None:
    world, browser = seeded()
    row = next(one for one in rows_of(browser) if one["channel"] == "chat" and one["unread"])
    reply = reply_to(browser, row)
    dispatch(world, browser, reply["id"])

    assert browser.ask("DELETE", "/demo").status_code == 204

    assert left_of(world, browser) == []
    assert rows_of(browser) == []
    assert browser.get("/auth/me").get_json()["demo"] is False
    summary = world.counting.of_seller(browser.seller).get(InboxSummary, "inbox")
    assert summary is not None
    assert not any(any(row.values()) for row in summary.value.views.values())
    assert browser.ask("DELETE", "/demo").status_code == 204


def test_cleared_examples_can_be_had_again() -> None:
    _, browser = seeded()
    browser.ask("DELETE", "/demo")

    assert browser.post("/demo").get_json() == {"created": 12}
    assert len(rows_of(browser)) == 12


def test_a_reply_on_its_way_finds_nothing_left_to_send() -> None:
    world, browser = seeded()
    row = next(one for one in rows_of(browser) if one["unread"])
    reply = reply_to(browser, row)
    browser.ask("DELETE", "/demo")

    dispatch(world, browser, reply["id"])

    assert left_of(world, browser) == []


def connect(world: World, browser: Browser) -> None:
    token = world.marketplaces.issue_token("sid-1")
    assert browser.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200


def test_connecting_clears_examples_and_there_are_no_more() -> None:
    world, browser = seeded()

    connect(world, browser)

    assert left_of(world, browser) == []
    assert browser.get("/auth/me").get_json()["demo"] is False
    assert problem(browser.post("/demo")) == (409, "conflict")


def test_whoever_connects_while_examples_are_stored_gets_none() -> None:
    """The cabinet comes between the look at the account and the commit of the examples."""
    world = make_world()
    browser = world.seller()
    races = [lambda: connect(world, browser)]

    def meet(writes: Sequence[Write], apply: Callable[[], None]) -> None:
        if races and any(isinstance(one, Create) and isinstance(one.value, Demo) for one in writes):
            races.pop()()
        apply()

    rival = world.visitor(
        outside=replace(world.outside, stores=GuardedStores(world.counting, meet))
    )
    rival.post("/auth/login", {"email": "seller@example.com", "password": "vitrina-2026"})

    assert problem(rival.post("/demo")) == (409, "conflict")
    assert races == []
    assert left_of(world, browser) == []


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("cut", range(7))
def test_a_clearing_cut_off_anywhere_is_finished_by_the_next(cut: int, fault: Fault) -> None:
    world, browser = seeded()
    row = next(one for one in rows_of(browser) if one["channel"] == "chat" and one["unread"])
    dispatch(world, browser, reply_to(browser, row)["id"])
    stores = FaultyStores(world.counting, in_turn(*[Fault.NONE] * cut, fault))

    with suppress(Unavailable):
        clear_demo(browser.seller, stores=stores, clock=world.clock)

    assert browser.ask("DELETE", "/demo").status_code == 204
    assert left_of(world, browser) == []
    assert rows_of(browser) == []
    assert browser.get("/auth/me").get_json()["demo"] is False
    assert repair_summary(world.counting.of_seller(browser.seller)) == 0


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("cut", range(2))
def test_a_seeding_cut_off_anywhere_is_whole_or_nothing(cut: int, fault: Fault) -> None:
    world = make_world()
    browser = world.seller()
    stores = FaultyStores(world.counting, in_turn(*[Fault.NONE] * cut, fault))

    with suppress(Unavailable):
        seed_demo(browser.seller, stores=stores, queue=world.queue, clock=world.clock)
    half = len(rows_of(browser))
    browser.post("/demo")

    assert half in (0, 12)
    assert len(rows_of(browser)) == 12
    assert repair_summary(world.counting.of_seller(browser.seller)) == 0
