"""Shapes of the API's own state and of its problems."""

from typing import Literal

from pydantic import ConfigDict

from shared.entrypoint.api.shapes.base import Answer
from shared.entrypoint.api.shapes.replies import FindingAnswer


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
