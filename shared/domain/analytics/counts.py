"""Counts by name, and what a pattern of names adds up to.

A name is a path, as `limit/question/sizing_fit_question/late`. A pattern may have `*` for any part
and `<now` for a minute that is over; several patterns are joined by `+`. The same patterns count
names and find the rows behind them, so that every number can show what it counts.
"""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from shared.domain.analytics.periods import Part
from shared.domain.dataclass import dataclass

PATTERN = re.compile(r"[a-z0-9_*/<+.-]{1,400}")
_EPOCH_MINUTE = 60
_PRODUCTS = "nm/"
_PLAIN = re.compile(r"[*<]")

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All counts of one day or month, packed: `id` is its name, `body` the counts.

    Counts by product lie in a document of their own, because few pages need them.
    """

    id: str
    at: datetime
    body: bytes

    @property
    def counts(self) -> Counter[str]:
        """Read the counts."""
        return unpack_counts(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures(Figures):
    """One Moscow day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures(Figures):
    """One calendar month, the sum of its days."""


def products_name(name: str) -> str:
    """The document of a day's or month's counts by product."""
    return f"{name}.products"


def is_by_product(name: str) -> bool:
    """Whether a count belongs to a product."""
    return name.startswith(_PRODUCTS)


def pack_counts(counts: Counts) -> bytes:
    """The same counts always give the same bytes; what is zero is left out."""
    kept = {name: counts[name] for name in sorted(counts) if counts[name]}
    return zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 6)


def unpack_counts(body: bytes) -> Counter[str]:
    """Read counts back."""
    return Counter(json.loads(zlib.decompress(body)))


def add_up(found: Iterable[tuple[Part, Counts]]) -> Counter[str]:
    """Sum documents, each with its sign; what comes to nothing is left out."""
    total: Counter[str] = Counter()
    for part, counts in found:
        if part.sign > 0:
            total.update(counts)
        else:
            total.subtract(counts)
    return +total


def minute_of(moment: datetime) -> int:
    """A moment in whole minutes, rounded up: what was due within a minute is over at its end."""
    return -int(-moment.timestamp() // _EPOCH_MINUTE)


def count_up(counts: Counts, pattern: str, now: datetime) -> int:
    """How much a pattern adds up to."""
    wanted = _parse(pattern)
    minute = int(now.timestamp() // _EPOCH_MINUTE)
    return sum(count for name, count in counts.items() if _is_wanted(name, wanted, minute))


def is_counted(names: Iterable[str], pattern: str, now: datetime) -> bool:
    """Whether a row with these names is among what a pattern counts."""
    wanted = _parse(pattern)
    minute = int(now.timestamp() // _EPOCH_MINUTE)
    return any(_is_wanted(name, wanted, minute) for name in names)


def spread(counts: Counts, pattern: str) -> Counter[str]:
    """Split one pattern by the part that stands under `?`; other parts may be `*`."""
    wanted = pattern.split("/")
    place = wanted.index("?")
    wanted[place] = "*"
    found: Counter[str] = Counter()
    for name, count in counts.items():
        parts = name.split("/")
        if _fits(parts, wanted, 0):
            found[parts[place]] += count
    return found


_Wanted = list[tuple[str, list[str]]]


def _parse(pattern: str) -> _Wanted:
    """Each alternative with the letters that it begins with, by which most names are told."""
    return [(_PLAIN.split(one)[0], one.split("/")) for one in pattern.split("+")]


def _is_wanted(name: str, wanted: _Wanted, minute: int) -> bool:
    return any(
        name.startswith(prefix) and _fits(name.split("/"), parts, minute)
        for prefix, parts in wanted
    )


def _fits(parts: list[str], wanted: list[str], minute: int) -> bool:
    if len(parts) != len(wanted):
        return False
    return all(
        want in ("*", part) or (want == "<now" and int(part) <= minute)
        for part, want in zip(parts, wanted, strict=True)
    )
