"""One reply on its way to a marketplace, and what became of it."""

from enum import StrEnum

from shared.domain.attachments import OutgoingFile
from shared.domain.dataclass import dataclass
from shared.domain.errors import Denial
from shared.domain.interaction import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One approved reply as the marketplace needs it; `target` is WB's id of the item.

    `files` go with chat messages alone, which may then have no text.
    """

    channel: Channel
    target: str
    text: str
    reply_sign: str = ""
    files: tuple[OutgoingFile, ...] = ()


class Verdict(StrEnum):
    """What the caller may believe after one attempt to write."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DENIED = "denied"
    RATE_LIMITED = "rate_limited"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The closed list of outcomes: only REFUSED, DENIED, RATE_LIMITED and NOT_SENT are a sure no.

    `add_time` (Unix milliseconds) comes with chats alone; `stale_sign` marks a refusal that a
    fresh reply sign would cure.
    """

    verdict: Verdict
    reason: str = ""
    denial: Denial | None = None
    retry_after: float = 0.0
    add_time: int | None = None
    stale_sign: bool = False
