"""Make one call to WB after another, the most urgent step of any channel first."""

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import datetime, timedelta

from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, Denial, Malformed, RateLimited, Unavailable
from shared.domain.sync.budget import Ask, Rate
from shared.domain.sync.rounds import begin_round, goes_on_long, is_round_due, rank_of, round_every
from shared.domain.sync.state import ChannelSync, Step, SyncState, SyncStatus
from shared.domain.sync.stream import calls_for_stream
from shared.ports import Stored
from shared.usecases.compare_counts import compare_counts
from shared.usecases.hold_lease import Lease, Made, Obstacle, extend_lease
from shared.usecases.read_chats import (
    absorb_chats,
    absorb_events,
    fetch_chats,
    fetch_events,
    hand_over,
)
from shared.usecases.read_lists import (
    absorb_archive,
    absorb_history,
    absorb_left,
    absorb_recent,
    absorb_unanswered,
    fetch_archive,
    fetch_history,
    fetch_left,
    fetch_recent,
    fetch_unanswered,
)
from shared.usecases.reading import ChannelReading, Fetched, Reading
from shared.usecases.reserve_calls import block_calls

MOST_CALLS_AT_ONCE = 6
_HALF = MOST_CALLS_AT_ONCE // 2
# A call may take twenty seconds, and a task has sixty.
_BEGIN_CALLS_FOR = 25.0
# Who has slept longer than this may have been taken for dead: what it read is old news.
_ZOMBIE_AFTER = 60.0
_SHORT_WAIT = timedelta(seconds=3)
_SHORTEST_WAIT = timedelta(milliseconds=10)

WB_IS_DOWN = "Wildberries не отвечает. Повторим автоматически."
WB_IS_ODD = "Wildberries прислал ответ, который не удалось прочитать. Повторим автоматически."


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one kind of step makes its call, and what it does with the answer."""

    fetch: Callable[[Reading, ChannelReading], Fetched]
    absorb: Callable[[Reading, ChannelReading, Fetched], None]


_READERS = {
    Step.UNANSWERED: _Reader(fetch_unanswered, absorb_unanswered),
    Step.RECENT: _Reader(fetch_recent, absorb_recent),
    Step.LEFT: _Reader(fetch_left, absorb_left),
    Step.HISTORY: _Reader(fetch_history, absorb_history),
    Step.ARCHIVE: _Reader(fetch_archive, absorb_archive),
    Step.CHATS: _Reader(fetch_chats, absorb_chats),
    Step.EVENTS: _Reader(fetch_events, absorb_events),
}


@dataclass(slots=True, kw_only=True)
class Run:
    """One run in progress; `left` calls of the reserved block may begin before `until`."""

    owner: str
    rate: Rate
    kind: TokenKind
    reading: Reading
    state: Stored[SyncState]
    channels: list[ChannelReading]
    most_calls: int
    started_at: datetime
    started: float
    leased: float
    left: int
    until: datetime
    calls: int = 0
    answered: list[datetime] = field(default_factory=list)
    calls_left: int | None = None
    wait: timedelta = timedelta(0)
    lost: bool = False
    denial: Denial | None = None


def calls_for(progress: ChannelSync) -> int:
    """How many calls a channel is known to need; long readings take what they get."""
    if any(goes_on_long(step) for step in progress.todo) or progress.walks:
        return MOST_CALLS_AT_ONCE
    return sum(calls_for_stream(progress) if step is Step.EVENTS else 1 for step in progress.todo)


def ask_for(owner: str, channels: Iterable[ChannelSync], *, goes_on: bool) -> Ask:
    """A block for what is known to be needed: less than that would only be half a round.

    What goes on with an earlier block takes half of one: nobody waits at WB's speed limit.
    """
    wanted = sum(calls_for(progress) for progress in channels)
    calls = max(min(wanted, MOST_CALLS_AT_ONCE), 1)
    least = min(calls, MOST_CALLS_AT_ONCE // 2) if goes_on else calls
    return Ask(owner=owner, calls=calls, least=least)


def run_steps(run: Run) -> None:
    """Read until nothing is left to do, or WB, the budget or the time says stop."""
    _read_on(run)
    for one in run.channels:
        if not run.lost:
            hand_over(run.reading, one)
    if not run.lost:
        compare_counts(run.reading, run.channels, run.reading.clock.now())
        _leave_room(run)


def _read_on(run: Run) -> None:
    while (one := _next_channel(run)) is not None and _may_call(run):
        fetched = _call(run, one)
        run.lost = run.reading.clock.monotonic() - run.leased > _ZOMBIE_AFTER
        if run.denial is not None or run.wait or run.lost:
            return
        if fetched is not None:
            _absorb(run, one, fetched)


def _next_channel(run: Run) -> ChannelReading | None:
    for one in run.channels:
        _drop_idle_step(one)
    waiting = [one for one in run.channels if one.progress.todo and not one.failed]
    return min(waiting, key=lambda one: (rank_of(one.progress.todo[0]), one.calls), default=None)


def _drop_idle_step(one: ChannelReading) -> None:
    """What had left the list may have turned up in another reading."""
    if Step.LEFT in one.progress.todo and not any(one.memory.left()):
        todo = tuple(rest for rest in one.progress.todo if rest is not Step.LEFT)
        one.progress = replace(one.progress, todo=todo)


def _may_call(run: Run) -> bool:
    """Short waits are waited for here: another process could not tell how long they have been."""
    clock = run.reading.clock
    while run.calls < run.most_calls and clock.monotonic() - run.started <= _BEGIN_CALLS_FOR:
        if run.left > 0 and clock.now() < run.until and run.calls_left != 0:
            return True
        if _extend(run):
            return True
        if run.lost or run.wait > _SHORT_WAIT:
            return False
        clock.wait(max(run.wait, _SHORTEST_WAIT))
        run.wait = timedelta(0)
    return False


def _extend(run: Run) -> bool:
    clock = run.reading.clock
    more = extend_lease(
        run.reading.category,
        run.rate,
        _ask_more(run),
        Made(answered=run.answered, left=run.calls_left),
        store=run.reading.store,
        clock=clock,
    )
    if isinstance(more, Lease):
        run.left, run.until, run.answered = more.calls, more.until, []
        run.calls_left = None
        run.leased = clock.monotonic()
        return True
    run.left = 0
    run.lost = more.why is Obstacle.HELD
    run.wait = more.wait
    return False


def _leave_room(run: Run) -> None:
    """Whoever goes on finds calls to begin with: he knows only of those that there are now."""
    left_over = any(one.progress.todo and not one.failed for one in run.channels)
    if not left_over or run.lost or run.denial is not None or run.wait:
        return
    there = run.left if run.calls_left is None else run.calls_left
    pause = max(_HALF - there, 0) * run.rate.interval
    if pause <= _SHORT_WAIT:
        run.reading.clock.wait(pause)


def _ask_more(run: Run) -> Ask:
    going = [one.progress for one in run.channels if one.progress.todo and not one.failed]
    return ask_for(run.owner, going, goes_on=True)


def _call(run: Run, one: ChannelReading) -> Fetched | None:
    """One channel's trouble does not stop the other; WB's refusal and pause stop both."""
    reading = run.reading
    run.left -= 1
    run.calls += 1
    one.calls += 1
    try:
        return _READERS[one.progress.todo[0]].fetch(reading, one)
    except AccessDenied as denied:
        run.denial = denied.denial
    except RateLimited as limited:
        run.wait = block_calls(
            reading.category,
            run.kind,
            limited.retry_after,
            store=reading.store,
            clock=reading.clock,
        )
    except Unavailable:
        _fail(one, WB_IS_DOWN)
    except Malformed:
        _fail(one, WB_IS_ODD)
    finally:
        run.answered.append(reading.clock.now())
        run.calls_left = reading.cabinet.calls_left()
    return None


def _fail(one: ChannelReading, error: str) -> None:
    one.failed = True
    one.progress = replace(one.progress, status=SyncStatus.FAILED, error=error)


def _absorb(run: Run, one: ChannelReading, fetched: Fetched) -> None:
    step = one.progress.todo[0]
    _READERS[step].absorb(run.reading, one, fetched)
    now = run.reading.clock.now()
    if goes_on_long(step) and one.progress.todo and _is_round_due(run, one, now):
        one.progress = begin_round(one.progress, one.channel, run.state.value.full_at, now)


def _is_round_due(run: Run, one: ChannelReading, now: datetime) -> bool:
    return is_round_due(one.progress, now, round_every(run.rate.interval))
