"""What clocks and makers of names promise, in memory and on this machine."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.system import SystemClock, SystemIds
from shared.ports import Clock, Ids

MOSCOW = timezone(timedelta(hours=3))
PAUSE = timedelta(milliseconds=50)
# The machine's time of day may be slewed while it is measured.
SLEW_S = 0.02


@dataclass
class Bench:
    """A clock and the way to let time pass on it."""

    clock: Clock
    wait: Callable[[timedelta], None]


@pytest.fixture(params=["memory", "system", "system in the past"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "memory":
        fixed = FixedClock(datetime(2026, 11, 22, 12, tzinfo=MOSCOW))
        return Bench(fixed, fixed.advance)
    offset = timedelta(days=-30 if "past" in request.param else 0)
    return Bench(SystemClock(offset), lambda pause: time.sleep(pause.total_seconds()))


@pytest.fixture(params=["memory", "system"])
def makers(request: pytest.FixtureRequest) -> tuple[Ids, Ids]:
    if request.param == "memory":
        return CountingIds("a"), CountingIds("b")
    return SystemIds(), SystemIds()


def test_the_time_is_told_in_utc(bench: Bench) -> None:
    assert bench.clock.now().tzinfo is UTC


def test_time_does_not_run_backwards(bench: Bench) -> None:
    moments = [bench.clock.now() for _ in range(100)]
    seconds = [bench.clock.monotonic() for _ in range(100)]

    assert moments == sorted(moments)
    assert seconds == sorted(seconds)


def test_both_readings_pass_together(bench: Bench) -> None:
    clock = bench.clock
    before, began, after = clock.monotonic(), clock.now(), clock.monotonic()
    bench.wait(PAUSE)
    early, ended, late = clock.monotonic(), clock.now(), clock.monotonic()

    passed = (ended - began).total_seconds()

    assert early - after >= PAUSE.total_seconds()
    assert early - after - SLEW_S <= passed <= late - before + SLEW_S


def test_names_never_repeat_even_among_threads(makers: tuple[Ids, Ids]) -> None:
    ids, _ = makers

    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: ids.new(), range(2000)))

    assert len(set(names)) == 2000


def test_two_makers_never_meet(makers: tuple[Ids, Ids]) -> None:
    mine, yours = ({ids.new() for _ in range(1000)} for ids in makers)

    assert not mine & yours


def test_a_name_can_stand_in_a_path(makers: tuple[Ids, Ids]) -> None:
    ids, _ = makers

    assert re.fullmatch(r"[A-Za-z0-9]{1,64}", ids.new())
