"""Put aside what nobody can read."""

import zlib
from contextlib import suppress
from datetime import datetime

from shared.domain.errors import AlreadyExists
from shared.domain.ids import hash_key
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem
from shared.domain.sync.pages import KEEP_QUARANTINE, Quarantine, Refused
from shared.domain.sync.parcels import LARGEST_BODY_BYTES, digest_raw, dump_raw, pack_raw
from shared.ports import Create, Store

_EXCERPT = 100_000


def quarantine_item(
    channel: Channel, raw: RawItem, reason: str, *, store: Store, seen_at: datetime
) -> Refused:
    """Keep an item for a person; the same item is kept once."""
    body = pack_raw(raw)
    if len(body) > LARGEST_BODY_BYTES:
        body = zlib.compress(dump_raw(raw)[:_EXCERPT].encode(errors="replace"))
    item = Quarantine(
        id=hash_key("quarantine", channel.value, digest_raw(raw)),
        channel=channel,
        reason=reason,
        seen_at=seen_at,
        expires_at=seen_at + KEEP_QUARANTINE,
        body=body,
    )
    with suppress(AlreadyExists):
        store.commit([Create(item)])
    return Refused(id=item.id, channel=channel, reason=reason)
