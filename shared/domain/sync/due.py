"""When sellers are to be polled next."""

from dataclasses import field
from datetime import datetime

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerDue:
    """When each category of one seller is to be polled next, and when the inbox was last open.

    A category that is not to be polled has no time. `slow` sellers have a Base token.
    """

    feedbacks_at: datetime | None = None
    chat_at: datetime | None = None
    open_at: datetime | None = None
    active_at: datetime | None = None
    slow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Who is due among the sellers whose hash falls here."""

    number: int
    sellers: dict[str, SellerDue] = field(default_factory=dict)
