"""What may go wrong in a schedule, and how likely each of it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate


class Fault(StrEnum):
    """Everything that a campaign must have seen at least once."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    ACK_LOST = "acknowledgement lost"
    REFUSED = "refused"
    PAUSED = "paused"
    PAUSED_AFTER = "paused with the work done"
    PAUSED_LONG = "paused for longer than the quiet period"
    SKEWED = "clock wrong"

    DROPPED = "task dropped"
    DUPLICATED = "task duplicated"
    DELAYED = "task delayed"
    REORDERED = "task overtaken"

    NOT_SENT = "connection refused"
    LIMITED = "429"
    REJECTED = "refused by WB"
    NOT_PROCESSED = "no answer, not done"
    PROCESSED = "no answer, done"
    PROCESSED_LATE = "no answer, done late"
    BROKEN_UNDONE = "5xx, not done"
    BROKEN_DONE = "5xx, done"
    READ_FAILED = "read failed"
    READ_LIMITED = "read 429"
    STORM = "429 for a while"
    OUTAGE = "5xx for a while"
    SHOWN_LATE = "shown late"
    LISTED_TWICE = "listed twice"
    LIST_MOVED = "items moved between pages"
    ARCHIVED = "moved to the archive"

    DOUBLE_CLICK = "double click"
    TWO_TABS = "two tabs"
    ROBOT = "robot against human"
    CANCELLED = "cancelled"
    PORTAL = "answered in the cabinet"
    REVOKED = "token revoked"
    HALTED = "dispatch paused"
    RESTORED = "older copy restored"
    EDITED = "edited"
    EXAMPLE = "example answered without a key"


class Place(StrEnum):
    """The kinds of side effect that a fault can meet."""

    COMMIT = "commit"
    ENQUEUE = "enqueue"
    READ = "read"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """How likely each fault is, and how bad it gets; times are in seconds."""

    crash_before: float = 0.03
    crash_after: float = 0.03
    ack_lost: float = 0.03
    refused: float = 0.02
    dropped: float = 0.05
    duplicated: float = 0.10
    delayed: float = 0.03
    reordered: float = 0.05
    pausing_runs: float = 0.10
    longest_pause: float = 300.0
    long_pauses: float = 0.10
    longest_long_pause: float = 3000.0
    skewed_runs: float = 0.20
    most_skew: float = 300.0
    unsent: float = 0.05
    limited: float = 0.05
    rejected: float = 0.03
    not_processed: float = 0.05
    processed: float = 0.05
    processed_late: float = 0.06
    broken_undone: float = 0.03
    broken_done: float = 0.03
    read_failed: float = 0.05
    read_limited: float = 0.03

    def tables(self) -> Mapping[Place, "Table"]:
        """What may happen at each place, as one draw decides it."""
        crashes = {Fault.CRASH_BEFORE: self.crash_before, Fault.CRASH_AFTER: self.crash_after}
        stored = crashes | {Fault.ACK_LOST: self.ack_lost, Fault.REFUSED: self.refused}
        reading = {Fault.READ_FAILED: self.read_failed, Fault.READ_LIMITED: self.read_limited}
        sending = {
            Fault.NOT_SENT: self.unsent,
            Fault.LIMITED: self.limited,
            Fault.REJECTED: self.rejected,
            Fault.NOT_PROCESSED: self.not_processed,
            Fault.PROCESSED: self.processed,
            Fault.PROCESSED_LATE: self.processed_late,
            Fault.BROKEN_UNDONE: self.broken_undone,
            Fault.BROKEN_DONE: self.broken_done,
        }
        return {
            Place.COMMIT: Table.of(stored),
            Place.ENQUEUE: Table.of(stored),
            Place.READ: Table.of(crashes | reading),
            Place.SEND: Table.of(crashes | sending),
        }


@dataclass(frozen=True, slots=True)
class Table:
    """Faults with the sums of their chances, in one fixed order."""

    rows: tuple[tuple[float, Fault], ...]

    @classmethod
    def of(cls, chances: Mapping[Fault, float]) -> "Table":
        """Sum up."""
        return cls(tuple(zip(accumulate(chances.values()), chances, strict=True)))

    def pick(self, x: float) -> Fault | None:
        """The fault that a number from 0 to 1 stands for."""
        for bound, fault in self.rows:
            if x < bound:
                return fault
        return None


# What a script means at places where the same word would mean nothing.
SCRIPTED = (
    Fault.CRASH_BEFORE,
    Fault.CRASH_AFTER,
    Fault.ACK_LOST,
    Fault.REFUSED,
    Fault.PAUSED,
)
_AT_READ = {Fault.ACK_LOST: Fault.READ_FAILED, Fault.REFUSED: Fault.READ_LIMITED}
_AT_SEND = {Fault.ACK_LOST: Fault.PROCESSED, Fault.REFUSED: Fault.NOT_PROCESSED}


def as_met_at(place: Place, fault: Fault) -> Fault:
    """Translate a scripted fault for the place that it meets."""
    if place is Place.READ:
        return _AT_READ.get(fault, fault)
    return _AT_SEND.get(fault, fault) if place is Place.SEND else fault
