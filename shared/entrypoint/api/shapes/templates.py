"""Shapes of a seller's own reply templates."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.domain.interaction import Channel
from shared.domain.reply_templates import MOST_TEXT, MOST_TITLE
from shared.domain.understanding import Intent
from shared.entrypoint.api.shapes.base import Answer, Request
from shared.entrypoint.api.shapes.replies import FindingAnswer

Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TITLE)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]
MOST_CHANNELS = 3
MOST_INTENTS = 18


class TemplateRequest(Request):
    """A template's words; without channels or intents it suits all of them."""

    title: Title
    text: Text
    channels: Annotated[tuple[Channel, ...], Field(max_length=MOST_CHANNELS)] = ()
    intents: Annotated[tuple[Intent, ...], Field(max_length=MOST_INTENTS)] = ()


class NewTemplateRequest(TemplateRequest):
    """A new one; the same request again makes no second."""

    client_request_id: UUID


class ChangedTemplateRequest(TemplateRequest):
    """Other words for one, over the revision that was read."""

    revision: Annotated[int, Field(ge=1)]


class TemplateAnswer(Answer):
    """One template."""

    id: str
    title: str
    text: str
    channels: list[Channel]
    intents: list[Intent]
    revision: int
    changed_at: datetime


class KeptTemplateAnswer(Answer):
    """What was stored, and what the guardrails warn of in a reply made from it."""

    template: TemplateAnswer
    findings: list[FindingAnswer]


class VariableAnswer(Answer):
    """A variable, written in braces, and what it stands for."""

    name: str
    says: str


class TemplatesAnswer(Answer):
    """All templates by title, how many there may be, and the variables that they may hold."""

    items: list[TemplateAnswer]
    most: int
    variables: list[VariableAnswer]
