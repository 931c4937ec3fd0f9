"""Shapes of the inbox API's requests and answers; the OpenAPI document is made from them."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
)

from shared.domain.account import Scope, TokenKind
from shared.domain.draft import Method, Severity
from shared.domain.interaction import (
    Channel,
    Intent,
    Origin,
    Priority,
    Sender,
    Status,
    View,
)
from shared.domain.passwords import LEAST_LENGTH
from shared.domain.reply import ReplyState
from shared.domain.sync import SyncStatus

ViewName = Literal["hot", "attention", "waiting", "done", "snoozed", "failed", "auto", "all"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such moment in UTC") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Request(BaseModel):
    """A body that a client sends: unknown fields are refused, types are not guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Request):
    """No body, or no query."""


class Answer(BaseModel):
    """A body that the API sends."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


# --- accounts


class RegisterRequest(Request):
    """A new account."""

    email: EmailStr
    password: Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=200)]
    name: Line


class LoginRequest(Request):
    """A sign-in."""

    email: Annotated[str, StringConstraints(max_length=320)]
    password: Annotated[str, StringConstraints(max_length=200)]


class SellerAnswer(Answer):
    """The account as its owner sees it."""

    id: str
    name: str
    email: str
    created_at: datetime


class Scopes(Answer):
    """What the WB token is good for."""

    feedbacks: bool
    chats: bool
    returns: bool


class TokenAnswer(Answer):
    """What the connected token says of itself; never the token.

    `notes` tell the seller, in Russian, what this kind of token cannot do.
    """

    type: TokenKind
    scopes: Scopes
    read_only: bool
    expires_at: datetime
    notes: list[str]


class CabinetAnswer(Answer):
    """The link to WB."""

    connected: bool
    sid: str | None = None
    trade_mark: str | None = None
    token: TokenAnswer | None = None


class ChannelSyncAnswer(Answer):
    """How one channel's sync stands; `error` is Russian."""

    state: SyncStatus
    phase: str = ""
    fetched: int = 0
    last_success_at: datetime | None = None
    error: str | None = None


class SyncAnswer(Answer):
    """Progress per channel."""

    channels: dict[Channel, ChannelSyncAnswer]


class Me(Answer):
    """Who is signed in; `now` is the server's clock, which deadlines are counted by."""

    seller: SellerAnswer
    cabinet: CabinetAnswer
    sync: SyncAnswer
    demo: bool
    undo_seconds: int
    now: datetime


class ConnectRequest(Request):
    """A token to connect; a pasted `Bearer ` is taken off."""

    marketplace: Literal["wildberries", "ozon"] = "wildberries"
    wb_token: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=20, max_length=8192)
    ]


class ScopeCheck(Answer):
    """Whether WB accepted the token for one scope; `detail` is Russian."""

    scope: Scope
    ok: bool
    detail: str


class ConnectAnswer(Answer):
    """The connected cabinet and what each scope's check said."""

    cabinet: CabinetAnswer
    checks: list[ScopeCheck]


class SyncRequest(Request):
    """A sync by hand; no channels means all."""

    channels: list[Channel] = Field(default_factory=list, max_length=3)
    full: bool = False


class QueuedAnswer(Answer):
    """Which channels were queued."""

    queued: list[Channel]


# --- inbox


class InboxQuery(Request):
    """Which list, which part of it, and from where on; `q` searches words of the newest items."""

    view: ViewName = "all"
    channel: Channel | None = None
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    nm_id: Annotated[int, Field(ge=1, le=10**12)] | None = None
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = None


class ChangesQuery(Request):
    """The list that is open and the `next` of the answer before; without it the watch begins."""

    view: ViewName = "all"
    channel: Channel | None = None
    since: Annotated[str, StringConstraints(min_length=1, max_length=8192)] | None = None


class MessagesQuery(Request):
    """A page of a chat."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = None


class DeadlineAnswer(Answer):
    """When an answer is due and by which row of the table."""

    target_at: datetime
    limit_at: datetime
    rule: str


class ProductAnswer(Answer):
    """The product an item is about; `photo` is a path of this API."""

    nm_id: int
    name: str
    photo: str | None = None
    brand: str = ""
    article: str = ""
    size: str = ""
    color: str = ""


class Row(Answer):
    """One line of the inbox.

    `view` is its stored place and `sort_at` its key there: the earliest first in `attention`,
    the newest first elsewhere; an open list puts a changed row where the server would.
    """

    id: str
    channel: Channel
    view: View
    sort_at: datetime
    rating: int | None = None
    buyer: str
    product: ProductAnswer
    preview: str
    occurred_at: datetime
    status: Status
    needs_response: bool
    priority: Priority
    deadline: DeadlineAnswer | None = None
    intent: Intent
    draft_ready: bool
    reply_state: ReplyState | None = None
    wb_state: str | None = None
    auto: bool
    source: Origin
    unread: bool
    has_photo: bool
    revision: int


class CountsAnswer(Answer):
    """How many items each view holds per channel; `hot` stops at 100."""

    views: dict[ViewName, dict[Channel, int]]
    version: int


class InboxAnswer(Answer):
    """One page of the list; `since` starts the watch for changes before the page was read."""

    items: list[Row]
    next_cursor: str | None = None
    since: str


class ChangesAnswer(Answer):
    """What moved since the last question; `next` is the next `since`.

    `changed` belong to the open list, `removed` changed and do not; `counts` come at the beginning
    and when something changed. With `reload` more moved than is told: read the list again.
    """

    changed: list[Row]
    removed: list[str]
    reload: bool
    counts: CountsAnswer | None = None
    next: str
    poll_after_ms: int
    now: datetime


# --- one interaction


class PhotoAnswer(Answer):
    """One picture by paths of this API."""

    full: str
    mini: str


class PublishedAnswer(Answer):
    """The answer that WB shows."""

    text: str
    state: str | None = None
    editable: bool = False
    created_at: datetime | None = None


class SourceAnswer(Answer):
    """What the buyer wrote."""

    buyer: str
    origin: Origin
    text: str
    pros: str
    cons: str
    tags: list[str]
    photos: list[PhotoAnswer]
    has_video: bool
    size_fit: str
    answer: PublishedAnswer | None = None


class IntentAnswer(Answer):
    """What the buyer wants, how sure we are, and how we know."""

    label: Intent
    confidence: float
    method: str


class FindingAnswer(Answer):
    """One guardrail's objection; offsets count characters."""

    rule: str
    severity: Severity
    start: int
    end: int
    message: str


class DraftAnswer(Answer):
    """A suggestion and where it comes from."""

    id: str
    text: str
    method: Method
    model: str
    made_at: datetime
    findings: list[FindingAnswer]


class LinkAnswer(Answer):
    """Another interaction that belongs to this one, and why."""

    id: str
    kind: str
    rule: str
    confidence: float
    channel: Channel
    preview: str
    occurred_at: datetime


class StepAnswer(Answer):
    """One line of a reply's history."""

    state: ReplyState
    at: datetime
    detail: str


class ReplyAnswer(Answer):
    """An approved reply and how far it got; `title` is its state in the seller's words."""

    id: str
    interaction_id: str
    text: str
    state: ReplyState
    title: str
    wb_state: str | None = None
    reason: str | None = None
    approved_at: datetime
    cancel_until: datetime | None = None
    can_cancel: bool
    history: list[StepAnswer]


class MessageAnswer(Answer):
    """One chat message."""

    id: str
    sender: Sender
    sent_at: datetime
    text: str
    photos: list[PhotoAnswer]
    files: list[str]


class MessagesAnswer(Answer):
    """A page of messages, oldest first; the cursor leads to older ones."""

    items: list[MessageAnswer]
    next_cursor: str | None = None


class CardLine(Answer):
    """One characteristic of the product card."""

    name: str
    value: str


class ProductCardAnswer(Answer):
    """What the public card says, for the context panel."""

    nm_id: int
    name: str
    brand: str
    subject: str
    description: str
    characteristics: list[CardLine]


class InteractionAnswer(Answer):
    """Everything that the conversation and the context panel need."""

    row: Row
    source: SourceAnswer
    intent: IntentAnswer
    draft: DraftAnswer | None = None
    reply: ReplyAnswer | None = None
    links: list[LinkAnswer]
    product_card: ProductCardAnswer | None = None
    messages: MessagesAnswer | None = None
    limits: dict[Literal["least", "most", "advised"], int]
    note: str
    now: datetime


class PatchRequest(Request):
    """What a seller changes by hand; absent fields stay, a null `snoozed_until` wakes the item."""

    status: Literal["open", "closed"] | None = None
    snoozed_until: Moment | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


class DraftRequest(Request):
    """Ask for a draft; `regenerate` discards the one at hand."""

    regenerate: bool = False


class ReplyRequest(Request):
    """Approve exactly this text for exactly this revision.

    `text_hash` is the SHA-256 of the text in UTF-8, in hex; `confirm` accepts warnings.
    """

    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    text_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    revision: Annotated[int, Field(ge=1)]
    client_request_id: UUID
    draft_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    send_at: Moment | None = None
    confirm: bool = False


class CheckRequest(Request):
    """Check a text before it is sent."""

    interaction_id: Annotated[str, StringConstraints(max_length=64)]
    text: Annotated[str, StringConstraints(max_length=5000)]


class CheckAnswer(Answer):
    """What the guardrails object to."""

    findings: list[FindingAnswer]


# --- service


class DocumentAnswer(Answer):
    """The OpenAPI document itself."""

    model_config = ConfigDict(extra="allow")

    openapi: str


class HealthAnswer(Answer):
    """The API is up."""

    status: Literal["ok"]


class FieldProblem(Answer):
    """One field that is wrong, in Russian."""

    field: str
    code: str
    message: str


class Problem(Answer):
    """RFC 9457 problem body; `title` is Russian, `code` is for machines.

    `findings` come with the code `guardrails`.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] | None = None
    findings: list[FindingAnswer] | None = None
    trace_id: str
