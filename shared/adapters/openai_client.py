"""What all that talk to an OpenAI-compatible endpoint have in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.errors import Malformed, RateLimited, Unavailable

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import CreateEmbeddingResponse
    from openai.types.chat import ChatCompletionMessageParam

_NO_KEY = "none"
_PAUSE_S = 5.0


class OpenAIClient:
    """Asks once, without retries or tools; whoever waits for the answer decides to ask again.

    Whatever the endpoint does comes out as Unavailable or Malformed, and where it embeds as
    RateLimited.
    """

    def __init__(self, base_url: str, api_key: str, model: str, timeout_s: float) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._timeout_s = timeout_s
        self.model = model

    def complete(
        self,
        rules: str,
        data: str,
        *,
        temperature: float,
        most_tokens: int,
        as_json: bool = False,
    ) -> str:
        """What the model says to the rules and to the data, each in a message of its own."""
        from openai import omit
        from openai.types.chat import ChatCompletion

        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": rules},
            {"role": "user", "content": data},
        ]
        with _translate_errors():
            completion = self._client.chat.completions.create(
                model=self.model,
                messages=messages,
                response_format={"type": "json_object"} if as_json else omit,
                temperature=temperature,
                max_tokens=most_tokens,
            )
        if not isinstance(completion, ChatCompletion) or not completion.choices:
            raise Malformed("the model's endpoint sent no completion")
        content = completion.choices[0].message.content
        return content if isinstance(content, str) else ""

    def embed(self, texts: Sequence[str]) -> "CreateEmbeddingResponse":
        """The endpoint's vectors as it sent them."""
        from openai import RateLimitError

        with _translate_errors():
            try:
                return self._client.embeddings.create(
                    model=self.model, input=list(texts), encoding_format="float"
                )
            except RateLimitError as error:
                raise RateLimited(_PAUSE_S) from error

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI

        return OpenAI(
            base_url=self._base_url,
            api_key=self._api_key or _NO_KEY,
            timeout=self._timeout_s,
            max_retries=0,
        )


@contextmanager
def _translate_errors() -> Iterator[None]:
    from openai import OpenAIError

    try:
        yield
    except ValueError as error:
        raise Malformed("the model's endpoint sent no JSON") from error
    except OpenAIError as error:
        raise Unavailable(f"the model did not answer: {type(error).__name__}") from error


def bare_json(content: str) -> str:
    """Some models wrap JSON in a code fence however they are asked."""
    bare = content.strip()
    if bare.startswith("```"):
        bare = bare.strip("`").removeprefix("json")
    return bare.strip()
