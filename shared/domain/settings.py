"""What a seller may choose, one value per section."""

from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.deadlines import DEFAULT_TABLE, Within

SETTINGS_KEY = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettings:
    """One seller's choices, with the defaults that a new account has.

    `undo` delays sending (0 sends at once); `reply_pending` is how long an unproven reply keeps
    its item out of the queue; `order_labels` says that the seller has told which label belongs to
    which order.
    """

    id: str = SETTINGS_KEY
    undo: timedelta = timedelta(seconds=10)
    reply_pending: timedelta = timedelta(minutes=180)
    signature: str = ""
    order_labels: bool = False
    deadlines: dict[str, Within] = field(default_factory=lambda: dict(DEFAULT_TABLE))


DEFAULT_SETTINGS = SellerSettings()
