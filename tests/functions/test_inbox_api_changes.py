"""What an open list is told of changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.interaction import (
    Interaction,
    Work,
)
from shared.domain.settings import DEFAULT_SETTINGS
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_changes import MOST_CHANGES, OVERLAP
from tests.builders import make_chat, make_item
from tests.functions.api import Browser, World
from tests.functions.shop import poll, shop


def touch(world: World, browser: Browser, item: Interaction, **changes: Any) -> Interaction:
    store = world.counting.of_seller(browser.seller)
    stored = store.get(Interaction, item.id)
    assert stored is not None
    changed = change_item(stored.value, DEFAULT_SETTINGS, world.clock.now(), **changes)
    store.commit(move_item(stored, changed))
    return changed


def test_a_quiet_poll_costs_two_reads() -> None:
    world, browser = shop()
    world.put(browser.seller, *(make_item(external_id=f"R{n}") for n in range(5)))
    world.pass_time(seconds=OVERLAP.total_seconds() + 1)
    since = browser.get("/inbox").get_json()["since"]
    world.bill().clear()

    for _ in range(5):
        world.pass_time(seconds=10)
        answer = poll(browser, since)
        assert (answer["changed"], answer["removed"], answer["counts"]) == ([], [], None)
        since = answer["next"]

    assert world.bill().reads.total() == 2 * 5
    assert world.bill().writes.total() == 0
    assert answer["poll_after_ms"] == 10_000


def test_each_change_is_told_once() -> None:
    world, browser = shop()
    item = make_item()
    world.put(browser.seller, item)
    world.pass_time(minutes=2)
    since = browser.get("/inbox").get_json()["since"]
    told = []

    for step in range(12):
        world.pass_time(seconds=7)
        if step in (2, 3, 6):
            touch(world, browser, item, work=Work(note=f"{step}"))
        answer = poll(browser, since)
        since = answer["next"]
        told += [step for _ in answer["changed"]]
        assert (answer["counts"] is not None) == bool(answer["changed"])

    assert told == [2, 3, 6]


def test_a_change_that_became_visible_late_is_not_lost() -> None:
    world, browser = shop()
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=20)
    since = poll(browser, since)["next"]
    late = replace(make_item(), changed_at=world.clock.now() - timedelta(seconds=15))

    world.put(browser.seller, late)
    world.pass_time(seconds=5)

    assert [row["id"] for row in poll(browser, since)["changed"]] == [late.id]


def test_what_leaves_the_open_list_is_removed_from_it() -> None:
    world, browser = shop()
    item, other = make_item(), make_chat()
    world.put(browser.seller, item, other)
    query: dict[str, Any] = {"view": "attention", "channel": "review"}
    world.pass_time(minutes=1)
    since = browser.get("/inbox", **query).get_json()["since"]
    world.pass_time(seconds=1)
    touch(world, browser, item, work=Work(closed=True))
    touch(world, browser, other, work=Work(note="x"))

    answer = poll(browser, since, **query)

    assert answer["changed"] == []
    assert set(answer["removed"]) == {item.id, other.id}
    assert answer["counts"]["views"]["attention"]["review"] == 0


def test_a_flood_asks_for_a_fresh_list() -> None:
    world, browser = shop()
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=1)
    flood = [
        replace(make_item(external_id=f"R{n}"), changed_at=world.clock.now())
        for n in range(MOST_CHANGES + 1)
    ]
    world.put(browser.seller, *flood)

    answer = poll(browser, since)
    world.pass_time(minutes=1)
    again = poll(browser, answer["next"])
    calm = poll(browser, again["next"])

    assert (answer["reload"], len(answer["changed"])) == (True, MOST_CHANGES)
    assert answer["counts"]
    assert not calm["reload"]


def test_the_watch_begins_with_counts() -> None:
    world, browser = shop()
    world.put(browser.seller, make_item())

    first = browser.get("/inbox/changes").get_json()

    assert first["changed"] == []
    assert first["counts"]["views"]["attention"]["review"] == 1
