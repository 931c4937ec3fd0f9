"""How long buyers waited, as a histogram: whole minutes up to two days, quarter-hours above."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

FINE_UNTIL = 48 * 60
COARSE = 15
LONGEST = 400 * 24 * 60
_MINUTE = timedelta(minutes=1)


def bin_of(wait: timedelta) -> int:
    """The bin's lower edge in minutes; nobody waited less than nothing."""
    minutes = min(max(wait // _MINUTE, 0), LONGEST)
    return minutes if minutes < FINE_UNTIL else minutes - minutes % COARSE


def quantile(bins: Mapping[int, int], share: float) -> int | None:
    """The lower edge of the bin that holds the value of rank ⌈share · n⌉; None without values."""
    total = sum(bins.values())
    if not total:
        return None
    rank, seen = max(ceil(share * total), 1), 0
    for edge in sorted(bins):
        seen += bins[edge]
        if seen >= rank:
            return edge
    return None


def group_waits(bins: Mapping[int, int]) -> dict[str, int]:
    """Five groups that fit a chart: under one hour, to four, to twelve, to a day, and above."""
    edges = {"lt_1h": 60, "1_4h": 240, "4_12h": 720, "12_24h": 1440}
    found = dict.fromkeys((*edges, "gt_24h"), 0)
    for minutes, count in bins.items():
        name = next((name for name, edge in edges.items() if minutes < edge), "gt_24h")
        found[name] += count
    return found
