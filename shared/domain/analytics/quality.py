"""How replies came about, and on which day: drafts as they were, edited ones, own words, none."""

from datetime import date, datetime

from shared.domain.analytics.counts import Counts
from shared.domain.analytics.shares import DIGITS, Share, Tally, share, tally
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Replies that people approved (`total`), in parts; automatic ones stand apart."""

    total: Tally
    accepted: Share
    edited: Share
    manual: Share
    ignored: Tally
    automatic: Tally
    failed: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class DayQuality:
    """One day of the history."""

    day: date
    total: int
    accepted: int
    edited: int
    manual: int
    automatic: int
    seen: dict[str, int]

    def rate(self, part: int) -> float:
        """A part of the day's replies by people."""
        return round(part / self.total, DIGITS) if self.total else 0.0


def measure_quality(counts: Counts, channel: Channel | None, now: datetime) -> Quality:
    """Count replies of one channel or of all."""
    sent = f"sent/{channel or ANY}"
    whole = "+".join(f"{sent}/{one}" for one in ("accepted", "edited", "manual", "ignored"))
    own = f"{sent}/manual+{sent}/ignored"
    outcome = f"outcome/{channel or ANY}"
    return Quality(
        total=tally(counts, whole, now),
        accepted=share(counts, f"{sent}/accepted", whole, now),
        edited=share(counts, f"{sent}/edited", whole, now),
        manual=share(counts, own, whole, now),
        ignored=tally(counts, f"{sent}/ignored", now),
        automatic=tally(counts, f"{sent}/automatic", now),
        failed=tally(counts, f"{outcome}/failed+{outcome}/attention", now),
    )


def measure_day(day: date, counts: Counts, channel: Channel | None, now: datetime) -> DayQuality:
    """One point of the history; a day without replies is a point too."""
    found = measure_quality(counts, channel, now)
    return DayQuality(
        day=day,
        total=found.total.value,
        accepted=found.accepted.part.value,
        edited=found.edited.part.value,
        manual=found.manual.part.value,
        automatic=found.automatic.value,
        seen={one.value: volume(counts, one, now).value for one in Channel},
    )


def volume(counts: Counts, channel: Channel, now: datetime) -> Tally:
    """What came in; of chats, the answers that were given."""
    pattern = f"sent/{channel}/*" if channel is Channel.CHAT else f"seen/{channel}"
    return tally(counts, pattern, now)
