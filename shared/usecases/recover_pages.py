"""Make good what a run stored that never came to its end."""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.errors import Malformed
from shared.domain.interaction import Channel, Source
from shared.domain.sync.known import Place
from shared.domain.sync.pages import Page
from shared.domain.sync.parcels import Parcel, unpack_parcels
from shared.ports import Order, Query, Where
from shared.usecases.reading import ChannelReading, Reading
from shared.usecases.store_pages import queue_ingest, watch_page

_MOST_PAGES = 60


def recover_pages(reading: Reading, channels: list[ChannelReading]) -> None:
    """Queue the pages of a dead run, and remember what they hold as that run would have.

    Without its memory, an item that it read and that has since become what it was before would
    look unchanged, and stay stored as the dead run saw it.
    """
    if reading.observed_at is None:
        return
    query = Query(
        kind=Page,
        where=(Where("observed_at", ">", reading.observed_at),),
        order=(Order("observed_at"),),
        limit=_MOST_PAGES,
    )
    by_channel = {one.channel: one for one in channels}
    for stored in reading.store.find(query):
        one = by_channel.get(stored.value.channel)
        if one is None:
            continue
        queue_ingest(reading, stored.value.id)
        reading.observed_at = max(reading.observed_at, stored.value.observed_at)
        named = list(_name_parcels(reading, one, stored.value))
        watch_page(reading, stored.value, [parcel for parcel, _ in named])
        if one.channel is not Channel.CHAT:
            _remember(one, [source for _, source in named])


def _name_parcels(
    reading: Reading, one: ChannelReading, page: Page
) -> Iterator[tuple[Parcel, Source]]:
    for parcel in unpack_parcels(page.body):
        try:
            parsed = reading.marketplaces.parse_item(one.channel, parcel.raw, page.observed_at)
        except Malformed:
            continue
        source = parsed.source
        message = parsed.messages[0].id if parsed.messages else ""
        named = replace(parcel, name=source.external_id, news=source.content_hash, message=message)
        yield named, source


def _remember(one: ChannelReading, sources: list[Source]) -> None:
    for source in sources:
        one.memory.note(source.external_id, source.content_hash, _place_of(source))
        one.memory.unmark(source.external_id)


def _place_of(source: Source) -> Place:
    return Place.LISTED if source.answer is None else Place.ELSEWHERE
