"""What moved in the inbox since a browser asked last."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from zlib import crc32

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter, is_shown
from shared.ports import Clock, Order, Query, Stores, Where

# A change is stamped before it is committed, by another machine's clock: looking this far back
# finds what became visible late. What the browser has seen in that time is left out by its mark.
OVERLAP = timedelta(seconds=30)
MOST_CHANGES = 100
_SHORT_ID = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How far a browser has seen: everything until `at`, and the marks of changes near it."""

    at: datetime
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Items to show, ids to take away, and the next watch.

    With `reload` more moved than is told: only the newest changes are here.
    """

    shown: tuple[Interaction, ...]
    removed: tuple[str, ...]
    watch: Watch
    reload: bool = False


def start_watch(clock: Clock) -> Watch:
    """Begin before a list is read, so that nothing falls between the list and its changes."""
    return Watch(at=clock.now())


def read_changes(
    seller: SellerId, watch: Watch, wanted: InboxFilter, *, stores: Stores, clock: Clock
) -> Changes:
    """Tell each change once: one query, which finds nothing when nothing moved."""
    now = clock.now()
    query = Query(
        kind=Interaction,
        where=(Where("changed_at", ">", watch.at - OVERLAP),),
        order=(Order("changed_at", descending=True),),
        limit=MOST_CHANGES + 1,
    )
    newest = [stored.value for stored in stores.of_seller(seller).find(query)]
    found = newest[:MOST_CHANGES]
    news = [item for item in found if watch.seen.get(_short(item)) != _mark(item)]
    shown = tuple(item for item in news if is_shown(item, wanted, now))
    removed = tuple(item.id for item in news if not is_shown(item, wanted, now))
    seen = {_short(item): _mark(item) for item in found if item.changed_at > now - OVERLAP}
    return Changes(
        shown=shown,
        removed=removed,
        watch=Watch(at=now, seen=seen),
        reload=len(newest) > MOST_CHANGES,
    )


def _mark(item: Interaction) -> int:
    """What differs after any change: most move an item's moment and not its revision."""
    return crc32(f"{item.revision} {item.changed_at.isoformat()}".encode())


def _short(item: Interaction) -> str:
    """Sixty bits tell a hundred items of one seller apart and keep the watch short."""
    return item.id[:_SHORT_ID]
