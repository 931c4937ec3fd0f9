"""Half-written replies, kept for every browser of a seller."""

import uuid
from typing import Any

from shared.domain.composing import KEEP_WORDS, ComposerWords
from shared.domain.ids import hash_text
from shared.domain.interaction import Interaction
from tests.builders import make_item
from tests.functions.api import Browser, World, fields, make_world, problem

TEXT = "Здравствуйте! Спасибо за подробный отзыв."
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1"}


def open_item() -> tuple[World, Browser, Interaction]:
    world, item = make_world(), make_item()
    browser = world.seller()
    world.put(browser.seller, item)
    return world, browser, item


def save(browser: Browser, item: Interaction, text: str, revision: int = 0, **more: Any) -> Any:
    body = {"text": text, "revision": revision}
    return browser.ask("PUT", f"/interactions/{item.id}/composer", body=body, **more)


def kept(world: World, browser: Browser, item: Interaction) -> ComposerWords | None:
    stored = world.counting.of_seller(browser.seller).get(ComposerWords, item.id)
    return stored.value if stored else None


def test_another_browser_finds_what_was_begun() -> None:
    _, browser, item = open_item()

    saved = save(browser, item, TEXT, headers=PHONE).get_json()
    shown = browser.get(f"/interactions/{item.id}").get_json()["composer"]

    assert shown == saved
    assert (shown["text"], shown["saved_at"]) == (TEXT, "2026-11-22T12:00:00Z")
    assert "iOS" in shown["device"]


def test_saving_costs_one_write_and_the_same_words_cost_none() -> None:
    world, browser, item = open_item()
    revision = save(browser, item, TEXT).get_json()["revision"]
    world.bill().clear()

    again = save(browser, item, TEXT, revision)

    assert again.get_json()["revision"] == revision
    assert world.bill().writes.total() == 0


def test_older_words_replace_nothing() -> None:
    world, browser, item = open_item()
    first = save(browser, item, TEXT).get_json()["revision"]
    world.pass_time(seconds=5)
    second = save(browser, item, f"{TEXT} И ещё.", first).get_json()["revision"]

    refused = save(browser, item, "Совсем другое", first)

    assert second > first
    assert problem(refused) == (409, "conflict")
    assert refused.get_json()["title"] == "Ответ успели изменить на другом устройстве"
    found = kept(world, browser, item)
    assert found is not None
    assert found.text == f"{TEXT} И ещё."


def test_a_revision_never_comes_back_so_that_old_words_win_over_nobody() -> None:
    world, browser, item = open_item()
    old = save(browser, item, TEXT).get_json()["revision"]
    assert save(browser, item, "", old).get_json() == {
        "text": "",
        "revision": 0,
        "device": None,
        "saved_at": "2026-11-22T12:00:00Z",
    }
    world.pass_time(seconds=1)
    save(browser, item, "Новые слова")

    assert problem(save(browser, item, "Старые слова", old)) == (409, "conflict")


def test_words_that_were_sent_are_not_half_written_any_more() -> None:
    world, browser, item = open_item()
    save(browser, item, TEXT)

    body = {
        "text": TEXT,
        "text_hash": hash_text(TEXT),
        "revision": item.revision,
        "client_request_id": str(uuid.UUID(int=5)),
    }
    sent = browser.post(f"/interactions/{item.id}/reply", body)

    assert sent.status_code == 202, sent.text
    assert kept(world, browser, item) is None


def test_words_outlive_a_closing_so_that_reopening_finds_them() -> None:
    world, browser, item = open_item()
    save(browser, item, TEXT)

    for status in ("closed", "open"):
        changed = browser.ask("PATCH", f"/interactions/{item.id}", body={"status": status})
        assert changed.status_code == 200, changed.text

    found = kept(world, browser, item)
    assert found is not None
    assert found.text == TEXT


def test_words_are_bounded_and_have_a_last_day() -> None:
    world, browser, item = open_item()

    refused = save(browser, item, "я" * 10_001)
    save(browser, item, TEXT)

    assert problem(refused) == (422, "invalid")
    assert fields(refused) == ["text"]
    found = kept(world, browser, item)
    assert found is not None
    assert found.expires_at - found.saved_at == KEEP_WORDS


def test_nobody_else_reads_or_writes_them() -> None:
    world, browser, item = open_item()
    save(browser, item, TEXT)
    stranger = world.seller("other@example.com")

    assert save(stranger, item, "чужое").status_code == 404
    found = kept(world, browser, item)
    assert found is not None
    assert found.text == TEXT
