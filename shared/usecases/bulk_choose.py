"""Which items a filter of the list means: all that it shows, up to a limit that is told."""

from collections.abc import Iterator

from shared.domain.bulk import MOST_ITEMS
from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter
from shared.domain.search.query import Search
from shared.ports import Clock, Stores
from shared.usecases.read_inbox import InboxPage, Position, read_inbox
from shared.usecases.search_inbox import search_inbox

_PAGE = 100
# A narrowed list may read hundreds of documents for a page: so many pages fit into a request.
_MOST_PAGES = 10

Seen = tuple[InteractionId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Items with the revision seen; `is_cut` when the list holds more of them."""

    seen: tuple[Seen, ...]
    is_cut: bool


def choose_items(
    seller: SellerId, wanted: InboxFilter, search: Search, *, stores: Stores, clock: Clock
) -> Choice:
    """The items of a list in its order."""
    found: dict[InteractionId, int] = {}
    after: Position | None = None
    for _ in range(_MOST_PAGES):
        page = _read_page(seller, wanted, search, after, stores, clock)
        found |= dict(_seen(page.items))
        after = page.next_after
        if after is None or len(found) > MOST_ITEMS:
            break
    seen = tuple(found.items())
    return Choice(seen=seen[:MOST_ITEMS], is_cut=after is not None or len(seen) > MOST_ITEMS)


def _seen(items: tuple[Interaction, ...]) -> Iterator[Seen]:
    return ((item.id, item.revision) for item in items)


def _read_page(
    seller: SellerId,
    wanted: InboxFilter,
    search: Search,
    after: Position | None,
    stores: Stores,
    clock: Clock,
) -> InboxPage:
    if wanted.is_plain and not search.is_narrow:
        return read_inbox(seller, wanted, limit=_PAGE, after=after, stores=stores, clock=clock)
    return search_inbox(
        seller, wanted, search, limit=_PAGE, after=after, stores=stores, clock=clock
    ).page
