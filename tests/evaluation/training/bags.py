"""A yes or no for each label over texts of several sentences, of which one may decide.

A text's vector speaks once; the pieces of its sentences speak each, and the loudest counts most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.domain.meaning.pieces import BUCKETS
from shared.domain.meaning.subjects import Stretch
from tests.evaluation.training.binary import FOLDS, find_groups
from tests.evaluation.training.fitting import Array, find_stretch

# Chosen on unseen lines of development, practice and own ones.
DECAY = 1e-4
STEPS = 150
VECTOR_SHARE = 0.7
PIECE_SHARE = 1.5


@dataclass(frozen=True)
class Bags:
    """Texts with their vectors, a table of ones and noughts, and how much each text counts.

    `places` name the text of each row of pieces.
    """

    vectors: Array
    pieces: Array
    places: NDArray[np.int_]
    wanted: Array
    weights: Array

    def part(self, chosen: NDArray[np.bool_]) -> "Bags":
        """Some of the texts."""
        numbers = np.cumsum(chosen) - 1
        rows = chosen[self.places]
        places = numbers[self.places[rows]]
        return Bags(
            self.vectors[chosen],
            self.pieces[rows],
            places,
            self.wanted[chosen],
            self.weights[chosen],
        )


@dataclass(frozen=True)
class BagFit:
    """Weights for raw unit vectors and for pieces."""

    weights: Array
    piece_weights: Array
    biases: Array

    def score(self, bags: Bags) -> Array:
        """The logarithm of the odds of each label for each text."""
        letters = bags.pieces @ self.piece_weights.T
        gathered, _ = _gather(letters, bags.places)
        scores: Array = bags.vectors @ self.weights.T + self.biases + gathered
        return scores


def fill_bags(
    vectors: Array, stretches: Sequence[Sequence[Stretch]], wanted: Array, weights: Array
) -> Bags:
    """Spread the pieces of all stretches over rows, in the order of the texts."""
    flat = [(at, one) for at, some in enumerate(stretches) for one in some]
    pieces = np.zeros((len(flat), BUCKETS), dtype=np.float32)
    for row, (_, stretch) in zip(pieces, flat, strict=True):
        for bucket, count in stretch.pieces.items():
            row[bucket] = count
    return Bags(vectors, pieces, np.array([at for at, _ in flat]), wanted, weights)


def fit_bags(bags: Bags) -> BagFit:
    """Nesterov's descent; gradients flow to each sentence by its share in the verdict."""
    mean = bags.vectors.mean(axis=0)
    centred = bags.vectors - mean
    scale = VECTOR_SHARE / np.sqrt((centred**2).sum(axis=1).mean())
    rows = np.hstack([(centred * scale)[bags.places], PIECE_SHARE * bags.pieces])
    weights, bias = _descend(rows.astype(np.float32), bags)
    width = mean.shape[0]
    outer = weights[:, :width] * scale
    return BagFit(outer, PIECE_SHARE * weights[:, width:], bias - outer @ mean)


def predict_bags(bags: Bags) -> Array:
    """Scores of every text by a fit that has seen neither it nor its likes."""
    names, places = np.unique(find_groups(bags.vectors), return_inverse=True)
    folds = (np.random.default_rng(7).permutation(len(names)) % FOLDS)[places]
    scores = np.zeros(bags.wanted.shape)
    for fold in range(FOLDS):
        unseen = folds == fold
        scores[unseen] = fit_bags(bags.part(~unseen)).score(bags.part(unseen))
    return scores


def _descend(rows: Array, bags: Bags) -> tuple[Array, Array]:
    count = bags.weights.sum()
    wanted = bags.wanted.astype(np.float32)
    counts = (bags.weights / count).astype(np.float32)[:, None]
    shares = (bags.weights @ wanted + 0.5) / (count + 1.0)
    rate = np.float32(1.0 / (0.25 * find_stretch(rows) ** 2 / count + 0.25 + DECAY))
    weights: Array = np.zeros((wanted.shape[1], rows.shape[1]), dtype=np.float32)
    bias: Array = np.log(shares / (1 - shares)).astype(np.float32)
    before, bias_before = weights, bias
    for step in range(STEPS):
        pull = np.float32(step / (step + 3))
        ahead = weights + pull * (weights - before)
        bias_ahead = bias + pull * (bias - bias_before)
        scores, parts = _gather(rows @ ahead.T + bias_ahead, bags.places)
        wrong = (1 / (1 + np.exp(-scores)) - wanted) * counts
        spread = wrong[bags.places] * parts
        before, bias_before = weights, bias
        weights = ahead - rate * (spread.T @ rows + np.float32(DECAY) * ahead)
        bias = bias_ahead - rate * spread.sum(axis=0)
    return weights, bias


def _gather(scores: Array, places: NDArray[np.int_]) -> tuple[Array, Array]:
    """For each text the logarithm of its rows' summed odds, and each row's part in it."""
    first = np.flatnonzero(np.diff(places, prepend=-1))
    most = np.maximum.reduceat(scores, first)
    grown = np.exp(scores - most[places])
    total = np.add.reduceat(grown, first)
    return most + np.log(total), grown / total[places]
