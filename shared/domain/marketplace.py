"""What a seller's cabinet at a marketplace is asked, and what it shows."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """One page of reviews or questions; the window filters on the creation date.

    The archive of reviews, which holds answered and unanswered ones, knows no window.
    """

    channel: Channel
    answered: bool
    archived: bool = False
    skip: int = 0
    take: int = 1000
    created_from: datetime | None = None
    created_to: datetime | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Raw items of one page; `total` counts all of the channel, if WB says it."""

    items: tuple[RawItem, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Chat events after a cursor; `next_cursor` in Unix milliseconds feeds the next call."""

    items: tuple[RawItem, ...]
    next_cursor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetProfile:
    """Whose cabinet a token opens."""

    sid: str
    name: str = ""
    trade_mark: str = ""
