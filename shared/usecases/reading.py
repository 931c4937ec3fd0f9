"""What one sync run holds in its hands while it reads a seller's channels."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem
from shared.domain.sync.category import Category
from shared.domain.sync.known import Memory
from shared.domain.sync.pages import Refused
from shared.domain.sync.state import ChannelSync, LoosePage, Step, Walk
from shared.ports import Clock, Marketplace, Marketplaces, Store, TaskQueue

_TICK = timedelta(microseconds=1)


@dataclass(slots=True, kw_only=True)
class Talk:
    """What a run has heard of one chat: its line of the list, if that is news, and its events.

    `messages` names what its events say. `news` marks a chat of which anything was new.
    """

    line: RawItem | None = None
    moved: bool = False
    events: list[RawItem] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    news: str = ""


@dataclass(slots=True, kw_only=True)
class ChannelReading:
    """One channel in the course of a run; a channel that failed waits for the next run.

    `is_first` while nobody has read the whole channel. `talks` waits to be handed over as of
    `heard_at`.
    """

    channel: Channel
    progress: ChannelSync
    memory: Memory
    is_first: bool = False
    calls: int = 0
    items: int = 0
    created: int = 0
    updated: int = 0
    total: int | None = None
    failed: bool = False
    talks: dict[str, Talk] = field(default_factory=dict)
    heard_at: datetime | None = None

    def keep_walk(self, step: Step, walk: Walk) -> None:
        """Remember where a list is to be read on."""
        self.progress = replace(self.progress, walks=self.progress.walks | {step.value: walk})


@dataclass(slots=True, kw_only=True)
class Reading:
    """One run: the seller's cabinet on one side, the store and the queue on the other."""

    seller: SellerId
    category: Category
    take: int
    store: Store
    cabinet: Marketplace
    marketplaces: Marketplaces
    queue: TaskQueue
    clock: Clock
    turn: int = 0
    observed_at: datetime | None = None
    changed: int = 0
    recovered: int = 0
    loose: list[LoosePage] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def quarantined(self) -> int:
        """How many items this run has put aside."""
        return len(self.refused)

    def stamp_call(self) -> datetime:
        """Say when a call begins: later than every call before it, whoever's clock made those."""
        now, last = self.clock.now(), self.observed_at
        self.observed_at = now if last is None else max(now, last + _TICK)
        return self.observed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one call brought: raw items as of the moment at which the call began."""

    raws: tuple[RawItem, ...]
    observed_at: datetime
    target: str = ""
    total: int | None = None
    cursor: int = 0
    is_last: bool = False
