"""Shapes of the API's own state, and of what is wrong with a field."""

from typing import Literal

from pydantic import ConfigDict

from shared.entrypoint.api.shapes.base import Answer


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
