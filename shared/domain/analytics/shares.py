"""Parts of a whole, each with the patterns of what it counts, and how sure a share is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import sqrt
from statistics import NormalDist, fmean, stdev

from shared.domain.analytics.counts import Counts, count_up
from shared.domain.dataclass import dataclass

DIGITS = 4
_CERTAINTY = 0.95
_Z = NormalDist().inv_cdf((1 + _CERTAINTY) / 2)
# Fewer values give no interval that means anything.
LEAST_VALUES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number, and the pattern that lists what it counts."""

    value: int
    lists: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole."""

    part: Tally
    whole: Tally

    @property
    def value(self) -> float:
        """The share; of nothing it is nothing."""
        return round(self.part.value / self.whole.value, DIGITS) if self.whole.value else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a value lies with 95 chances of 100; None where too little is known."""

    count: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def as_percent(share: float) -> str:
    """As Russian writes it: the sign stands apart, and no line is broken there."""
    return f"{share * 100:.0f}\u00a0%"


def tally(counts: Counts, lists: str, now: datetime) -> Tally:
    """Count what a pattern lists."""
    return Tally(value=count_up(counts, lists, now), lists=lists)


def share(counts: Counts, part: str, whole: str, now: datetime) -> Share:
    """Count a part and its whole."""
    return Share(part=tally(counts, part, now), whole=tally(counts, whole, now))


def wilson(part: int, whole: int) -> Interval:
    """The score interval of a share (Wilson 1927), which stays within 0 and 1."""
    if not whole:
        return Interval(count=0)
    value, squared = part / whole, _Z * _Z
    middle = (value + squared / (2 * whole)) / (1 + squared / whole)
    spread = _Z * sqrt(value * (1 - value) / whole + squared / (4 * whole * whole))
    spread /= 1 + squared / whole
    return Interval(
        count=whole,
        value=round(value, DIGITS),
        low=round(max(middle - spread, 0.0), DIGITS),
        high=round(min(middle + spread, 1.0), DIGITS),
    )


def mean_interval(values: Sequence[int]) -> Interval:
    """The mean of some numbers with its normal interval; the mean alone when they are few."""
    if not values:
        return Interval(count=0)
    mean = fmean(values)
    if len(values) < LEAST_VALUES:
        return Interval(count=len(values), value=round(mean, DIGITS))
    spread = _Z * stdev(values) / sqrt(len(values))
    return Interval(
        count=len(values),
        value=round(mean, DIGITS),
        low=round(mean - spread, DIGITS),
        high=round(mean + spread, DIGITS),
    )


def unfold(counts: Mapping[str, int]) -> list[int]:
    """Every value as often as it was counted."""
    return [int(name) for name in sorted(counts, key=int) for _ in range(counts[name])]


def differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares differ by more than chance would, by the test of two proportions."""
    (part, whole), (other, rest) = first, second
    if min(whole, rest) < LEAST_VALUES:
        return False
    pooled = (part + other) / (whole + rest)
    error = sqrt(pooled * (1 - pooled) * (1 / whole + 1 / rest))
    return error > 0 and abs(part / whole - other / rest) / error >= _Z
