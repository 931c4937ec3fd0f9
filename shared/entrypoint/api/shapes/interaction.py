"""Shapes of one interaction: what was said, what belongs to it, what a seller changes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.domain.composing import MOST_LETTERS
from shared.domain.interaction import Origin, Sender
from shared.domain.replies.note import AnswerBy, TimeKind
from shared.entrypoint.api.shapes.base import Answer, Moment, Request
from shared.entrypoint.api.shapes.context import LinkAnswer
from shared.entrypoint.api.shapes.customer import CustomerAnswer
from shared.entrypoint.api.shapes.inbox import Row
from shared.entrypoint.api.shapes.marketplaces import CapabilitiesAnswer, ClaimAnswer
from shared.entrypoint.api.shapes.meaning import EscalationAnswer, IntentAnswer, TopicAnswer
from shared.entrypoint.api.shapes.replies import DraftAnswer, EditAnswer, ReplyAnswer
from shared.entrypoint.api.shapes.tags import Tags


class MessagesQuery(Request):
    """A page of a chat."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = None


class PhotoAnswer(Answer):
    """One picture by paths of this API."""

    full: str
    mini: str


class VideoAnswer(Answer):
    """A buyer's video: its picture by a path of this API, and WB's own address to open it."""

    preview: str | None = None
    link: str | None = None
    seconds: int | None = None


class PublishedAnswer(Answer):
    """The answer that WB shows, who wrote it, and what kind of time `at` is."""

    text: str
    state: str | None = None
    editable: bool = False
    by: AnswerBy
    at: datetime | None = None
    at_kind: TimeKind


class SourceAnswer(Answer):
    """What the buyer wrote."""

    buyer: str
    origin: Origin
    text: str
    pros: str
    cons: str
    tags: list[str]
    photos: list[PhotoAnswer]
    video: VideoAnswer | None = None
    size_fit: str
    order_status: str
    answer: PublishedAnswer | None = None


class FileAnswer(Answer):
    """A file that hangs on a message; without an `id` WB lets nobody read it."""

    id: str | None
    name: str
    content_type: str
    size: int | None = None


class MessageAnswer(Answer):
    """One chat message."""

    id: str
    sender: Sender
    by: AnswerBy | None = None
    sent_at: datetime
    text: str
    photos: list[PhotoAnswer]
    files: list[FileAnswer]


class MessagesAnswer(Answer):
    """A page of messages, oldest first; the cursor leads to older ones."""

    items: list[MessageAnswer]
    next_cursor: str | None = None


class CardLine(Answer):
    """One characteristic of the product card."""

    name: str
    value: str


class PriceAnswer(Answer):
    """What the product cost when WB last noted it."""

    roubles: float
    noted_at: datetime


class ProductCardAnswer(Answer):
    """What the public card says, for the context panel."""

    nm_id: int
    name: str
    brand: str
    subject: str
    description: str
    characteristics: list[CardLine]
    photo: PhotoAnswer | None = None
    price: PriceAnswer | None = None


class ComposerRequest(Request):
    """A seller's unsent words, and the revision that they were written over: 0 over none."""

    text: Annotated[str, StringConstraints(max_length=MOST_LETTERS)]
    revision: Annotated[int, Field(ge=0, lt=2**53)]


class ComposerAnswer(Answer):
    """A seller's unsent words as they are stored; none have revision 0 and no device."""

    text: str
    revision: int
    device: str | None = None
    saved_at: datetime | None = None


class InteractionAnswer(Answer):
    """Everything that the conversation and the context panel need.

    `composer` are words that the seller has begun to write on any device. `edit` comes with a
    published answer. `escalations` stop whatever would happen by itself. `promo` is the paragraph
    that may be offered in this chat today. `tags` are the seller's own, `source.tags` the buyer's.
    """

    row: Row
    source: SourceAnswer
    intent: IntentAnswer
    topics: list[TopicAnswer]
    escalations: list[EscalationAnswer]
    draft: DraftAnswer | None = None
    reply: ReplyAnswer | None = None
    edit: EditAnswer | None = None
    composer: ComposerAnswer | None = None
    promo: str | None = None
    links: list[LinkAnswer]
    product_card: ProductCardAnswer | None = None
    customer: CustomerAnswer | None = None
    messages: MessagesAnswer | None = None
    can: CapabilitiesAnswer
    claims: list[ClaimAnswer]
    note: str
    tags: list[str]
    now: datetime


class PatchRequest(Request):
    """What a seller changes by hand; absent fields stay, a null `snoozed_until` wakes the item.

    `tags` are all that it shall bear; the same in other case is one.
    """

    status: Literal["open", "closed"] | None = None
    snoozed_until: Moment | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None
    tags: Tags | None = None
