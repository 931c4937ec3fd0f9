"""Sentence vectors in memory: texts are near each other as far as they share letters."""

from collections.abc import Sequence
from zlib import crc32

from shared.domain.errors import Unavailable
from shared.domain.meaning.semantics import Vector, scale_vector
from shared.ports import Embedder

_LENGTH = 64
_PIECE = 3


class MemoryEmbedder(Embedder):
    """Counts pieces of three letters; `asked` keeps every text, `is_down` makes it fail."""

    def __init__(self, model: str = "letters") -> None:
        self._model = model
        self.asked: list[str] = []
        self.is_down = False

    @property
    def model(self) -> str:
        """The name that it was given."""
        return self._model

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Embed, or fail as an endpoint does."""
        if self.is_down:
            raise Unavailable("nobody embeds")
        self.asked += texts
        return [_count_pieces(text) for text in texts]


def _count_pieces(text: str) -> Vector:
    counts = [1.0] * _LENGTH
    folded = f"  {text.lower()}  "
    for start in range(len(folded) - _PIECE + 1):
        counts[crc32(folded[start : start + _PIECE].encode()) % _LENGTH] += 1
    return scale_vector(counts)
