"""Time and randomness of the machine, and their doubles in memory."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.system import SystemClock, SystemIds


def test_the_clock_is_moved_by_its_offset() -> None:
    now, then = SystemClock().now(), SystemClock(timedelta(days=-30)).now()

    assert now.tzinfo is UTC
    assert timedelta(days=30) <= now - then + timedelta(seconds=1) < timedelta(days=30, minutes=1)


def test_monotonic_seconds_grow() -> None:
    clock = SystemClock()

    assert clock.monotonic() <= clock.monotonic()


def test_ids_have_128_bits_and_never_repeat() -> None:
    ids = {SystemIds().new() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(bytes.fromhex(one)) for one in ids} == {16}


def test_a_fixed_clock_moves_when_told() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    clock = FixedClock(noon)

    clock.advance(timedelta(minutes=1))
    clock.set(noon + timedelta(minutes=3))
    clock.set(noon)

    clock.advance(timedelta(minutes=-1))

    assert clock.now() == noon - timedelta(minutes=1)
    assert clock.monotonic() == 180.0


def test_counted_ids_can_be_told_apart() -> None:
    ids = CountingIds("run-")

    assert [ids.new(), ids.new()] == ["run-000001", "run-000002"]


def test_a_fast_clock_runs_as_many_times_as_fast() -> None:
    slow, fast = SystemClock(), SystemClock(timedelta(0), speed=60)

    assert fast.now().timestamp() / slow.now().timestamp() == pytest.approx(60)
    assert fast.monotonic() / slow.monotonic() == pytest.approx(60, rel=1e-3)
