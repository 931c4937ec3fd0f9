"""Shapes of what is checked in a draft, and of how a seller wants drafts."""

from typing import Annotated

from pydantic import BaseModel, Field

from shared.domain.drafts.choices import MOST_CALLS
from shared.domain.drafts.claims.claim import ClaimKind, ClaimVerdict
from shared.domain.drafts.tone import Tone
from shared.entrypoint.api.shapes.base import Answer, Request


class FactAnswer(Answer):
    """One claim of a text and what the product's card says; offsets count characters."""

    kind: ClaimKind
    verdict: ClaimVerdict
    quote: str
    start: int
    end: int
    field: str
    value: str


class AskAnswer(Answer):
    """One thing that the buyer wants to hear, and whether the draft says it."""

    quote: str
    covered: bool


class AIFields(BaseModel):
    """How answers are suggested.

    `daily_limit` counts calls of a language model in a day; templates write beyond it. `learns`
    shows the model the seller's own earlier answers to like words.
    """

    suggestions: bool
    use_model: bool
    tone: Tone
    daily_limit: Annotated[int, Field(ge=0, le=MOST_CALLS)]
    learns: bool


class AIRequest(AIFields, Request):
    """The whole section, as it shall be."""


class AIAnswer(AIFields, Answer):
    """The section as it is."""
