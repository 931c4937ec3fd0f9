"""A wish to be shown the product, left on the front page by somebody without an account."""

from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass

KEEP_LEADS = timedelta(days=180)
LEADS_A_DAY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Who asks, and about which product; where the request came from is not kept.

    `told` once the owner's letter is in the queue's hands.
    """

    id: str
    nm_id: int
    contact: str
    company: str
    link: str
    created_at: datetime
    expires_at: datetime
    told: bool = False
