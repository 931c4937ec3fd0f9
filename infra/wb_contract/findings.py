"""What a comparison finds."""

from dataclasses import dataclass
from enum import IntEnum


class Verdict(IntEnum):
    """What the command ends with."""

    EQUAL = 0
    CHANGED = 1
    UNCHECKED = 2


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One difference: where it is, what we rely on, and what stands there now."""

    operation: str
    place: str
    change: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One comparison; `unchecked` says why something could not be looked at."""

    source: str
    findings: tuple[Finding, ...] = ()
    unchecked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """A change that was seen outweighs what could not be looked at."""
        if self.findings:
            return Verdict.CHANGED
        return Verdict.UNCHECKED if self.unchecked else Verdict.EQUAL


def worst_of(inspections: list[Inspection]) -> Verdict:
    """One verdict for all comparisons together."""
    verdicts = {one.verdict for one in inspections}
    if Verdict.CHANGED in verdicts:
        return Verdict.CHANGED
    return max(verdicts, default=Verdict.UNCHECKED)
