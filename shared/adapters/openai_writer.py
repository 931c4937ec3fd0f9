"""Drafts from any endpoint that speaks the OpenAI chat completions API."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from shared.adapters.openai_client import OpenAIClient, bare_json
from shared.domain.drafts.draft import Method
from shared.domain.drafts.drafting import (
    PROMPT_VERSION,
    build_prompt,
    sign_answer,
    tidy_answer,
)
from shared.domain.errors import Malformed
from shared.domain.interaction import Interaction, Message
from shared.domain.marketplace import Card
from shared.ports import Writer, Written

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
        self._client = OpenAIClient(base_url, api_key, model, timeout_s)

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
    ) -> Written:
        """Suggest an answer; Unavailable when nobody answered, Malformed when it is no answer."""
        prompt = build_prompt(interaction, messages, card)
        content = self._client.complete(
            prompt.rules,
            prompt.data,
            temperature=TEMPERATURE,
            most_tokens=MOST_TOKENS,
            as_json=True,
        )
        try:
            suggestion = Suggestion.model_validate_json(bare_json(content))
        except ValidationError as error:
            raise Malformed(f"not a suggestion: {error.error_count()} problems") from None
        channel = interaction.channel
        return Written(
            text=sign_answer(tidy_answer(suggestion.answer, channel), channel, signature),
            method=Method.LLM,
            model=self._client.model,
            prompt_version=PROMPT_VERSION,
        )
