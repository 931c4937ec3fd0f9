"""A yes or no for each label over unit vectors, fitted by plain descent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.evaluation.training.fitting import Array

FOLDS = 6
# Chosen on unseen lines of development, practice and own ones.
DECAY = 1e-4
STEPS = 300
# Sentences that lie nearer than this say the same in other words, and are judged together.
SAME = 0.965


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors, a table of ones and noughts, and how much each row counts."""

    vectors: Array
    wanted: Array
    weights: Array

    def part(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        return Rows(self.vectors[chosen], self.wanted[chosen], self.weights[chosen])


def fit_rows(rows: Rows) -> tuple[Array, Array]:
    """Weights for raw unit vectors and biases, by Nesterov's descent."""
    mean = rows.vectors.mean(axis=0)
    centred = rows.vectors - mean
    scale = 1.0 / np.sqrt((centred**2).sum(axis=1).mean())
    inner, bias = _descend(centred * scale, rows)
    weights = inner * scale
    return weights, bias - weights @ mean


def predict_folds(rows: Rows) -> Array:
    """Scores of every row by a fit that has seen neither it nor its likes."""
    groups = find_groups(rows.vectors)
    names, places = np.unique(groups, return_inverse=True)
    folds = (np.random.default_rng(7).permutation(len(names)) % FOLDS)[places]
    scores = np.zeros(rows.wanted.shape)
    for fold in range(FOLDS):
        unseen = folds == fold
        weights, bias = fit_rows(rows.part(~unseen))
        scores[unseen] = rows.vectors[unseen] @ weights.T + bias
    return scores


def _descend(inputs: Array, rows: Rows) -> tuple[Array, Array]:
    count = rows.weights.sum()
    shares = (rows.weights @ rows.wanted + 0.5) / (count + 1.0)
    rate = 1.0 / (0.25 * np.linalg.norm(inputs.T @ inputs, 2) / count + 0.25 + DECAY)
    weights = before = np.zeros((rows.wanted.shape[1], inputs.shape[1]))
    bias = bias_before = np.log(shares / (1 - shares))
    for step in range(STEPS):
        pull = step / (step + 3)
        ahead = weights + pull * (weights - before)
        bias_ahead = bias + pull * (bias - bias_before)
        guess = 1 / (1 + np.exp(-(inputs @ ahead.T + bias_ahead)))
        wrong = (guess - rows.wanted) * rows.weights[:, None] / count
        before, bias_before = weights, bias
        weights = ahead - rate * (wrong.T @ inputs + DECAY * ahead)
        bias = bias_ahead - rate * wrong.sum(axis=0)
    return weights, bias


def find_groups(vectors: Array) -> NDArray[np.int_]:
    """The same number for what says the same in other words."""
    groups = np.arange(len(vectors))
    for vector in vectors:
        near = groups[vectors @ vector > SAME]
        groups[np.isin(groups, near)] = near.min()
    return groups
