"""Which items a list of the inbox shows: the same rule for queries and for single items."""

from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Interaction, View
from shared.domain.queue import HOT_BEFORE
from shared.domain.tagging import tag_key
from shared.domain.understanding import Intent


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
    """What one list shows; `since` is its first moment, `until` the first one beyond it."""

    place: Place = Place.ALL
    channel: Channel | None = None
    rating: int | None = None
    nm_id: int | None = None
    intent: Intent | None = None
    tag: str | None = None
    has_photo: bool | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_plain(self) -> bool:
        """Whether an index alone answers it."""
        return self == InboxFilter(place=self.place, channel=self.channel)


def is_shown(item: Interaction, wanted: InboxFilter, now: datetime) -> bool:
    """Whether a list shows an item."""
    return _passes(item, wanted) and _lies_in(item, wanted.place, now)


def _passes(item: Interaction, wanted: InboxFilter) -> bool:
    """Whether everything but the place is as it should be."""
    source = item.source
    return (
        wanted.channel in (None, item.channel)
        and wanted.rating in (None, source.rating)
        and wanted.nm_id in (None, source.product.nm_id)
        and (wanted.intent is None or wanted.intent in topics_of(item))
        and (wanted.tag is None or tag_key(wanted.tag) in tags_of(item))
        and wanted.has_photo in (None, bool(source.photos))
        and (wanted.since is None or item.occurred_at >= wanted.since)
        and (wanted.until is None or item.occurred_at < wanted.until)
    )


def topics_of(item: Interaction) -> frozenset[Intent]:
    """What an item is about: its intent, and what else its buyer speaks of."""
    return frozenset((item.ai.intent.label, *(topic.label for topic in item.ai.topics)))


def tags_of(item: Interaction) -> frozenset[str]:
    """The seller's tags as they are compared."""
    return frozenset(map(tag_key, item.work.tags))


def _lies_in(item: Interaction, place: Place, now: datetime) -> bool:
    match place:
        case Place.ALL:
            return True
        case Place.AUTO:
            return item.queue.auto
        case Place.HOT:
            return item.queue.view is View.ATTENTION and item.queue.sort_at < now + HOT_BEFORE
    return item.queue.view.value == place.value
