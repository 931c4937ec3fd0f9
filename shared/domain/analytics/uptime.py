"""How often something worked, per Moscow day: few numbers, kept for so long as goals look back."""

from collections.abc import Mapping
from datetime import date, timedelta

from shared.domain.dataclass import dataclass

KEPT_DAYS = 45


@dataclass(frozen=True, slots=True)
class Tries:
    """How often it worked and failed."""

    ok: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """How often it was tried."""
        return self.ok + self.failed

    def __add__(self, other: "Tries") -> "Tries":
        return Tries(self.ok + other.ok, self.failed + other.failed)


def note_tries(days: Mapping[str, Tries], day: date, tries: Tries) -> dict[str, Tries]:
    """Add to a day, and forget what no goal looks at."""
    oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
    kept = {name: known for name, known in days.items() if name > oldest}
    name = day.isoformat()
    return kept | {name: kept.get(name, Tries()) + tries}


def sum_tries(days: Mapping[str, Tries], first: date, last: date) -> Tries:
    """All tries of a period, as far as they are kept."""
    wanted = [
        tries for name, tries in days.items() if first.isoformat() <= name <= last.isoformat()
    ]
    return sum(wanted, Tries())
