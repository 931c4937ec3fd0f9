"""Stars and subjects, of all products and of each; and whether a reply moves a rating."""

from collections import Counter
from datetime import datetime

from shared.domain.analytics.counts import Counts, spread
from shared.domain.analytics.shares import (
    Interval,
    Tally,
    differ,
    mean_interval,
    tally,
    unfold,
    wilson,
)
from shared.domain.dataclass import dataclass

STARS = range(1, 6)
FEELINGS = ("positive", "neutral", "negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Reviews by stars."""

    stars: dict[int, Tally]
    total: int
    average: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """How often a subject was spoken of, by feeling."""

    label: str
    feelings: dict[str, Tally]

    @property
    def total(self) -> int:
        """How often at all."""
        return sum(one.value for one in self.feelings.values())

    @property
    def complaints(self) -> int:
        """How often with displeasure."""
        return self.feelings["negative"].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """By how many stars supplemented reviews differ from the first, and how many rose."""

    change: Interval
    risen: Interval
    lists: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyEffect:
    """What happened to ratings behind an answer, beside those without one: no proof of a cause."""

    after: Shift
    without: Shift
    is_different: bool


def measure_ratings(counts: Counts, now: datetime, product: str = "") -> Ratings:
    """Stars of all products, or of one."""
    prefix = f"nm/{product}/rating" if product else "rating"
    stars = {one: tally(counts, f"{prefix}/{one}", now) for one in STARS}
    total = sum(one.value for one in stars.values())
    score = sum(number * one.value for number, one in stars.items())
    average = round(score / total, 2) if total else None
    return Ratings(stars=stars, total=total, average=average)


def products_of(counts: Counts) -> list[str]:
    """Products by how often they were rated or spoken of, the most first."""
    found: Counter[str] = Counter()
    for name, count in counts.items():
        if name.startswith("nm/"):
            found[name.split("/")[1]] += count
    return [name for name, count in sorted(found.items(), key=_most_first) if count]


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def measure_topics(
    counts: Counts, now: datetime, *, channel: str = "*", product: str = ""
) -> list[TopicCount]:
    """Subjects of one channel or product, the most complained of first."""
    prefix = f"nm/{product}/topic" if product else f"topic/{channel}"
    labels = sorted(spread(counts, f"{prefix}/?/*"))
    found = [
        TopicCount(
            label=label,
            feelings={one: tally(counts, f"{prefix}/{label}/{one}", now) for one in FEELINGS},
        )
        for label in labels
    ]
    return sorted(
        (one for one in found if one.total),
        key=lambda one: (-one.complaints, -one.total, one.label),
    )


def measure_effect(counts: Counts) -> ReplyEffect:
    """Compare supplemented reviews whose first part had an answer with the others."""
    after, without = spread(counts, "change/after/?"), spread(counts, "change/without/?")
    return ReplyEffect(
        after=_shift(after, "change/after/*"),
        without=_shift(without, "change/without/*"),
        is_different=differ(_risen(after), _risen(without)),
    )


def _shift(found: Counter[str], lists: str) -> Shift:
    return Shift(change=mean_interval(unfold(found)), risen=wilson(*_risen(found)), lists=lists)


def _risen(found: Counter[str]) -> tuple[int, int]:
    return sum(count for name, count in found.items() if int(name) > 0), sum(found.values())
