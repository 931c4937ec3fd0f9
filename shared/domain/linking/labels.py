"""Labels on sold things, which the seller has told the orders of."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.ids import hash_key


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLabel:
    """Which order the label on a sold thing (WB's `shk`) belongs to, as the seller has told."""

    id: str
    shk: int
    order_key: str
    expires_at: datetime


def label_id(shk: int) -> str:
    """Name the label of one sold thing."""
    return hash_key("label", str(shk))
