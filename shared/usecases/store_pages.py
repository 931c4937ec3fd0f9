"""Hand raw items over to ingestion, and quarantine what cannot be handed over."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from shared.domain.errors import AlreadyExists
from shared.domain.ids import SellerId, hash_key, interaction_id
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem
from shared.domain.sync.pages import KEEP_PAGES, Page
from shared.domain.sync.parcels import (
    LARGEST_BODY_BYTES,
    Packed,
    Parcel,
    pack_parcels,
)
from shared.domain.sync.state import LoosePage
from shared.ports import Create, TaskQueue
from shared.usecases.quarantine_item import quarantine_item
from shared.usecases.reading import ChannelReading, Reading

QUEUE = "ingest"
MOST_QUARANTINED = 150


def store_pages(
    reading: Reading,
    one: ChannelReading,
    parcels: Sequence[Parcel],
    observed_at: datetime,
    *,
    compares: bool = False,
) -> None:
    """Store pages and queue their ingestion; both meet themselves when they are repeated."""
    for packed in pack_parcels(parcels):
        if len(packed.body) > LARGEST_BODY_BYTES:
            _refuse_large(reading, one, packed, observed_at)
            continue
        page = replace(_page_of(reading, one.channel, packed, observed_at), compares=compares)
        # A run that was cut off may have stored it without queueing it.
        with suppress(AlreadyExists):
            reading.store.commit([Create(page)])
        queue_ingest(reading, page.id)
        reading.changed += len(packed.parcels)
        watch_page(reading, page, packed.parcels)


def watch_page(reading: Reading, page: Page, parcels: Sequence[Parcel]) -> None:
    """Remember one piece of news by which the page's arrival can be seen."""
    news = next((parcel for parcel in parcels if parcel.news and parcel.name), None)
    if news is not None:
        loose = LoosePage(
            id=page.id,
            stored_at=page.observed_at,
            witness=interaction_id(page.channel.value, news.name),
            items=len(parcels),
            message=news.message,
        )
        reading.loose.append(loose)


def queue_ingest(reading: Reading, page_id: str) -> None:
    """Queue a page that this run has stored."""
    enqueue_page(reading.queue, reading.seller, page_id)


def enqueue_page(queue: TaskQueue, seller: SellerId, page_id: str, again: int = 0) -> None:
    """A page is ingested once; its id says what it holds. A lost one is asked for `again`."""
    payload = {"seller": seller, "page": page_id}
    key = f"ingest:{seller}:{page_id}" + (f":again:{again}" if again else "")
    queue.enqueue(QUEUE, payload, key=key)


def put_aside(
    reading: Reading, one: ChannelReading, raw: RawItem, reason: str, seen_at: datetime
) -> bool:
    """Quarantine an item during a run; of a flood, the rest is left to the next run."""
    if len(reading.refused) >= MOST_QUARANTINED:
        return False
    refused = quarantine_item(one.channel, raw, reason, store=reading.store, seen_at=seen_at)
    reading.refused.append(refused)
    return True


def _refuse_large(reading: Reading, one: ChannelReading, packed: Packed, seen_at: datetime) -> None:
    for parcel in packed.parcels:
        reason = "larger than a document"
        reading.refused.append(
            quarantine_item(one.channel, parcel.raw, reason, store=reading.store, seen_at=seen_at)
        )


def _page_of(reading: Reading, channel: Channel, packed: Packed, observed_at: datetime) -> Page:
    """The turn tells two moments apart at which an item looked the same."""
    return Page(
        id=hash_key(
            "page", reading.seller, reading.category.value, str(reading.turn), packed.digest
        ),
        category=reading.category,
        channel=channel,
        observed_at=observed_at,
        expires_at=observed_at + KEEP_PAGES,
        count=len(packed.parcels),
        body=packed.body,
    )
