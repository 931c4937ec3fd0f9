"""What happened, append-only: metrics are made from it."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId

KEEP = timedelta(days=400)


class EventKind(StrEnum):
    """Everything that is worth counting or proving later."""

    DRAFT_SHOWN = "draft.shown"
    DRAFT_REGENERATED = "draft.regenerated"
    REPLY_CANCELLED = "reply.cancelled"
    REPLY_JUDGED = "reply.judged"
    REPLY_SETTLED = "reply.settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; `facts` holds no buyer's words, names or secrets."""

    id: str
    kind: EventKind
    at: datetime
    expires_at: datetime
    actor: str
    interaction: InteractionId | None = None
    facts: dict[str, str] = field(default_factory=dict)
