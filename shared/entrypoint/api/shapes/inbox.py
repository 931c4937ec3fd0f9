"""Shapes of lists, their counts and what changes in them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.domain.interaction import Channel, ChatState, ClosedBy, Origin, Priority, Status, View
from shared.domain.reply import ReplyState
from shared.domain.understanding import Intent
from shared.entrypoint.api.shapes.base import Answer, Request

ViewName = Literal["hot", "attention", "waiting", "done", "snoozed", "failed", "auto", "all"]


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

    `unread_count` counts the buyer's words that nobody has looked at. `reply_overdue` says that WB
    does not show our reply in time; `closed_by` who has ended the item.
    `view` is its stored place and `sort_at` its key there: the earliest first in `attention`,
    the newest first elsewhere; an open list puts a changed row where the server would.
    `revision` grows when there is something else to answer; `changed_at` moves with any change.
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
    reply_overdue: bool
    chat_state: ChatState | None = None
    closed_by: ClosedBy | None = None
    auto: bool
    source: Origin
    unread: bool
    unread_count: int
    has_photo: bool
    revision: int
    changed_at: datetime


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
    While `sending_paused` replies are accepted and wait.
    """

    changed: list[Row]
    removed: list[str]
    reload: bool
    sending_paused: bool
    counts: CountsAnswer | None = None
    next: str
    poll_after_ms: int
    now: datetime
