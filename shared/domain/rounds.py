"""In which order a channel is read: what is new first, what is old in the time that is left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.interaction import Channel
from shared.domain.pace import MOSCOW
from shared.domain.sync import (
    CHANNELS,
    Category,
    ChannelSync,
    Step,
    SyncState,
    SyncStatus,
    Walk,
)

# Long readings are interrupted so often to look for new items.
ROUND_EVERY = timedelta(seconds=55)
COMPARE_EVERY = timedelta(hours=20)
_NIGHT = range(2, 6)
_EVENTS_COMPARED = timedelta(days=2)

_ORDER = (Step.UNANSWERED, Step.RECENT, Step.CHATS, Step.EVENTS, Step.LEFT, Step.HISTORY)
FRESH = frozenset({Step.UNANSWERED, Step.RECENT, Step.EVENTS})
_LONG = frozenset({Step.LEFT, Step.HISTORY})


def rank_of(step: Step) -> int:
    """Steps of a lower rank come first, in whatever channel they are."""
    return _ORDER.index(step)


def add_steps(todo: Iterable[Step], *steps: Step) -> tuple[Step, ...]:
    """Plan steps once each, in their order."""
    return tuple(sorted({*todo, *steps}, key=rank_of))


def begin_round(
    progress: ChannelSync, channel: Channel, full_at: datetime | None, now: datetime
) -> ChannelSync:
    """Plan a round beside what an earlier one left over."""
    if _wants_all(progress, full_at, now):
        progress = _plan_all(progress, channel, full_at, now)
    todo = add_steps(progress.todo, *_fresh_steps(progress, channel))
    return replace(progress, todo=todo, round_at=now)


def begin_run(
    state: SyncState | None, category: Category, now: datetime
) -> dict[Channel, ChannelSync]:
    """Go on with what is left; while something is, a channel that is done waits for its time."""
    known = state.channels if state else {}
    full_at = state.full_at if state else None
    progress = {name: known.get(name.value, ChannelSync()) for name in CHANNELS[category]}
    goes_on = any(one.todo for one in progress.values())
    return {
        name: one
        if one.todo or (goes_on and not is_round_due(one, now))
        else begin_round(one, name, full_at, now)
        for name, one in progress.items()
    }


def is_round_due(progress: ChannelSync, now: datetime) -> bool:
    """Whether new items may have come since the round began."""
    return progress.round_at is None or now - progress.round_at >= ROUND_EVERY


def goes_on_long(step: Step) -> bool:
    """Steps that may take many calls and that nobody waits for."""
    return step in _LONG


def end_step(progress: ChannelSync, step: Step, now: datetime) -> ChannelSync:
    """Cross a step off; with the last fresh one, the channel is up to date."""
    todo = tuple(one for one in progress.todo if one is not step)
    walks = {name: walk for name, walk in progress.walks.items() if name != step.value}
    progress = replace(progress, todo=todo, walks=walks)
    if step in (Step.HISTORY, Step.EVENTS):
        progress = replace(progress, backfilled=True)
    if step not in FRESH or FRESH & set(todo):
        return progress
    return replace(progress, last_success_at=now)


def show_status(progress: ChannelSync) -> ChannelSync:
    """Say how the channel stands after a run that did not fail."""
    status = SyncStatus.OK if progress.backfilled else SyncStatus.RUNNING
    phase = progress.todo[0].value if progress.todo else ""
    return replace(progress, status=status, phase=phase, error="")


def _fresh_steps(progress: ChannelSync, channel: Channel) -> tuple[Step, ...]:
    if channel is Channel.CHAT:
        first = progress.cursor is None and not progress.backfilled
        return (Step.CHATS, Step.EVENTS) if first else (Step.EVENTS,)
    if Step.HISTORY in progress.todo and Step.HISTORY.value not in progress.walks:
        return (Step.UNANSWERED,)
    return (Step.UNANSWERED, Step.RECENT)


def _wants_all(progress: ChannelSync, full_at: datetime | None, now: datetime) -> bool:
    """At first, when the seller asks, and once a night."""
    if Step.HISTORY in progress.todo:
        return False
    if progress.compared_at is None or _is_asked(progress, full_at):
        return True
    at_night = now.astimezone(MOSCOW).hour in _NIGHT
    return at_night and now - progress.compared_at >= COMPARE_EVERY


def _is_asked(progress: ChannelSync, full_at: datetime | None) -> bool:
    last = progress.compared_at
    return full_at is not None and last is not None and full_at > last


def _plan_all(
    progress: ChannelSync, channel: Channel, full_at: datetime | None, now: datetime
) -> ChannelSync:
    """Compare everything, also what is known: a page may have been lost on its way."""
    if channel is not Channel.CHAT:
        progress = replace(progress, todo=add_steps(progress.todo, Step.HISTORY))
        return _read_whole(progress, Step.UNANSWERED)
    todo = add_steps(progress.todo, Step.CHATS)
    progress = replace(
        progress, todo=todo, compared_at=now, cursor=_cursor_back(progress, full_at, now)
    )
    return _read_whole(progress, Step.EVENTS)


def _read_whole(progress: ChannelSync, step: Step) -> ChannelSync:
    if not progress.backfilled:
        return progress
    return replace(progress, walks=progress.walks | {step.value: Walk(whole=True)})


def _cursor_back(progress: ChannelSync, full_at: datetime | None, now: datetime) -> int | None:
    """Every night the last two days of events are compared; all of them only when asked for."""
    if progress.cursor is None or _is_asked(progress, full_at):
        return None
    return min(progress.cursor, int((now - _EVENTS_COMPARED).timestamp() * 1000))


def begin_history(progress: ChannelSync, now: datetime) -> Walk:
    """All answered items up to now; items that were here before are compared again."""
    return Walk(stop=int(now.timestamp()), whole=progress.backfilled)


def close_gap(progress: ChannelSync, since: int, now: datetime) -> ChannelSync:
    """More was answered since the last round than one page holds: walk over what is between."""
    walk = progress.walks.get(Step.HISTORY.value, Walk(start=since))
    walk = replace(walk, start=min(walk.start, since), stop=int(now.timestamp()))
    return replace(
        progress,
        todo=add_steps(progress.todo, Step.HISTORY),
        walks=progress.walks | {Step.HISTORY.value: walk},
    )


def end_history(progress: ChannelSync, walk: Walk, now: datetime) -> ChannelSync:
    """What was answered before the walk began is known without a gap."""
    cursor = max(progress.cursor or 0, walk.stop or 0)
    progress = replace(progress, cursor=cursor)
    is_all = walk.whole or progress.compared_at is None
    return replace(progress, compared_at=now) if is_all else progress
