"""Shapes of drafts, checks and replies."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.domain.draft import Method, Severity
from shared.domain.reply import ReplyState
from shared.entrypoint.api.shapes.base import Answer, Moment, Request


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
