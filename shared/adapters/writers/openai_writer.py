"""Drafts from any endpoint that speaks the OpenAI chat completions API."""

import time
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.adapters.openai_client import OpenAIClient, bare_json
from shared.domain.drafts.brief import PLAIN_BRIEF, Brief
from shared.domain.drafts.draft import Method
from shared.domain.drafts.drafting import tidy_answer
from shared.domain.drafts.prompts import PROMPT_VERSION, Prompt, build_prompt
from shared.domain.drafts.signing import sign_answer
from shared.domain.drafts.written import Written
from shared.domain.errors import Malformed, Unavailable
from shared.domain.interaction import Interaction, Message
from shared.domain.products.card import Card
from shared.ports import Referee, Unwritten, Writer

TIMEOUT_S = 20.0
TEMPERATURE = 0.3
MOST_TOKENS = 900
MOST_TRIES = 2
# A second try that has less time than this would end in silence.
_LEAST_LEFT_S = 4.0
# A second look that has less time than this is not taken.
_LEAST_LOOK_S = 0.5
_MOST_ASKS = 12

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Ask(BaseModel):
    """One thing that the buyer wants to hear, and whether the answer says it."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    ask: Short
    covered: bool = False


class Suggestion(BaseModel):
    """All that a model may say; whatever else it answers has no effect."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=5000)]
    asks: Annotated[list[Ask], Field(max_length=_MOST_ASKS)] = []


class OpenAIWriter(Writer):
    """Asks without tools, and once more where the answer was no suggestion and time is left.

    `timeout_s` is the time for everything, however slowly an endpoint drips its words; a `referee`
    has what is left of it.
    """

    is_paid = True

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        timeout_s: float = TIMEOUT_S,
        monotonic: Callable[[], float] = time.monotonic,
        referee: Referee | None = None,
    ) -> None:
        self._client = OpenAIClient(base_url, api_key, model, timeout_s)
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._referee = referee

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
        brief: Brief = PLAIN_BRIEF,
    ) -> Written:
        """Suggest an answer; Unavailable when nobody answered, Malformed when it is no answer."""
        until = self._monotonic() + self._timeout_s
        suggestion, calls = self._ask(build_prompt(interaction, messages, card, brief), until)
        channel = interaction.channel
        text = sign_answer(tidy_answer(suggestion.answer, channel), channel, signature)
        left = until - self._monotonic()
        looks = self._referee if left >= _LEAST_LOOK_S else None
        return Written(
            text=text,
            method=Method.LLM,
            model=self._client.model,
            prompt_version=PROMPT_VERSION,
            asks=tuple((one.ask, one.covered) for one in suggestion.asks),
            objection=looks.name_rule(channel, text, left) if looks else "",
            calls=calls + (looks is not None),
        )

    def _ask(self, prompt: Prompt, until: float) -> tuple[Suggestion, int]:
        """What is suggested, and after how many calls; Unwritten says how many were in vain."""
        for number in range(1, MOST_TRIES + 1):
            left = until - self._monotonic()
            try:
                return self._ask_once(prompt, left), number
            except Malformed as malformed:
                lost = Unwritten(str(malformed), number)
            except Unavailable as gone:
                if number == 1:
                    raise
                raise Unwritten(str(gone), number) from gone
            if until - self._monotonic() < min(_LEAST_LEFT_S, self._timeout_s):
                break
        raise lost

    def _ask_once(self, prompt: Prompt, left_s: float) -> Suggestion:
        content = self._client.complete(
            prompt.rules,
            prompt.data,
            temperature=TEMPERATURE,
            most_tokens=MOST_TOKENS,
            as_json=True,
            within_s=left_s,
        )
        try:
            return Suggestion.model_validate_json(bare_json(content))
        except ValidationError as error:
            raise Malformed(f"not a suggestion: {error.error_count()} problems") from None
