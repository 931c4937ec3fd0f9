"""Everything that is known of texts, side by side: their vectors, nearness, letters and words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from shared.domain.meaning.grams import Grams, weigh_grams
from shared.domain.meaning.heads import Landmarks
from shared.domain.meaning.pieces import BUCKETS
from shared.domain.meaning.subjects import Stretch
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.groups import choose_folds

# Chosen on unseen lines by the mean precision over labels; what a gram says counts most.
VECTOR_SHARE, NEAR_SHARE, PIECE_SHARE, GRAM_SHARE, PAIR_SHARE = 1.2, 2.0, 0.8, 2.0, 1.6
# A word or pair that stands in one text alone tells nothing of others.
LEAST_TEXTS = 2


@dataclass(frozen=True)
class Texts:
    """Texts with their vectors, a table of ones and noughts, and how much each text counts.

    The greater the `decay`, the smaller weights are kept. The last texts may be parts of earlier
    ones, whose places `parts_of` holds: a fit that has not seen a text has not seen its parts.
    Pairs of words are learnt from where `paired` says so.
    """

    vectors: Array
    wholes: Sequence[Stretch]
    wanted: Array
    weights: Array
    decay: float = 1.0
    parts_of: Sequence[int] = ()
    landmarks: Landmarks | None = None
    paired: bool = False

    @property
    def folds(self) -> NDArray[np.int_]:
        """The fold of each; those that say the same share one, and a whole with its parts."""
        own = choose_folds(self.vectors[: len(self.vectors) - len(self.parts_of)])
        return np.r_[own, own[list(self.parts_of)]]


@dataclass(frozen=True)
class Columns:
    """Numbers of each text, centred and brought to a share of what all kinds of numbers tell."""

    centred: Array
    mean: Array
    scale: float

    @classmethod
    def of(cls, rows: Array, share: float) -> "Columns":
        """Nothing is made of no numbers."""
        mean = rows.mean(axis=0)
        centred = (rows - mean).astype(np.float32)
        spread = float(np.sqrt((centred**2).sum(axis=1).mean()))
        return cls(centred, mean, share / spread if spread else 0.0)


@dataclass(frozen=True)
class Words:
    """Hashes that several texts hold, and which of them each text holds."""

    hashes: tuple[int, ...]
    counts: csr_array

    @classmethod
    def of(cls, texts: Sequence[Grams], parts: int) -> "Words":
        """The last texts are parts of others and count for no word."""
        known = Counter(gram for grams in texts[: len(texts) - parts] for gram in grams)
        hashes = tuple(sorted(gram for gram, count in known.items() if count >= LEAST_TEXTS))
        places = {gram: at for at, gram in enumerate(hashes)}
        held = [[places[gram] for gram in grams if gram in places] for grams in texts]
        rows = [dict.fromkeys(some, weigh_grams(len(some))) for some in held]
        return cls(hashes, _spread_counts(rows, len(hashes)))


@dataclass(frozen=True)
class Table:
    """Everything that is known of the texts: few full columns and many that are empty mostly."""

    vectors: Columns
    near: Columns
    pieces: csr_array
    grams: Words
    pairs: Words

    @classmethod
    def of(cls, texts: Texts) -> "Table":
        """No nearness without landmarks, no pairs where none are learnt from."""
        parts = len(texts.parts_of)
        pairs = [one.pairs if texts.paired else frozenset() for one in texts.wholes]
        return cls(
            Columns.of(texts.vectors, VECTOR_SHARE),
            Columns.of(_measure_nearness(texts), NEAR_SHARE),
            _spread_counts([one.pieces for one in texts.wholes], BUCKETS),
            Words.of([one.grams for one in texts.wholes], parts),
            Words.of(pairs, parts),
        )

    @cached_property
    def full(self) -> Array:
        """Vectors, nearness and a one for the bias."""
        scaled = [kind.centred * np.float32(kind.scale) for kind in (self.vectors, self.near)]
        return np.hstack([*scaled, np.ones((len(scaled[0]), 1), dtype=np.float32)])

    @cached_property
    def sparse(self) -> csr_array:
        """Pieces, grams and pairs."""
        grams, pairs = GRAM_SHARE * self.grams.counts, PAIR_SHARE * self.pairs.counts
        return csr_array(hstack([PIECE_SHARE * self.pieces, grams, pairs]), dtype=np.float32)


def _spread_counts(texts: Sequence[Mapping[int, float]], width: int) -> csr_array:
    """A row for each text; the column of each number is its key."""
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    columns = np.array([column for one in texts for column in one], dtype=np.int32)
    values = np.array([value for one in texts for value in one.values()], dtype=np.float32)
    return csr_array((values, columns, ends), shape=(len(texts), width))


def _measure_nearness(texts: Texts) -> Array:
    """As the product does, of all texts at once; no numbers without landmarks."""
    if texts.landmarks is None:
        return np.zeros((len(texts.vectors), 0))
    near: Array = np.exp(
        texts.landmarks.reach * (texts.vectors @ np.array(texts.landmarks.places).T - 1)
    )
    return near
