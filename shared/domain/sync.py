"""What a seller's sync remembers between runs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.interaction import Channel


class Category(StrEnum):
    """WB's rate categories that the product reads; reviews and questions share one bucket."""

    FEEDBACKS = "feedbacks"
    CHAT = "chat"


CHANNELS = {
    Category.FEEDBACKS: (Channel.REVIEW, Channel.QUESTION),
    Category.CHAT: (Channel.CHAT,),
}
CATEGORY_OF = {channel: category for category, group in CHANNELS.items() for channel in group}

LEASE = timedelta(seconds=90)


class SyncStatus(StrEnum):
    """How a channel's sync stands, for the seller."""

    IDLE = "idle"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSync:
    """One channel's progress: `cursor` is WB's own where it has one, `fetched` counts items."""

    status: SyncStatus = SyncStatus.IDLE
    phase: str = ""
    fetched: int = 0
    backfilled: bool = False
    cursor: int | None = None
    last_success_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """One document per seller and category: lease, cursors, and a ring of recent content hashes.

    `ring` maps an item's short id to its short content hash, oldest first.
    """

    category: Category
    owner: str = ""
    leased_until: datetime | None = None
    channels: dict[str, ChannelSync] = field(default_factory=dict)
    ring: dict[str, str] = field(default_factory=dict)
    last_run_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Raw items as WB sent them, compressed, on their way to ingestion.

    `expires_at` is when the store may forget them.
    """

    id: str
    category: Category
    channel: Channel
    observed_at: datetime
    expires_at: datetime
    count: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """What one run did, kept when it changed something or failed."""

    id: str
    category: Category
    started_at: datetime
    finished_at: datetime
    expires_at: datetime
    calls: int = 0
    items: int = 0
    changed: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The token bucket that sync and dispatch of one seller and category share."""

    category: Category
    tokens: float
    at: datetime
    blocked_until: datetime | None = None
    replies_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerDue:
    """When each category of one seller is to be polled next, and when the inbox was last open."""

    feedbacks_at: datetime | None = None
    chat_at: datetime | None = None
    open_at: datetime | None = None
    active_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Who is due among the sellers whose hash falls here."""

    number: int
    sellers: dict[str, SellerDue] = field(default_factory=dict)
