"""A linear model of eighteen intents over vectors and pieces of words, fitted by descent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.domain.drafts.drafting import mask_private
from shared.domain.interaction import Channel
from shared.domain.meaning.pieces import BUCKETS, count_pieces
from shared.domain.understanding import Intent

Array = NDArray[np.floating[Any]]

LABELS = tuple(Intent)
CHANNELS = tuple(Channel)
FOLDS = 5
# How far weights are kept small; chosen with the number of steps on the development lines.
DECAY = 1e-4
STEPS = 200
# Pieces of words count more than the vector of the whole: they are many, and each is small.
PIECE_SHARE = 2.0
# A channel is a hint beside the vector, no verdict.
CHANNEL_SHARE = 0.3
_TEMPERATURES = np.geomspace(0.4, 2.5, 40)


@dataclass(frozen=True)
class Sample:
    """Sentences as numbers."""

    vectors: Array
    pieces: Array
    channels: NDArray[np.int_]
    labels: NDArray[np.int_]

    def part(self, chosen: NDArray[np.bool_]) -> "Sample":
        """Some of the sentences."""
        return Sample(
            self.vectors[chosen], self.pieces[chosen], self.channels[chosen], self.labels[chosen]
        )


@dataclass(frozen=True)
class Fit:
    """Weights for raw unit vectors and for pieces, and one row of biases for each channel."""

    weights: Array
    piece_weights: Array
    biases: Array

    def shares(self, sample: Sample) -> Array:
        """Probabilities of each intent for each sentence."""
        scores = sample.vectors @ self.weights.T + sample.pieces @ self.piece_weights.T
        return soften_scores(scores + self.biases[sample.channels])

    def cooled(self, temperature: float) -> "Fit":
        """The same order of intents with other certainty."""
        return Fit(
            self.weights / temperature,
            self.piece_weights / temperature,
            self.biases / temperature,
        )


def spread_pieces(texts: Sequence[str]) -> Array:
    """A row of hashed pieces for each text."""
    rows = np.zeros((len(texts), BUCKETS))
    for row, text in zip(rows, texts, strict=True):
        for bucket, count in count_pieces(mask_private(text)).items():
            row[bucket] = count
    return rows


def fit_sample(sample: Sample) -> Fit:
    """Nesterov's descent on the penalised likelihood: few sentences, so every step sees all."""
    mean = sample.vectors.mean(axis=0)
    centred = sample.vectors - mean
    scale = 1.0 / np.sqrt((centred**2).sum(axis=1).mean())
    hints = CHANNEL_SHARE * np.eye(len(CHANNELS))[sample.channels]
    rows = np.hstack([centred * scale, PIECE_SHARE * sample.pieces, hints]).astype(np.float32)
    weights, bias = descend_shares(rows, np.eye(len(LABELS), dtype=np.float32)[sample.labels])
    width = mean.shape[0]
    inner = weights[:, :width] * scale
    letters = PIECE_SHARE * weights[:, width : -len(CHANNELS)]
    hinted = bias[None, :] + CHANNEL_SHARE * weights[:, -len(CHANNELS) :].T
    return Fit(inner, letters, hinted - inner @ mean)


def predict_folds(sample: Sample) -> Array:
    """What a model that has not seen a sentence says of it, for every sentence."""
    folds = np.random.default_rng(7).permutation(len(sample.labels)) % FOLDS
    shares = np.zeros((len(sample.labels), len(LABELS)))
    for fold in range(FOLDS):
        unseen = folds == fold
        shares[unseen] = fit_sample(sample.part(~unseen)).shares(sample.part(unseen))
    return shares


def find_temperature(shares: Array, labels: NDArray[np.int_]) -> float:
    """The certainty at which unseen sentences are predicted best: calibration by one number."""

    def surprise(temperature: float) -> float:
        cooled = soften_scores(np.log(shares + 1e-12) / temperature)
        return float(-np.log(cooled[np.arange(len(labels)), labels] + 1e-12).mean())

    return float(min(_TEMPERATURES, key=surprise))


def cool_shares(shares: Array, temperature: float) -> Array:
    """Probabilities at another certainty."""
    return soften_scores(np.log(shares + 1e-12) / temperature)


def descend_shares(rows: Array, wanted: Array) -> tuple[Array, Array]:
    """Weights and biases of the labels that `wanted` has a column for."""
    count, width = rows.shape
    rate = np.float32(1.0 / (0.5 * find_stretch(rows) ** 2 / count + 0.5 + DECAY))
    weights = before = np.zeros((wanted.shape[1], width), dtype=np.float32)
    bias = bias_before = np.zeros(wanted.shape[1], dtype=np.float32)
    for step in range(STEPS):
        pull = np.float32(step / (step + 3))
        ahead = weights + pull * (weights - before)
        bias_ahead = bias + pull * (bias - bias_before)
        wrong = (soften_scores(rows @ ahead.T + bias_ahead) - wanted) / count
        before, bias_before = weights, bias
        weights = ahead - rate * (wrong.T @ rows + DECAY * ahead)
        bias = bias_ahead - rate * wrong.sum(axis=0)
    return weights, bias


def find_stretch(rows: Any) -> float:
    """The largest singular value, by powers: the exact one costs more than the descent."""
    direction = np.ones(rows.shape[1], dtype=np.float32)
    for _ in range(30):
        direction = rows.T @ (rows @ direction)
        direction /= np.linalg.norm(direction)
    return float(np.linalg.norm(rows @ direction)) * 1.05


def soften_scores(scores: Any) -> Array:
    """Rows of scores as rows of probabilities."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = grown / grown.sum(axis=1, keepdims=True)
    return shares
