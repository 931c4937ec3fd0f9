"""What every shape is made of: words, moments, and what a request or an answer is.

Shapes are built when first used: an instance that starts needs few of the two hundred.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such moment in UTC") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Request(BaseModel):
    """A body that a client sends: unknown fields are refused, types are not guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Nothing(Request):
    """No body, or no query."""


class Answer(BaseModel):
    """A body that the API sends."""

    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)
