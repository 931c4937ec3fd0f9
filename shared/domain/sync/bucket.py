"""What is left of WB's limits, as those who share them keep it."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.sync.category import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Calls that somebody reserved and will begin before `until`, by the clock of that name."""

    owner: str
    calls: int
    until: datetime
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The token bucket that sync and dispatch of one seller and category share.

    Its times were told by the clock named `clock`. It also names who syncs: `holder` has the
    lease until `held_until`.
    """

    category: Category
    tokens: float
    at: datetime
    blocks: tuple[Block, ...] = ()
    blocked_until: datetime | None = None
    replies_due_at: datetime | None = None
    looks_due_at: datetime | None = None
    clock: str = ""
    holder: str = ""
    held_until: datetime | None = None
