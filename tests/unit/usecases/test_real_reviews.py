"""300 real reviews as WB's API returned them, the newest answers withheld to make work."""

import json
from datetime import datetime, timedelta
from typing import Any

from shared.domain.interaction import Channel, View
from tests.sync_bench import SyncBench
from tests.wb_openapi import require_folder

WITHHELD = 60


def read_reviews() -> list[dict[str, Any]]:
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")
    found = json.loads((folder / "feedbacks-official-300.json").read_text())
    reviews: list[dict[str, Any]] = found["data"]["feedbacks"] if isinstance(found, dict) else found
    return reviews


def created(raw: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(raw["createdDate"])


def test_exactly_the_withheld_reviews_wait_and_no_rating_without_words_does() -> None:
    reviews = read_reviews()
    answered = sorted((raw for raw in reviews if raw["answer"]), key=created, reverse=True)
    withheld = {raw["id"] for raw in answered[:WITHHELD]}
    ratings = {raw["id"] for raw in reviews if not raw["answer"]}
    bench = SyncBench(now=max(created(raw) for raw in reviews) + timedelta(hours=1))
    for raw in reviews:
        fields = raw | ({"answer": None, "state": "none"} if raw["id"] in withheld else {})
        bench.cabinet.add_review(raw["id"], at=created(raw), **fields)

    bench.settle()

    items = bench.items()
    assert len(items) == len(reviews) == 300
    assert len(ratings) == 188
    assert {name for name, item in items.items() if item.queue.needs_response} == withheld
    assert {items[name].queue.view for name in ratings} == {View.DONE}
    assert {item.channel for item in items.values()} == {Channel.REVIEW}
    assert sum(report.calls for report in bench.synced) == 5
    assert bench.progress().fetched == 300
