"""What happened, append-only: metrics and the audit trail are made from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.ids import InteractionId

KEEP = timedelta(days=400)


class EventKind(StrEnum):
    """Everything that is worth counting or proving later."""

    REPLY_CANCELLED = "reply.cancelled"
    REPLY_SETTLED = "reply.settled"
    CABINET_CONNECTED = "cabinet.connected"
    CABINET_REMOVED = "cabinet.removed"
    SIGNED_IN = "account.signed_in"


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
