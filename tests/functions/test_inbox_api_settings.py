"""Settings through the API: sections as one, nobody's change lost, every mistake at its field."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.adapters.store.faults import GuardedStores
from shared.domain.ids import SellerId
from shared.domain.settings import SellerSettings
from shared.domain.settings_change import Section
from shared.entrypoint.api.sections import SECTIONS
from shared.ports import Create, Put, Write
from shared.usecases.run_job import sweep_jobs
from tests.functions.api import Browser, DownQueue, World, make_world, problem

GENERAL = {
    "undo_seconds": 10,
    "auto_undo_seconds": 300,
    "reply_pending_minutes": 180,
    "store_buyer_names": True,
}
HOURS = {
    "opens": "09:00",
    "closes": "21:00",
    "weekdays": [0, 1, 2, 3, 4],
    "rests_on_holidays": True,
    "days_off": ["2026-12-31"],
}


def shop() -> tuple[World, Browser]:
    world = make_world()
    return world, world.seller()


def seen(browser: Browser, section: str) -> str:
    return browser.get(f"/settings/{section}").headers["ETag"]


def save(
    browser: Browser, section: str, body: dict[str, Any], tag: str | None = None
) -> TestResponse:
    known = {"If-Match": tag or seen(browser, section)}
    return browser.ask("PUT", f"/settings/{section}", body=body, headers=known)


@pytest.mark.parametrize("section", Section)
def test_a_section_read_can_be_saved_as_it_is(section: Section) -> None:
    _, browser = shop()
    read = browser.get(f"/settings/{section}").get_json()
    body = {name: read[name] for name in SECTIONS[section].request.model_fields}

    saved = save(browser, section, body)

    assert saved.status_code == 200
    assert saved.get_json() == read
    assert browser.get(f"/settings/{section}/history").get_json()["items"] == []


def test_a_saved_section_is_the_same_in_another_browser_and_changes_no_other() -> None:
    world, browser = shop()
    others = {one: browser.get(f"/settings/{one}").get_json() for one in ("profile", "deadlines")}

    save(browser, "general", GENERAL | {"undo_seconds": 45})
    other = world.visitor("203.0.113.9")
    other.post("/auth/login", {"email": "seller@example.com", "password": "vitrina-2026"})

    assert other.get("/settings/general").get_json()["undo_seconds"] == 45
    assert {one: other.get(f"/settings/{one}").get_json() for one in others} == others


def test_an_unchanged_section_costs_no_body() -> None:
    _, browser = shop()
    tag = seen(browser, "general")

    again = browser.get("/settings/general", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_who_has_not_seen_the_newest_is_told_and_changes_nothing() -> None:
    _, browser = shop()
    old = seen(browser, "general")
    save(browser, "general", GENERAL | {"undo_seconds": 45})

    late = save(browser, "general", GENERAL | {"undo_seconds": 5}, old)
    blind = browser.ask("PUT", "/settings/general", body=GENERAL)

    assert problem(late) == (412, "precondition_failed")
    assert problem(blind) == (412, "precondition_failed")
    assert browser.get("/settings/general").get_json()["undo_seconds"] == 45


def test_a_reset_puts_back_one_section_alone() -> None:
    _, browser = shop()
    save(browser, "general", GENERAL | {"undo_seconds": 45})
    save(browser, "profile", {"name": "Самовар", "signature": "Ваш «Самовар»"})

    tag = seen(browser, "general")
    reset = browser.ask("POST", "/settings/general/reset", headers={"If-Match": tag})

    assert reset.get_json() == GENERAL
    assert browser.get("/settings/profile").get_json()["signature"] == "Ваш «Самовар»"


def test_a_reset_profile_keeps_the_shop_s_name() -> None:
    _, browser = shop()
    save(browser, "profile", {"name": "Самовар", "signature": "Ваш «Самовар»"})

    tag = seen(browser, "profile")
    browser.ask("POST", "/settings/profile/reset", headers={"If-Match": tag})

    profile = browser.get("/settings/profile").get_json()
    assert (profile["name"], profile["signature"]) == ("Самовар", "")
    assert browser.get("/auth/me").get_json()["seller"]["name"] == "Самовар"


def test_changes_are_told_with_both_values_and_the_newest_first() -> None:
    world, browser = shop()
    save(browser, "general", GENERAL | {"undo_seconds": 45})
    world.pass_time(minutes=1)
    save(browser, "general", GENERAL | {"store_buyer_names": False})

    items = browser.get("/settings/general/history").get_json()["items"]

    assert [[one["title"] for one in item["fields"]] for item in items] == [
        ["Отмена отправки, секунд", "Хранить имена покупателей"],
        ["Отмена отправки, секунд"],
    ]
    assert items[1]["fields"][0]["before"] == "10"
    assert items[1]["fields"][0]["after"] == "45"


def test_a_long_history_comes_in_pages() -> None:
    world, browser = shop()
    for seconds in (1, 2, 3):
        world.pass_time(minutes=1)
        save(browser, "general", GENERAL | {"undo_seconds": seconds})

    first = browser.get("/settings/general/history", limit=2).get_json()
    second = browser.get(
        "/settings/general/history", limit=2, cursor=first["next_cursor"]
    ).get_json()
    strange = browser.get("/settings/profile/history", limit=2, cursor=first["next_cursor"])

    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None
    assert problem(strange) == (422, "invalid")


@pytest.mark.parametrize(
    ("section", "change", "field"),
    [
        ("general", {"undo_seconds": 61}, "undo_seconds"),
        ("general", {"undo_seconds": -1}, "undo_seconds"),
        ("general", {"undo_seconds": "10"}, "undo_seconds"),
        ("general", {"undo_seconds": True}, "undo_seconds"),
        ("general", {"undo_seconds": 1.5}, "undo_seconds"),
        ("general", {"auto_undo_seconds": 59}, "auto_undo_seconds"),
        ("general", {"reply_pending_minutes": 29}, "reply_pending_minutes"),
        ("general", {"reply_pending_minutes": 1441}, "reply_pending_minutes"),
        ("general", {"store_buyer_names": "да"}, "store_buyer_names"),
        ("general", {"order_labels": True}, "order_labels"),
        ("profile", {"name": " "}, "name"),
        ("profile", {"signature": "x" * 101}, "signature"),
        ("deadlines", {"hours": HOURS | {"opens": "25:00"}}, "hours.opens"),
        ("deadlines", {"hours": HOURS | {"closes": "09:30"}}, "hours.closes"),
        ("deadlines", {"hours": HOURS | {"weekdays": []}}, "hours.weekdays"),
        ("deadlines", {"hours": HOURS | {"weekdays": [7]}}, "hours.weekdays.0"),
        ("deadlines", {"hours": HOURS | {"days_off": ["31.12.2026"]}}, "hours.days_off.0"),
        ("deadlines", {"rows": {"no_such": {"target_minutes": 1, "limit_minutes": 2}}}, None),
        ("deadlines", {"rows": {"thanks": {"target_minutes": 3, "limit_minutes": 2}}}, None),
        ("deadlines", {"rows": {"thanks": {"target_minutes": 0, "limit_minutes": 2}}}, None),
        ("deadlines", {"rows": {"a.b": {"target_minutes": 1, "limit_minutes": 2}}}, None),
        ("deadlines", {"rows": {"__proto__": {"target_minutes": 1, "limit_minutes": 2}}}, None),
    ],
)
def test_a_mistake_is_named_at_its_field_and_changes_nothing(
    section: str, change: dict[str, Any], field: str | None
) -> None:
    _, browser = shop()
    before = browser.get(f"/settings/{section}").get_json()
    known = {name: before[name] for name in SECTIONS[Section(section)].request.model_fields}

    refused = save(browser, section, known | change)

    assert problem(refused) == (422, "invalid")
    problems = refused.get_json()["errors"]
    assert problems[0]["field"].startswith(field or "rows.")
    assert all(one["message"] for one in problems)
    assert browser.get(f"/settings/{section}").get_json() == before


def test_hours_and_rows_come_back_as_they_were_saved() -> None:
    _, browser = shop()
    rows = {"thanks": {"target_minutes": 30, "limit_minutes": 90, "priority": "urgent"}}

    saved = save(browser, "deadlines", {"rows": rows, "hours": HOURS}).get_json()

    assert saved["hours"] == HOURS
    assert saved["rows"]["thanks"] == rows["thanks"]
    assert saved["rows"]["defect_not_working"]["target_minutes"] == 30
    assert set(saved["titles"]) == set(saved["rows"])


def test_another_section_saved_at_the_same_time_stands_in_nobody_s_way() -> None:
    world, browser = shop()
    general = seen(browser, "general")
    races = [lambda: save(browser, "general", GENERAL | {"undo_seconds": 45}, general)]

    def meet(writes: Sequence[Write], apply: Callable[[], None]) -> None:
        if races and any(is_of_settings(one) for one in writes):
            assert races.pop()().status_code == 200
        apply()

    stores = GuardedStores(world.counting, meet)
    rival = world.visitor(outside=replace(world.outside, stores=stores))
    rival.post("/auth/login", {"email": "seller@example.com", "password": "vitrina-2026"})
    saved = save(rival, "profile", {"name": "Самовар", "signature": "Ваш «Самовар»"})

    assert saved.status_code == 200
    assert races == []
    assert browser.get("/settings/general").get_json()["undo_seconds"] == 45
    profile = browser.get("/settings/profile").get_json()
    assert (profile["name"], profile["signature"]) == ("Самовар", "Ваш «Самовар»")
    (change,) = browser.get("/settings/profile/history").get_json()["items"]
    assert [one["field"] for one in change["fields"]] == ["name", "signature"]


def is_of_settings(write: Write) -> bool:
    return isinstance(write, Create | Put) and isinstance(write.value, SellerSettings)


def test_deadlines_that_were_saved_reach_open_items_though_no_queue_takes_tasks() -> None:
    world, _ = shop()
    down = replace(world.outside, queue=DownQueue(world.clock))
    rival = world.visitor(outside=down)
    rival.post("/auth/login", {"email": "seller@example.com", "password": "vitrina-2026"})

    saved = save(rival, "deadlines", {"rows": {}, "hours": HOURS})
    world.pass_time(minutes=6)

    assert saved.status_code == 200
    assert sweep_jobs(stores=world.counting, queue=world.queue, clock=world.clock) == 1


def test_deadlines_saved_as_they_are_make_no_work() -> None:
    world, browser = shop()
    read = browser.get("/settings/deadlines").get_json()

    save(browser, "deadlines", {"rows": read["rows"], "hours": None})

    assert world.queue.waiting == ()


def test_one_seller_s_settings_are_nobody_else_s() -> None:
    world, browser = shop()
    stranger = world.seller("b@example.com")
    save(browser, "general", GENERAL | {"undo_seconds": 45})

    assert stranger.get("/settings/general").get_json() == GENERAL
    assert stranger.get("/settings/general/history").get_json()["items"] == []
    assert browser.seller != SellerId(stranger.seller)
