"""Sentence vectors from any endpoint that speaks the OpenAI embeddings API."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.errors import Malformed, RateLimited, Unavailable
from shared.domain.meaning.semantics import Vector, scale_vector
from shared.ports import Embedder

if TYPE_CHECKING:
    from openai import OpenAI

TIMEOUT_S = 10.0
MOST_TEXTS = 64
LONGEST_TEXT = 600
LONGEST_VECTOR = 8192
_NO_KEY = "none"
_PAUSE_S = 5.0


class EndpointEmbedder(Embedder):
    """Asks for 64 texts at a time, each once; whoever wants vectors later asks again."""

    def __init__(
        self, base_url: str, api_key: str, model: str, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._model = model
        self._timeout_s = timeout_s

    @property
    def model(self) -> str:
        """Name the model as the endpoint does."""
        return self._model

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Ask the endpoint; an answer of another count or of unequal lengths is Malformed."""
        # The API refuses empty input.
        asked = [text[:LONGEST_TEXT].strip() or "." for text in texts]
        found: list[Vector] = []
        for start in range(0, len(asked), MOST_TEXTS):
            found += self._ask(asked[start : start + MOST_TEXTS])
        if len({len(vector) for vector in found}) > 1:
            raise Malformed("vectors of different lengths")
        return found

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI

        return OpenAI(
            base_url=self._base_url,
            api_key=self._api_key or _NO_KEY,
            timeout=self._timeout_s,
            max_retries=0,
        )

    def _ask(self, texts: list[str]) -> list[Vector]:
        from openai import OpenAIError, RateLimitError
        from openai.types import CreateEmbeddingResponse

        try:
            answer = self._client.embeddings.create(
                model=self._model, input=texts, encoding_format="float"
            )
        except RateLimitError as error:
            raise RateLimited(_PAUSE_S) from error
        except ValueError as error:
            raise Malformed("the embeddings endpoint sent no vectors") from error
        except OpenAIError as error:
            raise Unavailable(f"nobody embeds: {type(error).__name__}") from error
        if not isinstance(answer, CreateEmbeddingResponse) or not isinstance(answer.data, list):
            raise Malformed("the embeddings endpoint sent no vectors")
        ordered = sorted(answer.data, key=lambda one: one.index)
        if [one.index for one in ordered] != list(range(len(texts))):
            raise Malformed("the embeddings endpoint sent another number of vectors")
        return [_check_vector(one.embedding) for one in ordered]


def _check_vector(values: object) -> Vector:
    if not isinstance(values, list) or not 0 < len(values) <= LONGEST_VECTOR:
        raise Malformed("no vector, or one too long")
    try:
        return scale_vector([float(value) for value in values])
    except (TypeError, ValueError) as error:
        raise Malformed("a vector of something else than numbers") from error
