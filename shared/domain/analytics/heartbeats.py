"""What a function notes of itself: when it last worked, and how often it failed."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from shared.domain.analytics.uptime import Tries, note_tries
from shared.domain.dataclass import dataclass
from shared.domain.moscow import moscow_day

# A beat is written at most so often by one instance; a tick always is.
BEAT_EVERY = timedelta(seconds=45)
RECENT = timedelta(hours=1)
_SLOT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """One function: when it last worked and failed, how often by day, and in the last hour.

    `slots` are five-minute parts of the last hour, by the epoch second of their beginning.
    `ticked_at` is when the scheduler last called.
    """

    id: str
    ok_at: datetime | None = None
    failed_at: datetime | None = None
    ticked_at: datetime | None = None
    days: dict[str, Tries] = field(default_factory=dict)
    slots: dict[str, Tries] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What one instance has to tell since it last did."""

    tries: Tries = field(default_factory=Tries)
    ok_at: datetime | None = None
    failed_at: datetime | None = None
    ticked_at: datetime | None = None


def add_beat(before: Heartbeat, beat: Beat, now: datetime) -> Heartbeat:
    """The heartbeat with what one instance told."""
    slot = str(int(now.timestamp() // _SLOT.total_seconds() * _SLOT.total_seconds()))
    oldest = now.timestamp() - RECENT.total_seconds()
    slots = {name: tries for name, tries in before.slots.items() if int(name) > oldest}
    return replace(
        before,
        ok_at=_newer(before.ok_at, beat.ok_at),
        failed_at=_newer(before.failed_at, beat.failed_at),
        ticked_at=_newer(before.ticked_at, beat.ticked_at),
        days=note_tries(before.days, moscow_day(now), beat.tries),
        slots=slots | {slot: slots.get(slot, Tries()) + beat.tries},
    )


def _newer(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
