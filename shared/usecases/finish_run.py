"""End a sync run: cursors, what is known and the lease in one commit, then what comes next."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.analytics.uptime import Tries, note_tries
from shared.domain.errors import AlreadyExists, Denial, RetryLater, Stale, Unavailable
from shared.domain.moscow import moscow_day
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CHANNELS
from shared.domain.sync.lately import note_run
from shared.domain.sync.refusals import refusal_words
from shared.domain.sync.rounds import show_status
from shared.domain.sync.state import (
    KEEP_RUNS,
    ChannelSync,
    RunFacts,
    SyncRun,
    SyncState,
    SyncStatus,
)
from shared.ports import Create, Put, Store, Write
from shared.usecases.find_loose_pages import MOST_LOOSE
from shared.usecases.plan_sync import QUEUE
from shared.usecases.reading import ChannelReading
from shared.usecases.run_steps import Run

RECORD_EVERY = timedelta(hours=1)
_MOST_TRIES = 4


def finish_run(run: Run) -> None:
    """A run whose lease was taken over keeps what it stored and leaves the cursors alone."""
    if run.lost:
        return
    now = run.reading.clock.now()
    left_over = any(one.progress.todo and not one.failed for one in run.channels)
    goes_on = run.denial is None and left_over
    after = _after(run, now, goes_on=goes_on)
    if not _save(run, after):
        return
    if goes_on:
        _go_on(run)


def show_refusal(store: Store, category: Category, denial: Denial) -> None:
    """Tell the seller of a refusal that came before any run could begin."""
    stored = store.get(SyncState, category.value)
    words = refusal_words(category, denial)
    known = stored.value.channels if stored else {}
    channels = {
        name.value: replace(
            known.get(name.value, ChannelSync()), status=SyncStatus.PARKED, error=words
        )
        for name in CHANNELS[category]
    }
    state = replace(stored.value if stored else SyncState(category=category), channels=channels)
    # Whoever was faster has run, and tells how it went.
    with suppress(AlreadyExists, Stale):
        store.commit([Put(state, version=stored.version) if stored else Create(state)])


def _after(run: Run, now: datetime, *, goes_on: bool) -> SyncState:
    before = run.state.value
    channels = {one.channel.value: _shown(run, one, now) for one in run.channels}
    after = replace(
        before,
        finished_by=run.owner,
        channels=before.channels | channels,
        turn=before.turn + bool(run.reading.changed),
        answered=tuple(run.answered),
        calls_left=run.calls_left,
        clock=run.reading.clock.name(),
        observed_at=run.reading.observed_at,
        loose=tuple(run.reading.loose[-MOST_LOOSE:]),
        resume_at=now + run.wait if goes_on else None,
        last_run_at=now,
        tries=note_tries(before.tries, moscow_day(now), _tried(run)),
        lately=note_run(before.lately, failed=_has_failed(run), waited_s=_waited(run)),
    )
    return replace(after, recorded_at=now) if _is_worth_a_record(run, before, now) else after


def _shown(run: Run, one: ChannelReading, now: datetime) -> ChannelSync:
    progress = replace(one.progress, last_run=_facts_of(run, one, now))
    if run.denial is not None:
        words = refusal_words(run.reading.category, run.denial)
        return replace(progress, status=SyncStatus.PARKED, error=words)
    return progress if one.failed else show_status(progress)


def _facts_of(run: Run, one: ChannelReading, now: datetime) -> RunFacts:
    return RunFacts(
        at=now,
        seconds=_seconds(now - run.started_at),
        waited_s=_waited(run),
        calls=one.calls,
        fetched=one.items,
        created=one.created,
        updated=one.updated,
        quarantined=sum(item.channel is one.channel for item in run.reading.refused),
    )


def _waited(run: Run) -> float:
    """A run that goes on with an earlier one has waited since that one ended."""
    before = run.state.value
    if before.resume_at is None or before.last_run_at is None:
        return 0.0
    return _seconds(run.started_at - before.last_run_at)


def _seconds(period: timedelta) -> float:
    return round(max(period.total_seconds(), 0.0), 3)


def _tried(run: Run) -> Tries:
    return Tries(failed=1) if _has_failed(run) else Tries(ok=1)


def _has_failed(run: Run) -> bool:
    return run.denial is not None or any(one.failed for one in run.channels)


def _is_worth_a_record(run: Run, before: SyncState, now: datetime) -> bool:
    failed = _has_failed(run)
    last = before.recorded_at
    old = last is None or now - last >= RECORD_EVERY
    reading = run.reading
    return failed or old or bool(reading.changed or reading.quarantined or reading.recovered)


def _save(run: Run, after: SyncState) -> bool:
    """Write over the version that was read; False when another run has ended meanwhile.

    The seller's wish to read everything may arrive while a run is on its way: it is kept.
    """
    store, state = run.reading.store, run.state
    rest = _rest_of_writes(run, after)
    for _ in range(_MOST_TRIES):
        try:
            store.commit([Put(after, version=state.version), *rest])
        except (Stale, Unavailable):
            fresh = store.get(SyncState, run.reading.category.value)
            if fresh is None or fresh.value.finished_by not in (run.owner, state.value.finished_by):
                return False
            if fresh.value.finished_by == run.owner:
                return True
            state, after = fresh, replace(after, full_at=fresh.value.full_at)
            continue
        return True
    raise RetryLater("the end of a sync run could not be stored")


def _rest_of_writes(run: Run, after: SyncState) -> list[Write]:
    packed = [(one.memory, one.memory.pack()) for one in run.channels]
    writes: list[Write] = [Put(known) for memory, known in packed if known.body != memory.packed]
    if after.recorded_at == after.last_run_at:
        writes.append(Create(_record(run, after)))
    return writes


def _record(run: Run, after: SyncState) -> SyncRun:
    finished_at = after.last_run_at or run.started_at
    errors = [one.error for one in after.channels.values() if one.error]
    return SyncRun(
        id=run.owner,
        category=run.reading.category,
        started_at=run.started_at,
        finished_at=finished_at,
        expires_at=finished_at + KEEP_RUNS,
        calls=run.calls,
        items=sum(one.items for one in run.channels),
        changed=run.reading.changed,
        quarantined=run.reading.quarantined,
        recovered=run.reading.recovered,
        waited_s=_waited(run),
        channels={one.channel.value: _facts_of(run, one, finished_at) for one in run.channels},
        error=errors[0] if errors else "",
    )


def _go_on(run: Run) -> None:
    """The continuation is one per run; a crash before this line leaves it to the next tick."""
    reading = run.reading
    payload = {"seller": reading.seller, "category": reading.category.value}
    key = f"sync:{reading.seller}:{reading.category.value}:after:{run.owner}"
    reading.queue.enqueue(QUEUE, payload, key=key, delay=run.wait)
