"""Shapes of an account's trail."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain.accounts.audit import Deed
from shared.entrypoint.api.shapes.base import Answer, Request


class AuditQuery(Request):
    """A page of the trail, the newest first."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2048)] | None = None


class AuditEntryAnswer(Answer):
    """One deed in Russian: what, when, from which browser."""

    id: str
    deed: Deed
    title: str
    detail: str = ""
    at: datetime
    device: str


class AuditAnswer(Answer):
    """One page of the trail."""

    items: list[AuditEntryAnswer]
    next_cursor: str | None
