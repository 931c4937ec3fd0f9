"""Shapes of drafts, checks and replies."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.domain.drafts.draft import Method, Severity
from shared.domain.drafts.wishes import LONGEST_WISH
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.entrypoint.api.shapes.base import Answer, Moment, Request
from shared.entrypoint.api.shapes.drafts import AskAnswer, FactAnswer

MOST_FILES = 10
FileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,64}$")]


class RewriteAnswer(Answer):
    """Lawful words for the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class FindingAnswer(Answer):
    """One guardrail's objection; offsets count characters, `quote` is the rule in words."""

    rule: str
    severity: Severity
    start: int
    end: int
    message: str
    quote: str = ""
    rewrite: RewriteAnswer | None = None


class DraftAnswer(Answer):
    """A suggestion and where it comes from.

    `claims` were compared with the product's card, `asks` are what the buyer wants to hear;
    `reasons` say in words why a template stands where a model was to write.
    """

    id: str
    text: str
    method: Method
    model: str
    made_at: datetime
    findings: list[FindingAnswer]
    claims: list[FactAnswer]
    asks: list[AskAnswer]
    reasons: list[str]


class StepAnswer(Answer):
    """One line of a reply's history, in the seller's words and in the system's."""

    state: ReplyState
    at: datetime
    title: str
    detail: str


class SentFileAnswer(Answer):
    """A file of a reply; while it is kept, another reply may name it again."""

    id: str
    name: str
    size: int


class ReplyAnswer(Answer):
    """An approved reply and how far it got; `title` is its state in the seller's words.

    A `simulated` one answers an example and never goes to WB. `due_at` is when it goes out, while
    it waits; `send_at` is the moment that was chosen for it.
    """

    id: str
    interaction_id: str
    text: str
    state: ReplyState
    title: str
    kind: ReplyKind
    simulated: bool
    wb_state: str | None = None
    reason: str | None = None
    files: list[SentFileAnswer]
    edit_reason: str | None = None
    approved_at: datetime
    send_at: datetime | None = None
    due_at: datetime | None = None
    cancel_until: datetime | None = None
    can_cancel: bool
    can_retry: bool
    history: list[StepAnswer]


class FileRequest(Request):
    """One file of a form, by its bytes and the name that the buyer will see."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    content: Annotated[bytes, Field(min_length=1)]


class UploadAnswer(Answer):
    """A file that a reply may name."""

    id: str
    name: str
    content_type: str
    size: int


class DraftRequest(Request):
    """Ask for a draft; `regenerate` discards the one at hand.

    `instruction` says in the seller's own words what shall be otherwise, and so discards it too.
    """

    regenerate: bool = False
    instruction: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WISH)
    ] = ""


class SeenRequest(Request):
    """Which draft was shown."""

    draft_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,64}$")]


class ReplyRequest(Request):
    """Approve exactly this text for exactly this revision.

    `text_hash` is the SHA-256 of the text in UTF-8, in hex; `files` are uploads for a chat, which
    need no text; `confirm` accepts warnings.
    """

    text: Annotated[str, StringConstraints(max_length=5000)]
    text_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    revision: Annotated[int, Field(ge=1)]
    client_request_id: UUID
    draft_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    send_at: Moment | None = None
    files: Annotated[tuple[FileId, ...], Field(max_length=MOST_FILES)] = ()
    confirm: bool = False


class EditRequest(Request):
    """Change a published answer, which WB allows once; `reason` says what for.

    `text_hash` as in a reply, where the client wants to be sure of the text.
    """

    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    revision: Annotated[int, Field(ge=1)]
    client_request_id: UUID
    text_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    confirm: bool = False


class EditAnswer(Answer):
    """Whether the one edit is still to be had, in words; `until` where that is known."""

    allowed: bool
    until: datetime | None = None
    title: str


class CheckRequest(Request):
    """Check a text before it is sent."""

    interaction_id: Annotated[str, StringConstraints(max_length=64)]
    text: Annotated[str, StringConstraints(max_length=5000)]


class CheckAnswer(Answer):
    """What is objected to; `rewrite` is the text without what is blocked.

    `claims` are what the text says of the product, beside the product's card.
    """

    findings: list[FindingAnswer]
    rewrite: str | None = None
    claims: list[FactAnswer]
