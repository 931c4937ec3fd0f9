"""Every documented form of a moment becomes aware UTC; what is none is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.wildberries.moments import (
    read_millis,
    read_moment,
    read_moscow,
)

SECOND = datetime(2026, 1, 21, 20, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (read_moment, "2026-01-21T20:40:00Z", SECOND),
        (read_moment, "2026-01-21T23:40:00+03:00", SECOND),
        (read_moment, "2026-01-21T20:40:00.5Z", SECOND.replace(microsecond=500_000)),
        (read_moment, "2026-01-21T20:40:00.123Z", SECOND.replace(microsecond=123_000)),
        (read_moment, "2026-01-21T20:40:00.123456Z", SECOND.replace(microsecond=123_456)),
        (read_moment, "2026-01-21T20:40:00.123456789Z", SECOND.replace(microsecond=123_456)),
        (read_moment, "2026-01-21T23:40:00.123456789+03:00", SECOND.replace(microsecond=123_456)),
        (read_moscow, "2026-01-21T23:40:00", SECOND),
        (read_moscow, "2026-01-21T23:40:00.123456", SECOND.replace(microsecond=123_456)),
        (read_moscow, "2026-01-21T20:40:00Z", SECOND),
        (read_millis, 1742404763767, datetime(2025, 3, 19, 17, 19, 23, 767_000, tzinfo=UTC)),
    ],
)
def test_every_documented_form_is_read(
    read: Callable[[Any], datetime], written: Any, meant: datetime
) -> None:
    moment = read(written)

    assert moment == meant
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("digits", range(10))
def test_a_second_may_have_up_to_nine_digits(digits: int) -> None:
    fraction = "." + "1" * digits if digits else ""

    moment = read_moment(f"2026-01-21T20:40:00{fraction}Z")

    assert moment.microsecond == int(("1" * digits).ljust(6, "0")[:6])


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (read_moment, "2026-01-21T20:40:00"),
        (read_moment, "2026-01-21"),
        (read_moment, "1768999200"),
        (read_moment, 1768999200),
        (read_moment, None),
        (read_moment, ""),
        (read_moment, "0001-01-01T00:00:00+14:00"),
        (read_moment, "0001-01-01T00:00:00Z"),
        (read_moment, "1999-12-31T23:59:59Z"),
        (read_moment, "9999-12-31T23:59:59Z"),
        (read_moment, "2026-13-01T00:00:00Z"),
        (read_moscow, "0001-01-01T00:00:00"),
        (read_moscow, "yesterday"),
        (read_millis, "1742404763767"),
        (read_millis, 10**30),
        (read_millis, 0),
        (read_millis, 4_102_444_800_001),
        (read_millis, True),
        (read_millis, None),
    ],
)
def test_what_is_no_moment_is_refused(read: Callable[[Any], datetime], written: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(written)
