"""Where the stream of chat events is read on."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.sync.state import ChannelSync, Walk
from shared.domain.sync.stream import (
    OVERLAP,
    calls_for_stream,
    is_stream_read,
    resume_stream,
    stream_position,
)
from tests.builders import NOON

NOW = int(NOON.timestamp() * 1000)
OVERLAP_MS = int(OVERLAP / timedelta(milliseconds=1))


def test_a_fresh_stretch_is_read_again_because_events_come_late() -> None:
    fresh = ChannelSync(cursor=NOW - 1000, last_success_at=NOON)

    assert stream_position(fresh) == NOW - 1000 - OVERLAP_MS
    assert calls_for_stream(fresh) == 2
    assert calls_for_stream(ChannelSync(cursor=7)) == 2
    assert stream_position(ChannelSync(cursor=7)) == 0


def test_a_quiet_stream_costs_one_call() -> None:
    quiet = ChannelSync(cursor=NOW - 300_000, last_success_at=NOON)

    assert stream_position(quiet) == quiet.cursor
    assert calls_for_stream(quiet) == 1


def test_within_one_run_nothing_is_read_twice() -> None:
    middle = ChannelSync(cursor=NOW - 1000, walks={"events": Walk()})

    assert stream_position(middle) == NOW - 1000
    assert stream_position(replace(middle, cursor=None)) is None


def test_the_stream_ends_where_its_cursor_stands_still() -> None:
    assert is_stream_read(5, 5, 3)
    assert is_stream_read(5, 9, 0)
    assert is_stream_read(None, 9, 0)
    assert not is_stream_read(5, 6, 1)
    assert not is_stream_read(None, 6, 1)


def test_a_later_run_steps_back_where_events_may_have_come_late() -> None:
    left = ChannelSync(cursor=NOW - 1000, walks={"events": Walk()}, round_at=NOON)
    old = replace(left, cursor=NOW - 300_000)
    done = replace(left, walks={})

    assert resume_stream(left).cursor == NOW - 1000 - OVERLAP_MS
    assert resume_stream(replace(left, round_at=None)).cursor == NOW - 1000 - OVERLAP_MS
    assert resume_stream(old) == old
    assert resume_stream(done) == done
    assert resume_stream(replace(left, cursor=None)).cursor is None
