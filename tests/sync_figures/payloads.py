"""Real items and official examples: how many of them lose anything on their way to the store."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from infra.local.screen import say
from shared.domain.interaction import Channel, Interaction
from shared.domain.raw_items import RawItem
from tests.contract.test_nothing_lost import (
    EXAMPLES,
    Pipeline,
    compare_all,
    official_items,
    real_reviews,
)


def measure_payloads() -> dict[str, float]:
    """What is not at hand is said and not counted."""
    real = _try_to_read(real_reviews, "real reviews")
    examples = [
        (channel, item, "archive" in path)
        for path, channel, name in EXAMPLES
        for item in _try_to_read(partial(official_items, path, name), f"examples of {path}")
    ]
    return {
        "real_items": len(real),
        "real_items_lossy": count_lossy(Channel.REVIEW, real),
        "official_examples": len(examples),
        "official_examples_lossy": sum(
            count_lossy(channel, [item], archived=archived) for channel, item, archived in examples
        ),
    }


def count_lossy(channel: Channel, raws: Sequence[RawItem], *, archived: bool = False) -> int:
    """Compare every field of every item with what is stored."""
    if not raws:
        return 0
    items = Pipeline().pass_through(channel, raws, archived=archived)
    return sum(not _is_whole(channel, raw, items) for raw in raws)


def _is_whole(channel: Channel, raw: RawItem, items: dict[str, Interaction]) -> bool:
    name = str(raw["id"])
    try:
        compare_all(channel, [raw], {name: items[name]})
    except (AssertionError, KeyError):
        return False
    return True


def _try_to_read(read: Callable[[], list[RawItem]], what: str) -> list[RawItem]:
    try:
        return read()
    except pytest.skip.Exception as absent:
        say(f"✗ not compared: {what}: {absent}")
        return []
