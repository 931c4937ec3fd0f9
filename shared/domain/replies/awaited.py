"""What a buyer waited for when a reply was approved: later nobody can tell."""

from datetime import datetime

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """Since when, until when and by which row; `had_order` of a chat that named an order."""

    since: datetime
    target_at: datetime | None = None
    limit_at: datetime | None = None
    rule: str = ""
    had_order: bool = True
