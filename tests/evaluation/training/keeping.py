"""Vectors kept between runs: embedding takes most of the time, and a run may be cut short."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shared.domain.meaning.semantics import Vector
from shared.ports import Embedder

FOLDER = Path(__file__).parents[3] / "build" / "vectors"
# So many new vectors at most are lost with a run that is cut short.
AT_ONCE = 500


class KeptEmbedder(Embedder):
    """Asks another for each text once, ever; texts are kept as hashes."""

    def __init__(self, inner: Embedder, folder: Path = FOLDER) -> None:
        self._inner = inner
        self._file = folder / f"{hashlib.sha256(inner.model.encode()).hexdigest()[:16]}.npz"
        self._known: dict[str, Vector] = {}
        if self._file.is_file():
            kept = np.load(self._file)
            rows = zip(kept["names"].tolist(), kept["vectors"].tolist(), strict=True)
            self._known = {name: tuple(row) for name, row in rows}

    @property
    def model(self) -> str:
        """Name the other's model."""
        return self._inner.model

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Ask for what is new and keep it."""
        named = {_name_text(text): text for text in texts}
        new = [name for name in named if name not in self._known]
        for start in range(0, len(new), AT_ONCE):
            names = new[start : start + AT_ONCE]
            vectors = self._inner.embed([named[name] for name in names])
            self._known.update(zip(names, vectors, strict=True))
            self._keep()
        return [self._known[_name_text(text)] for text in texts]

    def _keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part.npz")
        np.savez(part, names=list(self._known), vectors=list(self._known.values()))
        part.replace(self._file)


def _name_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
