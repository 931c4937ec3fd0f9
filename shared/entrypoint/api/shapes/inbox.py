"""Shapes of lists, their counts and what changes in them."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    Field,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from shared.domain.interaction import Channel, ChatState, ClosedBy, Origin, Priority, Status, View
from shared.domain.replies.states import ReplyState
from shared.domain.understanding import Alarm, Intent
from shared.entrypoint.api.shapes.base import Answer, Moment, Request
from shared.entrypoint.api.shapes.tags import Tag

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def _read_day(written: object) -> date | datetime:
    if not isinstance(written, str):
        raise ValueError("neither a day nor a moment")  # noqa: TRY004 - pydantic's own refusal
    if _DAY.fullmatch(written):
        return date.fromisoformat(written)
    try:
        return _MOMENT.validate_strings(written)
    except ValidationError as error:
        raise ValueError("neither a day nor a moment") from error


# A day by Moscow's calendar, or a moment.
Day = Annotated[
    date | datetime, PlainValidator(_read_day), WithJsonSchema({"type": "string", "maxLength": 40})
]
HighlightField = Literal["preview", "buyer", "product", "article"]
FoundIn = Literal["answer", "messages"]
ViewName = Literal["hot", "attention", "waiting", "done", "snoozed", "failed", "auto", "all"]


class ListFilter(Request):
    """Which list, and which part of it.

    `q` is what a seller types: words in any form, "exact words" in quotes, «-слово», and operators
    («звёзды:1-2», «товар:», «артикул:», «покупатель:», «канал:», «тема:», «тег:» or «метка:»,
    «от:», «до:», «без ответа», «с фото», «срочно»). `from` and `to` are days or moments; a day
    ends with itself.
    """

    view: ViewName = "all"
    channel: Channel | None = None
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    nm_id: Annotated[int, Field(ge=1, le=10**12)] | None = None
    intent: Intent | None = None
    tag: Tag | None = None
    has_photo: bool | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None


class InboxQuery(ListFilter):
    """One page of a list, and from where on."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = None


class ChangesQuery(Request):
    """The list that is open and the `next` of the answer before; without it the watch begins."""

    view: ViewName = "all"
    channel: Channel | None = None
    since: Annotated[str, StringConstraints(min_length=1, max_length=8192)] | None = None


class DeadlineAnswer(Answer):
    """When an answer is due, by which row of the table, and that in words.

    `wb_reason` speaks once WB's own clock, which ends at `wb_at`, is near.
    """

    target_at: datetime
    limit_at: datetime
    rule: str
    reason: str
    wb_at: datetime | None = None
    wb_reason: str | None = None


class ProductAnswer(Answer):
    """The product an item is about; `photo` is a path of this API."""

    nm_id: int
    name: str
    photo: str | None = None
    brand: str = ""
    article: str = ""
    size: str = ""
    color: str = ""


class HighlightAnswer(Answer):
    """Characters of one field of a row in which something that was searched for stands."""

    field: HighlightField
    start: int
    end: int


class Row(Answer):
    """One line of the inbox.

    `unread_count` counts the buyer's words that nobody has looked at. `reply_overdue` says that WB
    does not show our reply in time; `closed_by` who has ended the item.
    `view` is its stored place and `sort_at` its key there: the earliest first in `attention`,
    the newest first elsewhere; an open list puts a changed row where the server would.
    In a search, `highlights` say what to mark, the preview shows the place that was found, and
    `found_in` tells where that is when it is not the buyer's own text.
    `revision` grows when there is something else to answer; `changed_at` moves with any change.
    A list leaves out what has its default.
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
    alarms: tuple[Alarm, ...] = ()
    tags: tuple[str, ...] = ()
    draft_ready: bool
    reply_state: ReplyState | None = None
    wb_state: str | None = None
    reply_overdue: bool = False
    chat_state: ChatState | None = None
    closed_by: ClosedBy | None = None
    auto: bool
    source: Origin
    unread: bool
    unread_count: int = 0
    has_photo: bool
    highlights: tuple[HighlightAnswer, ...] = ()
    found_in: FoundIn | None = None
    revision: int
    changed_at: datetime


class CountsAnswer(Answer):
    """How many items each view holds per channel; `hot` stops at 100."""

    views: dict[ViewName, dict[Channel, int]]
    version: int


class OperatorAnswer(Answer):
    """A part of the query that narrows the list, and its name for people."""

    start: int
    end: int
    label: str


class HintAnswer(Answer):
    """A part of the query that could not be understood."""

    start: int
    end: int
    message: str


class SearchAnswer(Answer):
    """How `q` was understood; unless the index `is_ready`, old messages are not yet searched."""

    operators: list[OperatorAnswer]
    hints: list[HintAnswer]
    is_ready: bool


class InboxAnswer(Answer):
    """One page of the list; `since` starts the watch for changes before the page was read.

    A page of a search or of a narrowed list may be short, or empty, and still have a next one.
    """

    items: list[Row]
    next_cursor: str | None
    search: SearchAnswer | None
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
    counts: CountsAnswer | None
    next: str
    poll_after_ms: int
    now: datetime
