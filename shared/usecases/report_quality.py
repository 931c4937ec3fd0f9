"""Compare the inbox's counts with the lists that they count, and repair what differs."""

from collections.abc import Iterable
from dataclasses import replace

from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import SHARDS, SellerId
from shared.domain.interaction import Channel, View
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Create, Put, Store, Stored, Stores, TaskQueue
from shared.usecases.list_query import count_query
from shared.usecases.rebuild_search import renew_index
from shared.usecases.reread_items import renew_reading
from shared.usecases.sweep_praise import sweep_praise
from shared.usecases.take_turns import take_turns

MOST_SELLERS = 200
# One seller more may take a few seconds, and a minute is the most a function should run.
SECONDS = 50.0
AUTO = "auto"


def report_quality(
    *,
    stores: Stores,
    clock: Clock,
    queue: TaskQueue | None = None,
    shards: Iterable[int] = range(SHARDS),
) -> int:
    """Count the summaries that had to be repaired; what does not fit is for the next round.

    With a queue, search indexes that are out of date are made anew, items that were understood by
    other rules are read again, and reviews that may be answered without a person are looked for.
    """
    repaired = served = 0

    def serve(seller: SellerId) -> bool:
        nonlocal repaired, served
        repaired += repair_summary(stores.of_seller(seller))
        if queue is not None:
            renew_index(seller, stores=stores, queue=queue, clock=clock)
            renew_reading(seller, stores=stores, queue=queue, clock=clock)
            sweep_praise(seller, stores=stores, queue=queue, clock=clock)
        served += 1
        return served < MOST_SELLERS

    take_turns("report_quality", shards, serve, stores=stores, clock=clock, seconds=SECONDS)
    return repaired


def repair_summary(store: Store) -> int:
    """Write the true counts unless they are there, or an item moved while they were counted."""
    stored = store.get(InboxSummary, SUMMARY_KEY)
    views = _count_views(store)
    if _without_zeros(stored.value.views if stored else {}) == _without_zeros(views):
        return 0
    try:
        store.commit([_write(stored, views)])
    except (AlreadyExists, Stale):
        return 0
    return 1


def _write(
    stored: Stored[InboxSummary] | None, views: dict[str, dict[str, int]]
) -> Create[InboxSummary] | Put[InboxSummary]:
    if stored is None:
        return Create(InboxSummary(views=views, version=1))
    summary = replace(stored.value, views=views, version=stored.value.version + 1)
    return Put(summary, version=stored.version)


def _count_views(store: Store) -> dict[str, dict[str, int]]:
    views = {
        view.value: {channel.value: store.count(count_query(channel, view)) for channel in Channel}
        for view in View
    }
    auto = {channel.value: store.count(count_query(channel, auto=True)) for channel in Channel}
    return {**views, AUTO: auto}


def _without_zeros(views: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    kept = {
        view: {channel: count for channel, count in row.items() if count}
        for view, row in views.items()
    }
    return {view: row for view, row in kept.items() if row}
