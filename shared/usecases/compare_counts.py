"""Compare how many items WB counts with how many are stored, once a comparison is done."""

from datetime import datetime

from shared.domain.interaction import Channel, Interaction
from shared.domain.rounds import note_drift
from shared.domain.sync import Quarantine
from shared.ports import Query, Store, Where
from shared.usecases.reading import ChannelReading, Reading


def compare_counts(reading: Reading, channels: list[ChannelReading], now: datetime) -> None:
    """Only in a quiet run: what is on its way to ingestion would look as if it was missing."""
    if reading.changed or reading.loose:
        return
    for one in channels:
        count_at = one.progress.count_at
        if count_at is None or now < count_at or one.total is None or one.progress.todo:
            continue
        stored = _count_stored(reading.store, one.channel) - one.progress.gone
        one.progress = note_drift(one.progress, one.total - stored)


def _count_stored(store: Store, channel: Channel) -> int:
    """What nobody could read is kept aside, and yet kept."""
    where = (Where("channel", "==", channel),)
    read = store.count(Query(kind=Interaction, where=where))
    return read + store.count(Query(kind=Quarantine, where=where))
