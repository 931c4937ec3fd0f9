"""Read what is new in one category of a seller's cabinet, within WB's limits."""

from contextlib import suppress
from datetime import datetime, timedelta

from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, AlreadyExists, Denial, RetryLater
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.domain.sync.budget import CLOCKS_DIFFER, Ask, rate_of
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CHANNELS
from shared.domain.sync.known import Memory
from shared.domain.sync.pace import lateness_of
from shared.domain.sync.pages import Refused
from shared.domain.sync.rounds import begin_run, round_every
from shared.domain.sync.state import ChannelSync, KnownItems, SyncState, SyncStatus
from shared.ports import (
    Clock,
    Create,
    Ids,
    Marketplaces,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Vault,
)
from shared.usecases.find_loose_pages import find_loose_pages
from shared.usecases.finish_run import finish_run, show_refusal
from shared.usecases.hold_lease import NotNow, Obstacle, take_lease
from shared.usecases.note_kind import note_kind
from shared.usecases.open_cabinet import open_cabinet
from shared.usecases.park_category import is_parked, park_category, stop_category
from shared.usecases.plan_sync import QUEUE
from shared.usecases.reading import ChannelReading, Reading
from shared.usecases.run_steps import Run, ask_for, run_steps
from shared.usecases.schedule_seller import note_activity

PAGE_SIZE = 1000
CALLS_PER_RUN = 20
_LATER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one task did, for the log.

    `changed` counts items handed over to ingestion, `recovered` the pages handed over again. `age`
    is how old the reading before had become, `late` how much older than the slowest pace allows.
    """

    outcome: str
    calls: int = 0
    items: int = 0
    changed: int = 0
    recovered: int = 0
    quarantined: int = 0
    refused: tuple[Refused, ...] = ()
    age: timedelta | None = None
    late: timedelta | None = None

    def facts(self) -> dict[str, str | int]:
        """Name what is worth a log line."""
        ages = {"age_s": self.age, "late_s": self.late}
        told = {name: int(age.total_seconds()) for name, age in ages.items() if age is not None}
        return {
            **told,
            "outcome": self.outcome,
            "calls": self.calls,
            "items": self.items,
            "changed": self.changed,
            "recovered": self.recovered,
            "quarantined": self.quarantined,
        }


def sync_channel(
    seller: SellerId,
    category: Category,
    *,
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    queue: TaskQueue,
    clock: Clock,
    ids: Ids,
    calls_per_run: int = CALLS_PER_RUN,
    page_size: int = PAGE_SIZE,
) -> SyncReport:
    """Read a round, or go on with one, and queue a continuation for what is left.

    A run that is cut off anywhere leaves its lease to expire and its cursors where they were:
    what it had stored comes again and is dropped by ingestion.
    """
    connection = _readable_connection(seller, category, stores)
    store = stores.of_seller(seller)
    try:
        opened = (
            open_cabinet(seller, marketplaces=marketplaces, vault=vault, clock=clock)
            if connection
            else None
        )
    except AccessDenied as refused:
        _park(seller, category, refused.denial, connection, stores=stores)
        show_refusal(store, category, refused.denial)
        return SyncReport(outcome="parked")
    if connection is None or opened is None:
        _stop(seller, category, connection, stores)
        return SyncReport(outcome="stopped")
    kind = opened.kind
    if kind is not connection.facts.kind:
        note_kind(seller, connection, kind, stores=stores, clock=clock)
    reading = Reading(
        seller=seller,
        category=category,
        take=page_size,
        store=store,
        cabinet=opened.marketplace,
        marketplaces=marketplaces,
        queue=queue,
        clock=clock,
    )
    run = _open_run(reading, kind, ids.new(), calls_per_run, connection.connected_at)
    if isinstance(run, NotNow):
        _come_again(reading, run)
        return SyncReport(outcome=run.why.value)
    run_steps(run)
    if run.denial and not _park(seller, category, run.denial, connection, stores=stores):
        run.denial = None
    finish_run(run)
    if reading.changed:
        note_activity(seller, stores=stores, clock=clock)
    return _report(run, connection.connected_at)


def _readable_connection(seller: SellerId, category: Category, stores: Stores) -> Connection | None:
    """The connection, if WB lets it read this category; read before its token, never too new."""
    profile = stores.shared().get(Seller, seller)
    return _readable(profile.value if profile else None, category)


def _readable(profile: Seller | None, category: Category) -> Connection | None:
    if profile is None or profile.connection is None or is_parked(profile, category):
        return None
    facts = profile.connection.facts
    granted = facts.feedbacks if category is Category.FEEDBACKS else facts.chats
    return profile.connection if granted else None


def _stop(
    seller: SellerId, category: Category, connection: Connection | None, stores: Stores
) -> None:
    """Poll no more, unless the seller has connected, or tries again, meanwhile."""

    def is_news(profile: Seller | None) -> bool:
        return _readable(profile, category) != connection

    stop_category(seller, category, stores=stores, unless=is_news)


def _park(
    seller: SellerId,
    category: Category,
    denial: Denial,
    connection: Connection | None,
    *,
    stores: Stores,
) -> bool:
    """Park what was refused, unless the seller has connected another token meanwhile."""
    since = connection.connected_at if connection else None
    park_category(seller, category, denial, stores=stores, connected_at=since)
    profile = stores.shared().get(Seller, seller)
    return profile is not None and is_parked(profile.value, category)


def _open_run(
    reading: Reading, kind: TokenKind, owner: str, most_calls: int, connected_at: datetime
) -> Run | NotNow:
    clock, category = reading.clock, reading.category
    rate = rate_of(category, kind)
    started_at, started = clock.now(), clock.monotonic()
    every = round_every(rate.interval)

    def first_ask(state: SyncState | None) -> Ask | None:
        channels = begin_run(state, category, started_at, every).values()
        goes_on = state is not None and state.resume_at is not None
        return (
            ask_for(owner, channels, goes_on=goes_on) if any(one.todo for one in channels) else None
        )

    lease = take_lease(
        category, rate, first_ask, store=reading.store, clock=clock, connected_at=connected_at
    )
    if isinstance(lease, NotNow):
        return lease
    state = lease.state or _show_start(category, reading.store)
    reading.turn = state.value.turn
    reading.observed_at = state.value.observed_at
    begun = begin_run(state.value, category, started_at, every)
    channels = _open_channels(begun, reading.store)
    if lease.takes_over:
        from shared.usecases.recover_pages import recover_pages

        recover_pages(reading, channels)
    find_loose_pages(reading, state.value.loose, started_at)
    return Run(
        owner=owner,
        rate=rate,
        kind=kind,
        reading=reading,
        state=state,
        channels=channels,
        most_calls=most_calls,
        started_at=started_at,
        started=started,
        leased=started,
        left=lease.calls,
        until=lease.until,
    )


def _open_channels(begun: dict[Channel, ChannelSync], store: Store) -> list[ChannelReading]:
    names = [channel.value for channel in begun]
    known = store.get_many(KnownItems, names)
    return [
        ChannelReading(
            channel=channel,
            progress=progress,
            is_first=not progress.backfilled,
            memory=Memory.unpack(
                channel, known[channel.value].value if channel.value in known else None
            ),
        )
        for channel, progress in begun.items()
    ]


def _show_start(category: Category, store: Store) -> Stored[SyncState]:
    """The seller sees at once that the first sync has begun."""
    running = ChannelSync(status=SyncStatus.RUNNING)
    state = SyncState(
        category=category, channels={channel.value: running for channel in CHANNELS[category]}
    )
    with suppress(AlreadyExists):
        store.commit([Create(state)])
    stored = store.get(SyncState, category.value)
    if stored is None:
        raise RetryLater("the seller's data are being erased")
    return stored


def _come_again(reading: Reading, obstacle: NotNow) -> None:
    """Wait for calls, or for whoever syncs now; what is planned or just read needs nothing."""
    if obstacle.why in (Obstacle.PLANNED, Obstacle.FRESH):
        return
    name = f"sync:{reading.seller}:{reading.category.value}"
    payload = {"seller": reading.seller, "category": reading.category.value}
    now = reading.clock.now()
    if obstacle.why is Obstacle.HELD:
        ends = int((now + obstacle.expiry).timestamp())
        waits = {
            f"{name}:behind:{obstacle.holder}": obstacle.wait,
            f"{name}:instead:{obstacle.holder}:{ends}": obstacle.expiry,
        }
        for key, delay in waits.items():
            reading.queue.enqueue(QUEUE, payload, key=key, delay=delay)
        return
    # Whoever waits for the same moment shares one task. A near one may be the moment of this very
    # task, called too early by this clock.
    delay = obstacle.wait
    while not reading.queue.enqueue(
        QUEUE, payload, key=f"{name}:at:{round((now + delay).timestamp() * 1000)}", delay=delay
    ):
        delay += _LATER
        if delay > CLOCKS_DIFFER:
            return


def _report(run: Run, connected_at: datetime) -> SyncReport:
    now = run.reading.clock.now()
    read_at = _read_at(run, connected_at)
    return SyncReport(
        outcome="parked" if run.denial else "lost" if run.lost else "done",
        calls=run.calls,
        items=sum(one.items for one in run.channels),
        changed=run.reading.changed,
        recovered=run.reading.recovered,
        quarantined=run.reading.quarantined,
        refused=tuple(run.reading.refused),
        age=max(now - read_at, timedelta(0)) if read_at else None,
        late=lateness_of(read_at, now) if read_at else None,
    )


def _read_at(run: Run, connected_at: datetime) -> datetime | None:
    """When everything had been read before; None for a first round, a refused key or a slow one."""
    before = [run.state.value.channels.get(one.channel.value) for one in run.channels]
    times = [
        one.last_success_at
        for one in before
        if one and one.last_success_at and one.status is not SyncStatus.PARKED
    ]
    if run.kind is TokenKind.BASE or not times or len(times) < len(run.channels):
        return None
    return max(min(times), connected_at)
