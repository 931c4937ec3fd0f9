"""One page of the inbox, and how many items each list holds."""

from dataclasses import replace
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction, View
from shared.domain.places import BY_TARGET, InboxFilter, Place
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Store, Stores
from shared.usecases.list_query import list_query

# More than this many hot items are shown as "99+", and not counted any further.
MOST_HOT = 100

Position = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """A page and where the next one begins; None after the last."""

    items: tuple[Interaction, ...]
    next_after: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """Items per list and channel."""

    places: dict[Place, dict[Channel, int]]
    version: int


def read_inbox(
    seller: SellerId,
    wanted: InboxFilter,
    *,
    limit: int,
    after: Position | None,
    stores: Stores,
    clock: Clock,
) -> InboxPage:
    """Read one page of what place and channel choose, and of the period by time.

    A document more than asked for tells whether another page follows.
    """
    query = replace(list_query(wanted, clock.now()), limit=limit + 1, after=after or ())
    found = [stored.value for stored in stores.of_seller(seller).find(query)]
    items = tuple(found[:limit])
    more = len(found) > limit
    return InboxPage(items=items, next_after=position_of(wanted, items[-1]) if more else None)


def read_counts(seller: SellerId, *, stores: Stores, clock: Clock) -> InboxCounts:
    """Read the stored counts; what is hot depends on the hour and is counted by query."""
    store = stores.of_seller(seller)
    stored = store.get(InboxSummary, SUMMARY_KEY)
    summary = stored.value if stored else InboxSummary()
    places = {place: _row(summary.views.get(place.value, {})) for place in Place}
    places[Place.ALL] = {
        channel: sum(places[Place(view.value)][channel] for view in View) for channel in Channel
    }
    attention = places[Place.ATTENTION]
    places[Place.HOT] = {
        channel: _count_hot(store, channel, clock.now()) if attention[channel] else 0
        for channel in Channel
    }
    return InboxCounts(places=places, version=summary.version)


def _row(stored: dict[str, int]) -> dict[Channel, int]:
    return {channel: max(stored.get(channel.value, 0), 0) for channel in Channel}


def _count_hot(store: Store, channel: Channel, now: datetime) -> int:
    wanted = InboxFilter(place=Place.HOT, channel=channel)
    return store.count(replace(list_query(wanted, now), limit=MOST_HOT))


def position_of(wanted: InboxFilter, last: Interaction) -> Position:
    """Where a list goes on after an item."""
    moment = last.queue.sort_at if wanted.place in BY_TARGET else last.occurred_at
    return (moment, last.id)
