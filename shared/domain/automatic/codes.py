"""A seller's promo code as WB knows it: WB has no way to create or to read one from outside."""

from datetime import date, datetime

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.moscow import MOSCOW

MOST_CODES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoCode:
    """One code that the seller has created at WB; days are Moscow's, the last one included.

    Without `articles` it holds for every product.
    """

    code: str
    percent: int
    starts_on: date
    ends_on: date
    channels: tuple[Channel, ...] = (Channel.REVIEW,)
    articles: tuple[int, ...] = ()
    active: bool = True

    def is_offered(self, channel: Channel, nm_id: int, now: datetime) -> bool:
        """Whether the code may be offered here and today."""
        today = now.astimezone(MOSCOW).date()
        if not self.active or channel not in self.channels:
            return False
        fits = not self.articles or nm_id in self.articles
        return fits and self.starts_on <= today <= self.ends_on
