"""A score for each label over vectors, letters and words, by squares, unseen texts included."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, cg

from shared.domain.meaning.grams import Grams, weigh_grams
from shared.domain.meaning.semantics import pack_hashes
from shared.domain.meaning.subjects import Stretch
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.groups import FOLDS
from tests.evaluation.training.table import (
    GRAM_SHARE,
    PAIR_SHARE,
    PIECE_SHARE,
    Table,
    Texts,
)
from tests.evaluation.training.writing import pack_rows

# Pairs are many, and those of the smallest weights together say next to nothing.
MOST_PAIRS = 30_000
# Weights are kept in a byte a number, so nothing finer is heard.
_PRECISION = 1e-3


@dataclass(frozen=True)
class HashWeights:
    """Weights for words, or pairs of them, named by hashes."""

    hashes: tuple[int, ...]
    weights: Array

    def score(self, grams: Grams) -> Array:
        """As the product does."""
        places = [self._places[gram] for gram in grams if gram in self._places]
        scores: Array = self.weights[:, places].sum(axis=1) * weigh_grams(len(places))
        return scores

    def heaviest(self, most: int) -> "HashWeights":
        """Those alone that weigh most for some label."""
        size = np.abs(self.weights).max(axis=0, initial=0)
        kept = np.sort(np.argsort(-size, kind="stable")[:most])
        return HashWeights(tuple(self.hashes[at] for at in kept), self.weights[:, kept])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {gram: at for at, gram in enumerate(self.hashes)}


@dataclass(frozen=True)
class WordWeights:
    """Weights for pieces, for grams and for pairs."""

    pieces: Array
    grams: HashWeights
    pairs: HashWeights

    def score(self, stretch: Stretch) -> Array:
        """As the product does."""
        counts = np.array(list(stretch.pieces.values()))
        letters: Array = self.pieces[:, list(stretch.pieces)] @ counts
        return letters + self.grams.score(stretch.grams) + self.pairs.score(stretch.pairs)


@dataclass(frozen=True)
class Solution:
    """Weights for the columns of a table, one row for each label."""

    full: Array
    sparse: Array

    def score(self, full: Array, sparse: csr_array) -> Array:
        """What it says of texts."""
        scores: Array = full @ self.full.T + sparse @ self.sparse.T
        return scores


@dataclass(frozen=True)
class RidgeFit:
    """Weights for raw unit vectors, for nearness to landmarks and for words.

    `unseen` is what a fit without a text and its likes says of it, `words_without` how that fit, by
    the text's fold, weighs words.
    """

    weights: Array
    near_weights: Array
    words: WordWeights
    biases: Array
    unseen: Array
    folds: NDArray[np.int_]
    words_without: Sequence[WordWeights]

    def plain_heads(self, labels: Sequence[str]) -> dict[str, object]:
        """Ready to be written."""
        return {
            "labels": list(labels),
            "weights": pack_rows(self.weights),
            **({"near_weights": pack_rows(self.near_weights)} if self.near_weights.size else {}),
            "biases": [round(float(one), 4) for one in self.biases],
            "piece_weights": pack_rows(self.words.pieces),
            **_plain_words("gram", self.words.grams),
            **_plain_words("pair", self.words.pairs),
        }


def _plain_words(name: str, words: HashWeights) -> dict[str, object]:
    if not words.hashes:
        return {}
    return {f"{name}s": pack_hashes(words.hashes), f"{name}_weights": pack_rows(words.weights)}


def fit_texts(texts: Texts) -> RidgeFit:
    """Learn from all of them, and fold by fold from all others."""
    table, folds = Table.of(texts), texts.folds
    whole = _solve(table, texts, folds >= 0)
    width = texts.vectors.shape[1]
    weights = table.vectors.scale * whole.full[:, :width]
    near_weights = table.near.scale * whole.full[:, width:-1]
    unseen, without = np.zeros(texts.wanted.shape), []
    for fold in range(FOLDS):
        held = folds == fold
        left = _solve(table, texts, ~held)
        unseen[held] = left.score(table.full[held], table.sparse[held])
        without.append(_split_words(table, left.sparse))
    return RidgeFit(
        weights=weights,
        near_weights=near_weights,
        words=_split_words(table, whole.sparse),
        biases=whole.full[:, -1] - weights @ table.vectors.mean - near_weights @ table.near.mean,
        unseen=unseen,
        folds=folds,
        words_without=without,
    )


def _solve(table: Table, texts: Texts, seen: NDArray[np.bool_]) -> Solution:
    """Least squares by conjugate gradients, of all labels at once, for they share the matrix."""
    full, sparse = table.full[seen], table.sparse[seen]
    wanted, weights = texts.wanted[seen], texts.weights[seen, None].astype(np.float32)
    width, labels = full.shape[1], wanted.shape[1]

    def gather(told: Array) -> Array:
        return np.vstack([full.T @ told, sparse.T @ told])

    def pull(flat: Array) -> Array:
        rows = flat.astype(np.float32).reshape(-1, labels)
        told = weights * (full @ rows[:width] + sparse @ rows[width:])
        pulled: Array = (gather(told) + np.float32(texts.decay) * rows).ravel()
        return pulled

    aim = gather(weights * wanted.astype(np.float32)).ravel()
    solved, _ = cg(
        LinearOperator((aim.size, aim.size), pull, dtype=aim.dtype), aim, rtol=_PRECISION
    )
    rows = solved.reshape(-1, labels)
    return Solution(rows[:width].T, rows[width:].T)


def _split_words(table: Table, weights: Array) -> WordWeights:
    """Weights for raw counts, of weights for the sparse columns."""
    ends = np.cumsum([table.pieces.shape[1], len(table.grams.hashes)])
    pieces, grams, pairs = np.split(weights, ends, axis=1)
    return WordWeights(
        PIECE_SHARE * pieces,
        HashWeights(table.grams.hashes, GRAM_SHARE * grams),
        HashWeights(table.pairs.hashes, PAIR_SHARE * pairs).heaviest(MOST_PAIRS),
    )
