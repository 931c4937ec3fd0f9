"""What a seller's sync remembers between runs."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.analytics.uptime import Tries
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.sync.category import Category

LEASE = timedelta(seconds=90)
KEEP_RUNS = timedelta(days=30)


class SyncStatus(StrEnum):
    """How a channel's sync stands, for the seller."""

    IDLE = "idle"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    PARKED = "parked"


class Step(StrEnum):
    """The kinds of reading that a channel needs; each call to WB belongs to one of them."""

    UNANSWERED = "unanswered"
    RECENT = "recent"
    CHATS = "chats"
    EVENTS = "events"
    LEFT = "left"
    HISTORY = "history"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What the last run did for one channel.

    `fetched` items were read: new to us, changed since they were last read, or as before.
    `waited_s` is how long a run that went on with an earlier one had to wait for WB's limits.
    """

    at: datetime
    seconds: float = 0.0
    waited_s: float = 0.0
    calls: int = 0
    fetched: int = 0
    created: int = 0
    updated: int = 0
    quarantined: int = 0

    @property
    def unchanged(self) -> int:
        """What was read and needed nothing."""
        return max(self.fetched - self.created - self.updated - self.quarantined, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoosePage:
    """A page that may still be on its way to ingestion.

    It has arrived when `witness`, one of its items, shows this reading; of a chat, when this
    `message` of it is stored as well.
    """

    id: str
    stored_at: datetime
    witness: str
    message: str = ""
    items: int = 1
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How far one list has been read, newest first, in Unix seconds of creation.

    What was created from `start` to `stop` is still to be read; `top` is where the walk began.
    `cut` begins a window that was narrowed because a page did not fit. `whole` sends every item
    on, whatever is known of it.
    """

    start: int = 0
    stop: int | None = None
    top: int | None = None
    cut: int | None = None
    skip: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSync:
    """One channel's progress; `fetched` counts items that were new or changed.

    `cursor` is WB's own for chats (Unix milliseconds); for lists it is the Unix second up to which
    the answered items are known without a gap. `todo` holds the steps that are still to be done,
    `walks` their places by step. `comparing_at` is when the reading of the whole history began
    that is under way, `compared` how many items it has read, `compared_at` when the last one that
    came to its end began. After it the counts are compared too, at `count_at`: `drift` is how many
    items WB has more than the store, `gone` how many the store keeps that WB shows no more.
    """

    status: SyncStatus = SyncStatus.IDLE
    phase: str = ""
    fetched: int = 0
    backfilled: bool = False
    cursor: int | None = None
    last_success_at: datetime | None = None
    error: str = ""
    todo: tuple[Step, ...] = ()
    walks: dict[str, Walk] = field(default_factory=dict)
    round_at: datetime | None = None
    comparing_at: datetime | None = None
    compared: int = 0
    compared_at: datetime | None = None
    count_at: datetime | None = None
    drift: int | None = None
    is_repeated: bool = False
    gone: int = 0
    last_run: RunFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """One document per seller and category, written by whoever holds the lease.

    `finished_by` frees the lease of that owner (`Budget.holder`) in the write that ends a run.
    `turn` grows with every run that stored pages, `answered` are the times of the last block of
    calls by the clock named `clock`, after which WB would take `calls_left`. `observed_at` is the
    stamp of the last one, `loose` the pages that nobody has seen arrive, `resume_at` when the
    queued continuation begins, `full_at` when the seller asked for everything.
    `tries` counts by Moscow day how often runs came to a good end, `lately` tells how the last did.
    """

    category: Category
    finished_by: str = ""
    channels: dict[str, ChannelSync] = field(default_factory=dict)
    turn: int = 0
    answered: tuple[datetime, ...] = ()
    calls_left: int | None = None
    clock: str = ""
    observed_at: datetime | None = None
    loose: tuple[LoosePage, ...] = ()
    resume_at: datetime | None = None
    full_at: datetime | None = None
    last_run_at: datetime | None = None
    recorded_at: datetime | None = None
    tries: dict[str, Tries] = field(default_factory=dict)
    lately: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItems:
    """What one channel showed before, packed by `shared.domain.sync.known`."""

    channel: Channel
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """What one run did, kept when it changed something or failed, and once an hour.

    `channels` tells it per channel, `changed` counts what was handed to ingestion, `recovered`
    the pages that had been lost on their way there. `error` is Russian.
    """

    id: str
    category: Category
    started_at: datetime
    finished_at: datetime
    expires_at: datetime
    calls: int = 0
    items: int = 0
    changed: int = 0
    quarantined: int = 0
    recovered: int = 0
    waited_s: float = 0.0
    channels: dict[str, RunFacts] = field(default_factory=dict)
    error: str = ""
