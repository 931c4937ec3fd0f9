"""Which items a list of the inbox shows: the same rule for queries and for single items."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.interaction import Channel, Interaction, View
from shared.domain.queue import HOT_BEFORE


class Place(StrEnum):
    """The lists of the inbox: the stored views, and three derived from them."""

    HOT = "hot"
    ATTENTION = "attention"
    WAITING = "waiting"
    DONE = "done"
    SNOOZED = "snoozed"
    FAILED = "failed"
    AUTO = "auto"
    ALL = "all"


BY_TARGET = frozenset({Place.HOT, Place.ATTENTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """What one list shows."""

    place: Place = Place.ALL
    channel: Channel | None = None
    rating: int | None = None
    nm_id: int | None = None


def is_shown(item: Interaction, wanted: InboxFilter, now: datetime) -> bool:
    """Whether a list shows an item."""
    if wanted.channel is not None and item.channel is not wanted.channel:
        return False
    if wanted.rating is not None and item.source.rating != wanted.rating:
        return False
    if wanted.nm_id is not None and item.source.product.nm_id != wanted.nm_id:
        return False
    match wanted.place:
        case Place.ALL:
            return True
        case Place.AUTO:
            return item.queue.auto
        case Place.HOT:
            return item.queue.view is View.ATTENTION and item.queue.sort_at < now + HOT_BEFORE
    return item.queue.view.value == wanted.place.value
