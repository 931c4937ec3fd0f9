"""Shapes of a deed on many items."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.domain.bulk import MOST_ITEMS, BulkAction, LeftOut
from shared.entrypoint.api.shapes.base import Answer, Moment, Request
from shared.entrypoint.api.shapes.inbox import ListFilter, Row
from shared.entrypoint.api.shapes.replies import DraftAnswer
from shared.entrypoint.api.shapes.tags import Tags

MOST_PREVIEWED = 50


def _nameable(name: str) -> str:
    """Names of the store's own would break off the work on all items."""
    if name.startswith("__") and name.endswith("__"):
        raise ValueError("no item can have this name")
    return name


ItemId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"), AfterValidator(_nameable)
]
DraftId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,64}$")]
Revision = Annotated[int, Field(ge=1)]
# JSON knows no tuples: an item is named by a short list.
Seen = Annotated[tuple[ItemId, Revision], Field(strict=False)]
Written = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
SeenDraft = Annotated[tuple[ItemId, Revision, DraftId], Field(strict=False)]


class BulkFilter(ListFilter):
    """A list by its filter and search, as `GET /inbox` takes them."""


class BulkPreviewRequest(Request):
    """Look at `items`, each with the revision seen, or at what a list shows.

    `tags` belong to `tag` alone: some items may bear too many for them.
    """

    action: BulkAction
    items: Annotated[tuple[Seen, ...], Field(max_length=MOST_PREVIEWED, strict=False)] = ()
    filter: BulkFilter | None = None
    tags: Tags = ()


class BulkLineAnswer(Answer):
    """One item: the draft that would be sent, or `why` it is left out, in words.

    `row` is absent for what is not there any more. The draft's findings are those of now.
    """

    id: str
    revision: int
    row: Row | None
    draft: DraftAnswer | None
    left_out: LeftOut | None
    why: str | None


class BulkPreviewAnswer(Answer):
    """The first items, and the `rest` to ask for by further previews.

    `total` counts both. When the list `is_cut`, it holds more than one deed may take.
    """

    lines: list[BulkLineAnswer]
    rest: list[tuple[str, int]]
    total: int
    is_cut: bool


class BulkRequest(Request):
    """Do it: each item with its revision and, to send, the draft that was shown.

    `snoozed_until` belongs to `snooze` alone, and so do `texts` to `send`: what the seller wrote
    instead of a draft, by item. `tags` belong to `tag`: they come to those that an item bears.
    """

    action: BulkAction
    items: Annotated[
        tuple[SeenDraft, ...], Field(min_length=1, max_length=MOST_ITEMS, strict=False)
    ]
    client_request_id: UUID
    snoozed_until: Moment | None = None
    tags: Tags = ()
    texts: Annotated[dict[ItemId, Written], Field(max_length=MOST_ITEMS, default_factory=dict)]

    @model_validator(mode="after")
    def _place_texts(self) -> Self:
        named = {name for name, *_ in self.items}
        if self.texts and (self.action is not BulkAction.SEND or not self.texts.keys() <= named):
            raise ValueError("only what is sent has a text")
        return self


class BulkProblem(Answer):
    """An item that was left out, or could not be taken back; `why` is Russian."""

    id: str
    outcome: Literal["left_out", "too_late"]
    code: str
    why: str


class BulkAnswer(Answer):
    """How far a deed got: `done` and `left_out` of `total`, the rest is still to come.

    After an undoing `undone` were taken back and `too_late` were not. All can be taken back until
    `undo_until`, and what goes on can be stopped at any time.
    """

    id: str
    action: BulkAction
    is_over: bool
    is_undone: bool
    total: int
    waiting: int
    done: int
    left_out: int
    undone: int
    too_late: int
    can_undo: bool
    undo_until: datetime | None
    problems: list[BulkProblem]
