"""Where to read on in WB's one stream of chat events, whose cursor is a millisecond."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.sync.state import ChannelSync, Step

# Events become visible late and share milliseconds, so the newest stretch is read again until it
# has been read well after it was written; within one run the last millisecond is read again.
OVERLAP = timedelta(seconds=90)
_SETTLED_AFTER = timedelta(minutes=5)


def stream_position(progress: ChannelSync) -> int | None:
    """The millisecond from which, itself included, events are to be read; None is the oldest."""
    cursor = progress.cursor
    if cursor is None or Step.EVENTS.value in progress.walks or _is_settled(progress, cursor):
        return cursor
    return max(cursor - _millis(OVERLAP), 0)


def resume_stream(progress: ChannelSync) -> ChannelSync:
    """Step back in a reading that an earlier run left off: some events have come late meanwhile."""
    cursor, began = progress.cursor, progress.round_at
    if cursor is None or Step.EVENTS.value not in progress.walks:
        return progress
    if began is not None and began.timestamp() * 1000 - cursor >= _millis(_SETTLED_AFTER):
        return progress
    return replace(progress, cursor=max(cursor - _millis(OVERLAP), 0))


def is_stream_read(position: int | None, cursor: int, count: int) -> bool:
    """WB repeats its cursor at the end of the stream."""
    return count == 0 or (position is not None and cursor <= position)


def calls_for_stream(progress: ChannelSync) -> int:
    """A stretch that is read again takes one more call to find its end."""
    return 1 if stream_position(progress) == progress.cursor else 2


def _is_settled(progress: ChannelSync, cursor: int) -> bool:
    """What came late had come by the last reading, which read the newest stretch again."""
    read_at = progress.last_success_at
    return read_at is not None and read_at.timestamp() * 1000 - cursor >= _millis(_SETTLED_AFTER)


def _millis(period: timedelta) -> int:
    return int(period.total_seconds() * 1000)
