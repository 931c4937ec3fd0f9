"""Real review payloads travel from WB's API to the inbox, and the counts are theirs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


def test_the_same_sync_again_changes_nothing(seller: Seller) -> None:
    wait_for(lambda: seller.get("/sync")["channels"]["review"]["state"] == "ok")
    before = {row["id"]: row["revision"] for row in seller.rows("all")}
    calls = len(seller.wb.get("/_control/calls").json()["calls"])

    seller.sync_now()
    wait_for(lambda: len(seller.wb.get("/_control/calls").json()["calls"]) > calls)
    wait_for(lambda: seller.get("/sync")["channels"]["review"]["state"] == "ok")

    assert {row["id"]: row["revision"] for row in seller.rows("all")} == before


def test_no_part_logged_an_error(stack: RunningStack) -> None:
    logs = {file.name: file.read_text() for file in (stack.data / "logs").iterdir()}

    bad = [
        f"{name}: {line}"
        for name, text in logs.items()
        for line in text.splitlines()
        if '"ERROR"' in line or '"CRITICAL"' in line or "Traceback" in line
    ]
    assert not bad
