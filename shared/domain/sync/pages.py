"""Raw items on their way from a sync to ingestion, and those that nobody could read."""

from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.sync.category import Category

KEEP_PAGES = timedelta(days=1)
KEEP_QUARANTINE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Raw items as WB sent them, compressed, on their way to ingestion.

    `expires_at` is when the store may forget them; `retries` names the quarantined item that is
    tried again. A page that `compares` brings what should be stored already.
    """

    id: str
    category: Category
    channel: Channel
    observed_at: datetime
    expires_at: datetime
    count: int
    body: bytes
    retries: str = ""
    compares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """A raw item that could not be read, kept for a person; `reason` names fields, no values.

    `seen_at` is when the read began that brought it.
    """

    id: str
    channel: Channel
    reason: str
    seen_at: datetime
    expires_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A quarantined item by its name, for operators."""

    id: str
    channel: Channel
    reason: str
