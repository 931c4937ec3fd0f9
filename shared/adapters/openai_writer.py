"""Drafts from any endpoint that speaks the OpenAI chat completions API."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from shared.domain.drafts.draft import Method
from shared.domain.drafts.drafting import (
    PROMPT_VERSION,
    Prompt,
    build_prompt,
    sign_answer,
    tidy_answer,
)
from shared.domain.errors import Malformed, Unavailable
from shared.domain.interaction import Interaction, Message
from shared.domain.marketplace import Card
from shared.ports import Writer, Written

if TYPE_CHECKING:
    from openai import OpenAI

TIMEOUT_S = 20.0
TEMPERATURE = 0.3
MOST_TOKENS = 700


class Suggestion(BaseModel):
    """All that a model may say; whatever else it answers has no effect."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=5000)]


class OpenAIWriter(Writer):
    """Asks once, without retries or tools; the queue decides whether to ask again."""

    def __init__(
        self, base_url: str, api_key: str, model: str, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._model = model
        self._timeout_s = timeout_s

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
    ) -> Written:
        """Suggest an answer; Unavailable when nobody answered, Malformed when it is no answer."""
        content = self._ask(build_prompt(interaction, messages, card))
        try:
            suggestion = Suggestion.model_validate_json(_bare_json(content))
        except ValidationError as error:
            raise Malformed(f"not a suggestion: {error.error_count()} problems") from None
        channel = interaction.channel
        return Written(
            text=sign_answer(tidy_answer(suggestion.answer, channel), channel, signature),
            method=Method.LLM,
            model=self._model,
            prompt_version=PROMPT_VERSION,
        )

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI

        return OpenAI(
            base_url=self._base_url,
            api_key=self._api_key,
            timeout=self._timeout_s,
            max_retries=0,
        )

    def _ask(self, prompt: Prompt) -> str:
        from openai import OpenAIError
        from openai.types.chat import ChatCompletion

        try:
            completion = self._client.chat.completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": prompt.rules},
                    {"role": "user", "content": prompt.data},
                ],
                response_format={"type": "json_object"},
                temperature=TEMPERATURE,
                max_tokens=MOST_TOKENS,
            )
        except ValueError as error:
            raise Malformed("the model's endpoint sent no JSON") from error
        except OpenAIError as error:
            raise Unavailable(f"the model did not answer: {type(error).__name__}") from error
        if not isinstance(completion, ChatCompletion) or not completion.choices:
            raise Malformed("the model's endpoint sent no completion")
        return completion.choices[0].message.content or ""


def _bare_json(content: str) -> str:
    """Some models wrap JSON in a code fence however they are asked."""
    bare = content.strip()
    if bare.startswith("```"):
        bare = bare.strip("`").removeprefix("json")
    return bare.strip()
