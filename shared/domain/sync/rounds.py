"""In which order a channel is read: what is new first, what is old in the time that is left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.interaction import Channel
from shared.domain.moscow import MOSCOW
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CHANNELS
from shared.domain.sync.state import ChannelSync, Step, SyncState, SyncStatus, Walk
from shared.domain.sync.stream import resume_stream

# Long readings are interrupted so often to look for new items.
ROUND_EVERY = timedelta(seconds=55)
# Two channels need half of these for what is new; the other half is for what is old.
_CALLS_BETWEEN_ROUNDS = 8
# A task that comes twice must not begin a round right behind the one that it has begun.
JUST_NOW = timedelta(seconds=5)
COMPARE_EVERY = timedelta(hours=20)
# Ingestion has long stored everything by then.
COUNT_AFTER = timedelta(minutes=4)
# Whoever was away for nearly as long as WB keeps unanswered reviews looks into the archive too.
AWAY = timedelta(days=25)
_NIGHT = range(2, 6)
_EVENTS_COMPARED = timedelta(days=2)
# WB's clock and ours differ by less.
_MOST_AHEAD = timedelta(hours=1)

_ORDER = (
    Step.UNANSWERED,
    Step.RECENT,
    Step.CHATS,
    Step.EVENTS,
    Step.LEFT,
    Step.HISTORY,
    Step.ARCHIVE,
)
FRESH = frozenset({Step.UNANSWERED, Step.RECENT, Step.EVENTS})
_LONG = frozenset({Step.LEFT, Step.HISTORY, Step.ARCHIVE})
# Old items alone, in the order in which they are read.
_PAST = {
    Channel.REVIEW: (Step.HISTORY, Step.ARCHIVE),
    Channel.QUESTION: (Step.HISTORY,),
    Channel.CHAT: (Step.CHATS,),
}


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
    progress = _doubt_cursor(progress, channel, now)
    if _wants_all(progress, full_at, now):
        progress = _plan_all(progress, channel, full_at, now)
    elif channel is Channel.REVIEW and _was_away(progress, now):
        progress = replace(progress, todo=add_steps(progress.todo, Step.ARCHIVE))
    todo = add_steps(progress.todo, *_fresh_steps(progress, channel))
    return replace(progress, todo=todo, round_at=now)


def begin_run(
    state: SyncState | None, category: Category, now: datetime, every: timedelta = ROUND_EVERY
) -> dict[Channel, ChannelSync]:
    """Go on with what is left; while something is, a channel that is done waits for its time.

    What has only just been read is not read again: then nothing is to be done. Whoever has old
    items alone left to read looks for new ones too when it is time.
    """
    known = state.channels if state else {}
    full_at = state.full_at if state else None
    progress = {
        name: resume_stream(known.get(name.value, ChannelSync())) for name in CHANNELS[category]
    }
    goes_on = any(one.todo for one in progress.values())
    return {
        name: begin_round(one, name, full_at, now)
        if _is_wished(one, full_at)
        or not (_waits(one, now, every, goes_on=goes_on) or _is_fresh(one, now))
        else one
        for name, one in progress.items()
    }


def round_every(interval: timedelta) -> timedelta:
    """Where calls are rare, new items must not take them all: old ones would never be read."""
    return max(ROUND_EVERY, _CALLS_BETWEEN_ROUNDS * interval)


def is_round_due(progress: ChannelSync, now: datetime, every: timedelta = ROUND_EVERY) -> bool:
    """Whether new items may have come since the round began."""
    return progress.round_at is None or now - progress.round_at >= every


def goes_on_long(step: Step) -> bool:
    """Steps that may take many calls and that nobody waits for."""
    return step in _LONG


def end_step(progress: ChannelSync, step: Step, now: datetime) -> ChannelSync:
    """Cross a step off; with the last fresh one, the channel is up to date."""
    todo = tuple(one for one in progress.todo if one is not step)
    walks = {name: walk for name, walk in progress.walks.items() if name != step.value}
    progress = _end_comparison(replace(progress, todo=todo, walks=walks), now)
    if step not in FRESH or FRESH & set(todo):
        return progress
    return replace(progress, last_success_at=now)


def show_status(progress: ChannelSync) -> ChannelSync:
    """Say how the channel stands after a run that did not fail."""
    status = SyncStatus.OK if progress.backfilled else SyncStatus.RUNNING
    phase = progress.todo[0].value if progress.todo else ""
    return replace(progress, status=status, phase=phase, error="")


def begin_history(progress: ChannelSync, now: datetime) -> Walk:
    """All answered items up to now; items that were here before are compared again."""
    top = int(now.timestamp())
    return Walk(stop=top, top=top, whole=progress.backfilled)


def begin_archive(progress: ChannelSync) -> Walk:
    """All archived items, which only numbers reach."""
    return Walk(whole=progress.backfilled and progress.comparing_at is not None)


def close_gap(progress: ChannelSync, since: int, now: datetime) -> ChannelSync:
    """More was answered since the last round than one page holds: walk over what is between."""
    walk = progress.walks.get(Step.HISTORY.value, Walk(start=since))
    top = int(now.timestamp())
    walk = replace(walk, start=min(walk.start, since), stop=top, top=top, cut=None, skip=0)
    return replace(
        progress,
        todo=add_steps(progress.todo, Step.HISTORY),
        walks=progress.walks | {Step.HISTORY.value: walk},
    )


def end_history(progress: ChannelSync, walk: Walk) -> ChannelSync:
    """What was answered before the walk began is known without a gap."""
    return replace(progress, cursor=max(progress.cursor or 0, walk.top or 0))


def _fresh_steps(progress: ChannelSync, channel: Channel) -> tuple[Step, ...]:
    if channel is Channel.CHAT:
        return (Step.EVENTS,)
    if Step.HISTORY in progress.todo and Step.HISTORY.value not in progress.walks:
        return (Step.UNANSWERED,)
    return (Step.UNANSWERED, Step.RECENT)


def _waits(progress: ChannelSync, now: datetime, every: timedelta, *, goes_on: bool) -> bool:
    if not goes_on or is_round_due(progress, now, every):
        return not all(goes_on_long(step) for step in progress.todo)
    return True


def _is_fresh(progress: ChannelSync, now: datetime) -> bool:
    return progress.round_at is not None and now - progress.round_at < JUST_NOW


def _is_wished(progress: ChannelSync, full_at: datetime | None) -> bool:
    """Somebody asked for everything, and nobody has begun to read it."""
    return progress.comparing_at is None and _is_asked(progress, full_at)


def _doubt_cursor(progress: ChannelSync, channel: Channel, now: datetime) -> ChannelSync:
    """A cursor that cannot be true is none, and then everything is read again."""
    if progress.cursor is None:
        return progress
    seconds = progress.cursor / (1000 if channel is Channel.CHAT else 1)
    if 0 <= seconds <= (now + _MOST_AHEAD).timestamp():
        return progress
    return replace(progress, cursor=None, compared_at=None)


def _wants_all(progress: ChannelSync, full_at: datetime | None, now: datetime) -> bool:
    """At first, when the seller asks, and once a night."""
    if progress.comparing_at is not None:
        return False
    if progress.compared_at is None or _is_asked(progress, full_at):
        return True
    at_night = now.astimezone(MOSCOW).hour in _NIGHT
    return at_night and now - progress.compared_at >= COMPARE_EVERY


def _was_away(progress: ChannelSync, now: datetime) -> bool:
    last = progress.last_success_at
    return last is not None and now - last >= AWAY


def _is_asked(progress: ChannelSync, full_at: datetime | None) -> bool:
    last = progress.compared_at
    return full_at is not None and last is not None and full_at > last


def _plan_all(
    progress: ChannelSync, channel: Channel, full_at: datetime | None, now: datetime
) -> ChannelSync:
    """Compare everything, also what is known: a page may have been lost on its way."""
    todo = add_steps(progress.todo, *_PAST[channel])
    walks = {name: walk for name, walk in progress.walks.items() if name not in _PAST[channel]}
    progress = replace(progress, todo=todo, walks=walks, comparing_at=now, compared=0)
    if channel is not Channel.CHAT:
        return _read_whole(progress, Step.UNANSWERED)
    progress = replace(progress, cursor=_cursor_back(progress, full_at, now))
    return _read_whole(progress, Step.EVENTS)


def _read_whole(progress: ChannelSync, step: Step) -> ChannelSync:
    if not progress.backfilled:
        return progress
    return replace(progress, walks=progress.walks | {step.value: Walk(whole=True)})


def _end_comparison(progress: ChannelSync, now: datetime) -> ChannelSync:
    """Everything has been read when neither old items nor whole lists are left to read."""
    going = any(step in progress.todo for steps in _PAST.values() for step in steps)
    going = going or any(walk.whole for walk in progress.walks.values())
    first_events = not progress.backfilled and Step.EVENTS in progress.todo
    first_list = not progress.backfilled and Step.UNANSWERED in progress.todo
    if progress.comparing_at is None or going or first_events or first_list:
        return progress
    return replace(
        progress,
        compared_at=progress.comparing_at,
        comparing_at=None,
        backfilled=True,
        count_at=now + COUNT_AFTER,
    )


def note_drift(progress: ChannelSync, drift: int) -> ChannelSync:
    """Compare everything once more when the store lacks items, as when a page was lost."""
    again = drift > 0 and not progress.is_repeated
    return replace(
        progress,
        drift=drift,
        count_at=None,
        is_repeated=again,
        compared_at=None if again else progress.compared_at,
    )


def _cursor_back(progress: ChannelSync, full_at: datetime | None, now: datetime) -> int | None:
    """Every night the last two days of events are compared; all of them only when asked for."""
    if progress.cursor is None or _is_asked(progress, full_at):
        return None
    return min(progress.cursor, int((now - _EVENTS_COMPARED).timestamp() * 1000))
