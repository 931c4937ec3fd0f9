"""What all that talk to an OpenAI-compatible endpoint have in common."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from shared.adapters.completions import read_words
from shared.adapters.time_limit import run_within
from shared.domain.errors import Malformed, RateLimited, Unavailable

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.resources.chat.completions import CompletionsWithRawResponse
    from openai.types import CreateEmbeddingResponse

_NO_KEY = "none"
_PAUSE_S = 5.0
_LEAST_S = 0.05
_LARGEST_BODY = 1_000_000


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
        within_s: float | None = None,
    ) -> str:
        """What the model says to the rules and to the data, each in a message of its own.

        A refusal, and words that were cut off, are Malformed. `within_s` is the time for the whole
        answer, which an endpoint may send drop by drop.
        """
        asked: dict[str, object] = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": rules},
                {"role": "user", "content": data},
            ],
            "temperature": temperature,
            "max_tokens": most_tokens,
        }
        if as_json:
            asked["response_format"] = {"type": "json_object"}
        limit = min(within_s or self._timeout_s, self._timeout_s)
        # Made before the time runs: loading the client takes seconds on a fresh instance.
        completions = self._client.chat.completions.with_raw_response
        body = run_within(limit, lambda until: _read_completion(completions, asked, until))
        try:
            return read_words(body)
        except ValueError as error:
            raise Malformed("the model's endpoint sent no completion") from error

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


def _read_completion(
    completions: "CompletionsWithRawResponse", asked: dict[str, object], until: float
) -> bytes:
    """The body as it came; whoever drips it is no longer waited for."""
    left = max(until - time.monotonic(), _LEAST_S)
    with _translate_errors():
        body: bytes = completions.create(**asked, timeout=left).content  # type: ignore[call-overload]
    if len(body) > _LARGEST_BODY:
        raise Malformed("the model's answer is too long")
    return body


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
