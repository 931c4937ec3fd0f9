"""The part of a chat completion that is read: words, unless the model refused or was cut off."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    object: Literal["chat.completion"] | None = None
    choices: Annotated[list[_Choice], Field(min_length=1)]


def read_words(body: bytes) -> str:
    """What the first choice says; ValueError where that is nothing whole."""
    try:
        (choice, *_) = _Completion.model_validate_json(body).choices
    except ValidationError as error:
        raise ValueError(f"no completion: {error.error_count()} problems") from None
    if choice.message.refusal:
        raise ValueError("the model refused")
    if choice.finish_reason not in (None, "stop"):
        raise ValueError("the model did not finish")
    return choice.message.content or ""
