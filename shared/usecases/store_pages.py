"""Hand raw items over to ingestion, and put aside what nobody can read."""

import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from shared.domain.errors import AlreadyExists
from shared.domain.ids import hash_key
from shared.domain.interaction import Channel
from shared.domain.marketplace import RawItem
from shared.domain.parcels import (
    LARGEST_BODY_BYTES,
    Packed,
    Parcel,
    digest_raw,
    dump_raw,
    pack_parcels,
    pack_raw,
)
from shared.domain.sync import KEEP_PAGES, KEEP_QUARANTINE, Page, Quarantine
from shared.ports import Create, Store
from shared.usecases.reading import ChannelReading, Reading

QUEUE = "ingest"
MOST_QUARANTINED = 20
_EXCERPT = 100_000


def store_pages(
    reading: Reading, one: ChannelReading, parcels: Sequence[Parcel], observed_at: datetime
) -> None:
    """Store pages and queue their ingestion; both meet themselves when they are repeated."""
    for packed in pack_parcels(parcels):
        if len(packed.body) > LARGEST_BODY_BYTES:
            _refuse_large(reading, one, packed)
            continue
        page = _page_of(reading, one.channel, packed, observed_at)
        # A run that was cut off may have stored it without queueing it.
        with suppress(AlreadyExists):
            reading.store.commit([Create(page)])
        queue_ingest(reading, page.id)
        reading.changed += len(packed.parcels)


def queue_ingest(reading: Reading, page_id: str) -> None:
    """A page is ingested once; its id says what it holds."""
    payload = {"seller": reading.seller, "page": page_id}
    reading.queue.enqueue(QUEUE, payload, key=f"ingest:{reading.seller}:{page_id}")


def quarantine_item(
    channel: Channel, raw: RawItem, reason: str, *, store: Store, now: datetime
) -> None:
    """Keep an item for a person; the same item is kept once."""
    body = pack_raw(raw)
    if len(body) > LARGEST_BODY_BYTES:
        body = zlib.compress(dump_raw(raw)[:_EXCERPT].encode(errors="replace"))
    item = Quarantine(
        id=hash_key("quarantine", channel.value, digest_raw(raw)),
        channel=channel,
        reason=reason,
        seen_at=now,
        expires_at=now + KEEP_QUARANTINE,
        body=body,
    )
    with suppress(AlreadyExists):
        store.commit([Create(item)])


def put_aside(reading: Reading, one: ChannelReading, raw: RawItem, reason: str) -> None:
    """Quarantine an item during a run; the first ones tell enough of a flood."""
    reading.quarantined += 1
    if reading.quarantined <= MOST_QUARANTINED:
        now = reading.clock.now()
        quarantine_item(one.channel, raw, reason, store=reading.store, now=now)


def _refuse_large(reading: Reading, one: ChannelReading, packed: Packed) -> None:
    for parcel in packed.parcels:
        put_aside(reading, one, parcel.raw, "larger than a document")


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
