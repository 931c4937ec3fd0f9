"""Sentence vectors from any endpoint that speaks the OpenAI embeddings API."""

from collections.abc import Sequence

from shared.adapters.openai_client import OpenAIClient
from shared.domain.errors import Malformed
from shared.domain.meaning.semantics import Vector, scale_vector
from shared.ports import Embedder

TIMEOUT_S = 10.0
MOST_TEXTS = 64
LONGEST_TEXT = 600
LONGEST_VECTOR = 8192


class EndpointEmbedder(Embedder):
    """Asks for 64 texts at a time, each once; whoever wants vectors later asks again."""

    def __init__(
        self, base_url: str, api_key: str, model: str, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._client = OpenAIClient(base_url, api_key, model, timeout_s)

    @property
    def model(self) -> str:
        """Name the model as the endpoint does."""
        return self._client.model

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

    def _ask(self, texts: list[str]) -> list[Vector]:
        from openai.types import CreateEmbeddingResponse

        answer = self._client.embed(texts)
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
