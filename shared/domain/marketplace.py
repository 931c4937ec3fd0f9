"""What crosses the border to a marketplace: raw pages in, one reply out, and its outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.attachments import OutgoingFile
from shared.domain.errors import Denial
from shared.domain.interaction import Channel, Message, Source

RawItem = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """One page of reviews or questions; the window filters on the creation date.

    The archive of reviews, which holds answered and unanswered ones, knows no window.
    """

    channel: Channel
    answered: bool
    archived: bool = False
    skip: int = 0
    take: int = 1000
    created_from: datetime | None = None
    created_to: datetime | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Raw items of one page; `total` counts all of the channel, if WB says it."""

    items: tuple[RawItem, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Chat events after a cursor; `next_cursor` in Unix milliseconds feeds the next call."""

    items: tuple[RawItem, ...]
    next_cursor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a channel accepts, in characters."""

    least: int
    most: int
    advised: int


LIMITS = {
    Channel.REVIEW: Limits(least=2, most=5000, advised=500),
    Channel.QUESTION: Limits(least=2, most=5000, advised=500),
    Channel.CHAT: Limits(least=1, most=1000, advised=1000),
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What WB shows of an item after a write; `found` is the seller's text, if there is one."""

    exists: bool
    found: str | None = None
    wb_state: str = ""
    editable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedItem:
    """One raw item understood: an interaction's source, or messages of a chat.

    `undated` names the dates that say something nobody can read, where an item can do without.
    """

    channel: Channel
    source: Source
    messages: tuple[Message, ...] = ()
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One line of a product card."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a product cost when WB last noted it."""

    kopecks: int
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The public product card, as far as answers may quote it."""

    nm_id: int
    name: str
    brand: str = ""
    subject: str = ""
    description: str = ""
    characteristics: tuple[Characteristic, ...] = ()
    photo: str = ""
    price: Price | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A public picture as it came."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetProfile:
    """Whose cabinet a token opens."""

    sid: str
    name: str = ""
    trade_mark: str = ""
