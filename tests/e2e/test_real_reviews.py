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


def test_exactly_the_withheld_reviews_need_a_response(seller: Seller, real_reviews: Path) -> None:
    reviews = json.loads(real_reviews.read_text())
    newest = sorted((r for r in reviews if r["answer"]), key=lambda r: r["createdDate"])[-WITHHELD:]
    silent = [r for r in reviews if not has_words(r) and not r["answer"]]

    wait_for(lambda: sum(1 for _ in seller.rows("all")) == len(reviews))
    rows = list(seller.rows("all"))

    waiting = [row for row in rows if row["needs_response"]]
    assert len(waiting) == len(newest)
    assert sorted(row["rating"] for row in waiting) == sorted(r["productValuation"] for r in newest)
    assert len(rows) - len(waiting) >= len(silent)


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


def test_the_same_sync_again_changes_nothing(seller: Seller) -> None:
    wait_for(lambda: seller.get("/sync")["channels"]["review"]["state"] == "ok")
    before = {row["id"]: row["revision"] for row in seller.rows("all")}
    calls = len(seller.wb.get("/_control/calls").json()["calls"])

    seller.sync_now()
    wait_for(lambda: len(seller.wb.get("/_control/calls").json()["calls"]) > calls)
    wait_for(lambda: seller.get("/sync")["channels"]["review"]["state"] == "ok")

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
