"""One item of the inbox: a review, a question, or a whole chat."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId
from shared.domain.understanding import Understanding

# WB does not name the type of a chat's picture.
ANY_IMAGE = "image/*"


class Channel(StrEnum):
    """The three ways in which a buyer reaches a seller."""

    REVIEW = "review"
    QUESTION = "question"
    CHAT = "chat"


class Origin(StrEnum):
    """Where an item came from."""

    WB_API = "wb_api"
    DEMO = "demo"


class Status(StrEnum):
    """How far an interaction has got."""

    OPEN = "open"
    RESPONDED = "responded"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon somebody should answer."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class View(StrEnum):
    """The stored place of an item in the inbox; `hot`, `auto` and `all` are derived from it."""

    ATTENTION = "attention"
    WAITING = "waiting"
    DONE = "done"
    SNOOZED = "snoozed"
    FAILED = "failed"


class ClosedBy(StrEnum):
    """Who ended an item that nobody answers any more: a person, a buyer's silence, or WB.

    GONE is what WB shows no more, as when the buyer has taken it back.
    """

    SELLER = "seller"
    SILENCE = "silence"
    WB = "wb"
    GONE = "gone"


class Sender(StrEnum):
    """Who wrote a chat message."""

    CLIENT = "client"
    SELLER = "seller"
    WB = "wb"


class ChatState(StrEnum):
    """Where the talk of a chat has got."""

    WAITING = "waiting"
    RESPONDED = "responded"
    CLIENT_REPLIED = "client-replied"
    AUTO_RESPONSE = "auto-response"
    CLOSED = "closed"


class AnswerState(StrEnum):
    """What WB says of a published or pending answer (feedbacks API, `answer.state`)."""

    NONE = "none"
    REVIEW_REQUIRED = "reviewRequired"
    WB_RU = "wbRu"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What an item is about, as far as WB's answer says."""

    nm_id: int
    name: str = ""
    imt_id: int | None = None
    brand: str = ""
    article: str = ""
    size: str = ""
    color: str = ""
    subject: str = ""
    subject_id: int | None = None
    supplier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One picture of a buyer, by WB's addresses."""

    full: str
    mini: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """The video of a review: WB's addresses of its picture and of its stream."""

    preview: str = ""
    link: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What WB says of the order behind a review: how it ended, and its item's code.

    `shk` names one sold thing; `returned_at` is when the buyer sent it back.
    """

    status: str = ""
    shk: int | None = None
    ordered_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The seller's answer as WB shows it; reviews carry a state, questions a date.

    `noticed_at` is when a read first showed this text: of a review WB does not tell more.
    """

    text: str
    state: AnswerState | None = None
    editable: bool = False
    created_at: datetime | None = None
    noticed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a chat's buyer wrote, and when; longer words are cut."""

    at: datetime
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTail:
    """What the list needs to know of a chat's messages.

    `pending` holds the buyer's messages since the seller's last one (`answered_at`) by id,
    `asked_at` is when the buyer wrote last, `asked` the last few things that the buyer wrote;
    `complained` says whether any of the buyer's messages names a trouble, None before one was
    heard. `listed_at` is when WB's list of chats was last read for this chat; `preview` is what it
    shows of a chat whose messages nobody has seen.
    """

    reply_sign: str = ""
    order_key: str = ""
    price: int | None = None
    currency: str = ""
    last_text: str = ""
    last_sender: Sender | None = None
    last_at: datetime | None = None
    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None
    asked: tuple[Asked, ...] = ()
    pending: dict[str, datetime] = field(default_factory=dict)
    complained: bool | None = None
    listed_at: datetime | None = None
    preview: str = ""
    preview_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What WB says; only ingestion writes it.

    `observed_at` is when the read that produced it began; an older read never replaces a newer.
    `answer_gone_at` is when a read first missed an answer that WB had shown before, `gone_at`
    when one missed the whole item.
    """

    external_id: str
    origin: Origin = Origin.WB_API
    created_at: datetime
    observed_at: datetime
    content_hash: str
    buyer_name: str = ""
    product: Product
    rating: int | None = None
    text: str = ""
    pros: str = ""
    cons: str = ""
    tags: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    video: Video | None = None
    size_fit: str = ""
    order: Order = field(default_factory=Order)
    parent_id: str = ""
    child_id: str = ""
    wb_state: str = ""
    is_warned: bool = False
    answer: Answer | None = None
    answer_gone_at: datetime | None = None
    gone_at: datetime | None = None
    chat: ChatTail | None = None

    @property
    def has_video(self) -> bool:
        """Whether a video hangs on a review, readable or not."""
        return self.video is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim that two interactions belong together; a guess names its `reasons`."""

    other: InteractionId
    kind: str
    rule: str
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyMark:
    """The newest reply of an item, as far as the list shows it."""

    id: str
    state: str
    at: datetime
    text_hash: str
    wb_state: str = ""
    reason: str = ""
    by_system: bool = False
    is_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What people and dispatch did with an item.

    Closing and putting off a chat hold until its buyer writes something newer than `known_until`.
    `unlinked` are links that a person took away, on both sides, so that nothing brings them back.
    """

    closed: bool = False
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    snoozed_until: datetime | None = None
    known_until: datetime | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    seen_at: datetime | None = None
    reply: ReplyMark | None = None
    unlinked: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When an answer is due: what the seller aims at, what must not be passed, and why.

    `target` and `limit` are what the row `rule` grants, in working time where it is `in_hours`;
    `base` is the level before age raises it. `day_at` is when a day without an answer is over,
    `wb_at` when WB lets nobody answer any more.
    """

    target_at: datetime
    limit_at: datetime
    rule: str
    target: timedelta = timedelta(0)
    limit: timedelta = timedelta(0)
    base: Priority = Priority.NORMAL
    day_at: datetime | None = None
    wb_at: datetime | None = None
    in_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """Where an item stands in the queue; computed, never typed by hand.

    `turns_at` is the next moment at which time alone moves it, past deadlines aside.
    """

    needs_response: bool
    status: Status
    priority: Priority
    view: View
    auto: bool = False
    deadline: Deadline | None = None
    closed_by: ClosedBy | None = None
    closed_at: datetime | None = None
    turns_at: datetime | None = None
    sort_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What queries find an item by; computed from the rest, never typed by hand.

    `terms` are indexed for searches: facets, then stems, the rarest first; `keys` tie items
    together, as an order and a label do. `heard` holds the stems of a chat's
    messages, which lie elsewhere. `version` tells by which rules this was made, 0 by none.
    """

    terms: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    heard: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One document of the inbox: maps with one owner each, and `queue`, computed from them.

    `buyer` names the buyer's profile where the item's own order or chat does not.
    """

    id: InteractionId
    channel: Channel
    source: Source
    ai: Understanding = field(default_factory=Understanding)
    links: tuple[Link, ...] = ()
    buyer: str = ""
    work: Work = field(default_factory=Work)
    queue: QueueState
    occurred_at: datetime
    changed_at: datetime
    revision: int = 1
    lookup: Lookup = field(default_factory=Lookup)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file or picture on a chat message; `download_id` asks WB for it."""

    name: str
    download_id: str = ""
    content_type: str = ""
    size: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One chat message, named by WB's event; `nm_id` is the product card that hangs on it.

    What has no words, or was said by no person, is kept as WB's own, since it is nobody's turn:
    `wb_sender` is in whose name WB says it all the same.
    """

    id: str
    interaction: InteractionId
    sender: Sender
    sent_at: datetime
    text: str = ""
    source: str = ""
    wb_sender: str = ""
    photos: tuple[Photo, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    nm_id: int | None = None
