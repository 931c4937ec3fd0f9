"""Compare how many items WB counts with how many are stored, once a comparison is done."""

from dataclasses import replace
from datetime import datetime

from shared.domain.interaction import Channel, View
from shared.domain.sync.pages import Quarantine
from shared.domain.sync.rounds import add_steps, note_drift
from shared.domain.sync.state import Step
from shared.ports import Query, Store, Where
from shared.usecases.reading import ChannelReading, Reading

MOST_LOOKED_FOR = 500


def compare_counts(reading: Reading, channels: list[ChannelReading], now: datetime) -> None:
    """What is on its way to ingestion is not missing yet."""
    waiting = sum(page.items for page in reading.loose)
    for one in channels:
        count_at = one.progress.count_at
        if count_at is None or now < count_at or one.total is None or one.progress.todo:
            continue
        stored = _count_stored(reading.store, one.channel) - one.progress.gone
        drift, before = one.total - stored, one.progress.drift
        drift = 0 if 0 < drift <= waiting else drift
        one.progress = note_drift(one.progress, drift)
        # Whoever was looked for last night and not found need not be looked for again.
        if drift < 0 and drift != before and one.channel is not Channel.CHAT:
            _look_for_open(reading.store, one)


def _look_for_open(store: Store, one: ChannelReading) -> None:
    """Items that WB shows no more and that no run remembers still seem to wait for an answer."""
    from shared.usecases.list_query import count_query

    query = count_query(one.channel, View.ATTENTION)
    for stored in store.find(replace(query, limit=MOST_LOOKED_FOR)):
        source = stored.value.source
        one.memory.recall(source.external_id, source.content_hash)
    if any(one.memory.left()):
        one.progress = replace(one.progress, todo=add_steps(one.progress.todo, Step.LEFT))


def _count_stored(store: Store, channel: Channel) -> int:
    """What nobody could read is kept aside, and yet kept."""
    from shared.usecases.list_query import count_query

    where = (Where("channel", "==", channel),)
    return store.count(count_query(channel)) + store.count(Query(kind=Quarantine, where=where))
