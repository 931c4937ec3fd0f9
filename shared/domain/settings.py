"""What a seller may choose, one value per section."""

from dataclasses import field
from datetime import datetime, timedelta

from shared.domain.automatic.codes import PromoCode
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.dataclass import dataclass
from shared.domain.deadlines.calendar import WorkingHours
from shared.domain.deadlines.table import DEFAULT_TABLE, Within
from shared.domain.drafts.choices import DraftChoices
from shared.domain.replies.states import Author

SETTINGS_KEY = "inbox"
LONGEST_UNDO = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettings:
    """One seller's choices, with the defaults that a new account has.

    `undo` delays sending (0 sends at once, a minute is the most), `auto_undo` that of automatic
    replies, which somebody has to notice first; `reply_pending` is how long an unproven reply keeps
    its item out of the queue; `shop_name` takes the place of the name that the account was opened
    with; `store_buyer_names` keeps the names that WB shows; `order_labels`
    says that the seller has told which label belongs to which order. `deadlines` may lack rows,
    which are the defaults then; without `hours` the seller works day and night. `ai` says how
    answers are suggested, `auto` what may be answered without a person, `auto_seen` the reports of
    what such policies would have done that the seller has seen, by the policy; `promo_codes` may be
    offered in answers.
    What was last touched up to `forgotten_before` has been forgotten, and is not stored again.
    """

    id: str = SETTINGS_KEY
    undo: timedelta = timedelta(seconds=10)
    auto_undo: timedelta = timedelta(minutes=5)
    reply_pending: timedelta = timedelta(minutes=180)
    shop_name: str = ""
    signature: str = ""
    store_buyer_names: bool = True
    order_labels: bool = False
    forgotten_before: datetime | None = None
    deadlines: dict[str, Within] = field(default_factory=lambda: dict(DEFAULT_TABLE))
    hours: WorkingHours | None = None
    ai: DraftChoices = field(default_factory=DraftChoices)
    auto: AutoPolicy = field(default_factory=AutoPolicy)
    auto_seen: dict[str, str] = field(default_factory=dict)
    promo_codes: tuple[PromoCode, ...] = ()

    def undo_of(self, author: Author) -> timedelta:
        """How long an approval can be taken back; people do not wait long for their own words."""
        if author is Author.SYSTEM:
            return max(self.auto_undo, timedelta(0))
        return min(max(self.undo, timedelta(0)), LONGEST_UNDO)


DEFAULT_SETTINGS = SellerSettings()
