"""How long buyers waited for replies of this inbox, and how many answers came in time."""

from collections import Counter
from datetime import datetime

from shared.domain.analytics.counts import Counts
from shared.domain.analytics.shares import Share, Tally, share, tally
from shared.domain.analytics.waits import group_waits, quantile
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel

MEDIAN, NINETIETH = 0.5, 0.9
_CHANNEL, _HOUR, _RULE, _BIN = 1, 2, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Waits in minutes, to the bin: the value of rank ⌈n/2⌉ and ⌈9n/10⌉."""

    replies: Tally
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTime:
    """Waits by what they may depend on; hours are Moscow's at which the buyer wrote."""

    whole: Wait
    by_channel: dict[str, Wait]
    by_hour: dict[str, Wait]
    by_rule: dict[str, Wait]
    groups: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Answers within the target and within the limit; what is open and not yet due is left out.

    `untimed` answers were given in WB's cabinet at a time that nobody knows.
    """

    in_target: Share
    in_limit: Share
    untimed: Tally


def measure_waits(counts: Counts, channel: Channel | None) -> ResponseTime:
    """Sum the histograms."""
    mine = channel.value if channel else "*"
    found = {
        name: count
        for name, count in counts.items()
        if name.startswith("wait/") and mine in ("*", name.split("/")[_CHANNEL])
    }
    whole = _wait(found, f"wait/{mine}/*/*/*")
    return ResponseTime(
        whole=whole,
        by_channel=_split(found, _CHANNEL, mine),
        by_hour=_split(found, _HOUR, mine),
        by_rule=_split(found, _RULE, mine),
        groups=group_waits(_bins(found)),
    )


def _split(counts: Counts, place: int, channel: str) -> dict[str, Wait]:
    parts: dict[str, dict[str, int]] = {}
    for name, count in counts.items():
        parts.setdefault(name.split("/")[place], {})[name] = count
    wanted = ["wait", channel, "*", "*", "*"]
    return {
        key: _wait(part, "/".join([*wanted[:place], key, *wanted[place + 1 :]]))
        for key, part in sorted(parts.items())
    }


def _wait(counts: Counts, pattern: str) -> Wait:
    bins = _bins(counts)
    return Wait(
        replies=Tally(value=sum(bins.values()), lists=pattern),
        median=quantile(bins, MEDIAN),
        p90=quantile(bins, NINETIETH),
    )


def _bins(counts: Counts) -> dict[int, int]:
    bins: Counter[int] = Counter()
    for name, count in counts.items():
        bins[int(name.split("/")[_BIN])] += count
    return dict(bins)


def measure_deadlines(counts: Counts, channel: str, rule: str, now: datetime) -> Compliance:
    """One channel or row of the table, or `*` for all."""
    return Compliance(
        in_target=_in_time(counts, channel, rule, "target", now),
        in_limit=_in_time(counts, channel, rule, "limit", now),
        untimed=tally(counts, f"untimed/{channel}", now),
    )


def _in_time(counts: Counts, channel: str, rule: str, due: str, now: datetime) -> Share:
    met = f"met/{channel}/{rule}/{due}"
    whole = f"{met}/in+{met}/late+due/{channel}/{rule}/{due}/<now"
    return share(counts, f"{met}/in", whole, now)


def within_a_day(counts: Counts, channel: Channel, now: datetime) -> Share:
    """Answers within 24 hours of what is at least so old, or answered."""
    met = f"day/{channel}"
    return share(counts, f"{met}/in", f"{met}/in+{met}/late+day_due/{channel}/<now", now)


def rules_of(counts: Counts) -> list[str]:
    """The rows of the table by which anything was due."""
    return sorted({name.split("/")[2] for name in counts if name.startswith(("met/", "due/"))})
