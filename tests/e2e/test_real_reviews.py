"""Real review payloads travel from WB's API to the inbox, and the counts are theirs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright

from infra.browser import launch_browser
from infra.journey import DESKTOP, PATIENCE_MS, sign_in
from infra.local.driver import RunningStack, start_stack
from shared.domain.ids import interaction_id
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS

pytestmark = pytest.mark.stack
WITHHELD = 60


@pytest.fixture(scope="module")
def stack(folder: Path, real_reviews: Path) -> Iterator[RunningStack]:
    env = {"WB_SIM_SEED": str(real_reviews), "WB_SIM_WITHHOLD": str(WITHHELD)}
    running = start_stack(folder / "real", next(PORT_ROWS), env=env)
    yield running
    running.stop()


def has_words(review: dict[str, Any]) -> bool:
    return any(
        review.get(field) for field in ("text", "pros", "cons", "bables", "photoLinks", "video")
    )


def ids_of(reviews: list[dict[str, Any]]) -> set[str]:
    return {interaction_id("review", review["id"]) for review in reviews}


def finished_syncs(stack: RunningStack) -> list[dict[str, Any]]:
    """What the functions' log says of every sync that came to its end."""
    logs = (stack.data / "logs" / "functions.log").read_text().splitlines()
    lines = [json.loads(line) for line in logs if line.startswith("{") and line.endswith("}")]
    return [
        line
        for line in lines
        if line["event"] == "task.done" and line["function"] == "sync_channel" and line["items"]
    ]


def test_exactly_the_withheld_reviews_need_a_response(seller: Seller, real_reviews: Path) -> None:
    reviews = json.loads(real_reviews.read_text())
    newest = sorted((r for r in reviews if r["answer"]), key=lambda r: r["createdDate"])[-WITHHELD:]
    silent = [r for r in reviews if not has_words(r) and not r["answer"]]

    wait_for(lambda: sum(1 for _ in seller.rows("all")) == len(reviews))
    rows = list(seller.rows("all"))

    waiting = {row["id"] for row in rows if row["needs_response"]}
    assert {row["id"] for row in rows} == ids_of(reviews)
    assert waiting == ids_of(newest)
    assert silent
    assert not waiting & ids_of(silent)


def test_counts_equal_those_of_the_file(seller: Seller, real_reviews: Path) -> None:
    reviews = json.loads(real_reviews.read_text())
    counts = wait_for(
        lambda: found if (found := seller.counts())["all"]["review"] == len(reviews) else None
    )

    assert counts["attention"]["review"] == WITHHELD
    assert counts["done"]["review"] == len(reviews) - WITHHELD
    for view in ("attention", "done", "waiting", "failed", "snoozed", "auto"):
        listed = sum(1 for _ in seller.rows(view))
        assert listed == sum(counts[view].values()), view


@pytest.mark.browser
def test_the_screen_shows_the_counts_of_the_file(stack: RunningStack, real_reviews: Path) -> None:
    reviews = json.loads(real_reviews.read_text())
    with sync_playwright() as driver, launch_browser(driver) as browser:
        page = browser.new_page(locale="ru-RU", viewport=DESKTOP)
        page.set_default_timeout(PATIENCE_MS)
        sign_in(page, stack.state["origin"])
        views = page.get_by_role("navigation", name="Очередь")

        for view, count in {
            "Нужен ответ": WITHHELD,
            "Готово": len(reviews) - WITHHELD,
            "Все": len(reviews),
        }.items():
            link = views.get_by_role("link").filter(has_text=view)
            expect(link).to_contain_text(str(count))


def test_the_same_sync_again_changes_nothing(stack: RunningStack, seller: Seller) -> None:
    wait_for(lambda: seller.get("/sync")["channels"]["review"]["state"] == "ok")
    wait_for(lambda: seller.queue("ingest")["depth"] == 0)
    before = {row["id"]: row["revision"] for row in seller.rows("all")}
    ingested = seller.queue("ingest")["dispatched"]
    known = len(finished_syncs(stack))

    def synced() -> list[dict[str, Any]]:
        seller.sync_now()
        return finished_syncs(stack)[known:]

    again = wait_for(synced, within_s=90)

    assert {sync["changed"] for sync in again} == {0}
    assert seller.queue("ingest")["dispatched"] == ingested
    assert {row["id"]: row["revision"] for row in seller.rows("all")} == before


def test_every_task_delivered_twice_changes_nothing(seller: Seller) -> None:
    before = {row["id"]: row["revision"] for row in seller.rows("all")}
    seller.queues.post("/duplicate", json={"on": True}).raise_for_status()
    review = {"text": "Пришло быстро, упаковано хорошо", "productValuation": 4}
    seller.wb.post("/_control/reviews", json=review).raise_for_status()

    def arrived() -> bool:
        seller.sync_now()
        return len(list(seller.rows("all"))) > len(before)

    wait_for(arrived, within_s=90)

    added = [row for row in seller.rows("all") if row["id"] not in before]
    assert [row["preview"] for row in added] == [review["text"]]
    assert {r["id"]: r["revision"] for r in seller.rows("all") if r["id"] in before} == before
    views = seller.counts()
    assert views["all"]["review"] == len(before) + 1
    assert views["attention"]["review"] == WITHHELD + 1


def test_no_part_logged_an_error(stack: RunningStack) -> None:
    logs = {file.name: file.read_text() for file in (stack.data / "logs").iterdir()}

    bad = [
        f"{name}: {line}"
        for name, text in logs.items()
        for line in text.splitlines()
        if '"ERROR"' in line or '"CRITICAL"' in line or "Traceback" in line
    ]
    assert not bad
