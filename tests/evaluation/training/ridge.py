"""A score for each label over vectors, letters and words, by squares: exact, unseen texts included.

Everything is solved between texts instead of between features, for the texts are fewer; what a
fit without some of them would say of those follows from the same inverse.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shared.domain.meaning.grams import Grams, weigh_grams
from shared.domain.meaning.heads import Landmarks
from shared.domain.meaning.pieces import BUCKETS
from shared.domain.meaning.semantics import pack_hashes
from shared.domain.meaning.subjects import Stretch
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.groups import FOLDS, choose_folds
from tests.evaluation.training.writing import pack_rows

# Chosen on unseen lines by the mean precision over labels; what a gram says counts most.
VECTOR_SHARE, NEAR_SHARE, PIECE_SHARE, GRAM_SHARE, PAIR_SHARE = 1.2, 2.0, 0.8, 2.0, 1.6
# A word or pair that stands in one text alone tells nothing of others.
LEAST_TEXTS = 2
# Words of more texts than these are multiplied as a table, the others pair by pair.
_COMMON = 60
# Pairs are many, and those of the smallest weights together say next to nothing.
MOST_PAIRS = 30_000


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

    def relate(self) -> Array:
        """How like each two texts are."""
        scaled = self.centred * np.float32(self.scale)
        related: Array = scaled @ scaled.T
        return related

    def weigh(self, parts: Array) -> Array:
        """Weights for the raw numbers."""
        weights: Array = (self.scale**2) * (parts.T @ self.centred)
        return weights


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
class Bags:
    """Which known hashes each text holds, each counting as in a row of the share's length."""

    hashes: tuple[int, ...]
    held: Sequence[Sequence[int]]
    share: float

    @classmethod
    def of(cls, texts: Sequence[Grams], share: float, parts: int) -> "Bags":
        """Of the hashes that several texts hold, without the last ones, parts of others."""
        counts = Counter(gram for grams in texts[: len(texts) - parts] for gram in grams)
        hashes = tuple(sorted(gram for gram, count in counts.items() if count >= LEAST_TEXTS))
        places = {gram: at for at, gram in enumerate(hashes)}
        held = [sorted(places[gram] for gram in grams if gram in places) for grams in texts]
        return cls(hashes, held, share)

    def relate(self) -> Array:
        """How like each two texts are."""
        texts: list[list[int]] = [[] for _ in self.hashes]
        for at, places in enumerate(self.held):
            for place in places:
                texts[place].append(at)
        each = self.share * np.array([weigh_grams(len(some)) for some in self.held], np.float32)
        common = [some for some in texts if len(some) > _COMMON]
        table = np.zeros((len(self.held), len(common)), dtype=np.float32)
        for column, some in enumerate(common):
            table[some, column] = each[some]
        related: Array = table @ table.T
        for some in texts:
            if len(some) <= _COMMON:
                related[np.ix_(some, some)] += np.outer(each[some], each[some])
        return related

    def weigh(self, parts: Array) -> HashWeights:
        """Weights for the hashes."""
        sums = np.zeros((parts.shape[1], len(self.hashes)), dtype=np.float32)
        for places, row in zip(self.held, parts, strict=True):
            sums[:, places] += (row * weigh_grams(len(places)))[:, None]
        return HashWeights(self.hashes, self.share**2 * sums)


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
    """One inverse gives the weights and, fold by fold, what is said of unseen texts."""
    vectors = Columns.of(texts.vectors, VECTOR_SHARE)
    near = Columns.of(_measure_nearness(texts), NEAR_SHARE)
    pieces = _spread_pieces(texts.wholes)
    grams = Bags.of([one.grams for one in texts.wholes], GRAM_SHARE, len(texts.parts_of))
    pairs = Bags.of(_list_pairs(texts), PAIR_SHARE, len(texts.parts_of))
    likeness = grams.relate()
    if pairs.hashes:
        likeness += pairs.relate()
    likeness += pieces @ pieces.T
    likeness += vectors.relate()
    likeness += near.relate()
    likeness += np.float32(1)
    likeness[np.diag_indices_from(likeness)] += (texts.decay / texts.weights).astype(np.float32)
    inverse = np.linalg.inv(likeness)
    parts = inverse @ texts.wanted.astype(np.float32)
    weights, near_weights = vectors.weigh(parts), near.weigh(parts)
    folds = texts.folds
    without = [_leave_out(inverse, parts, folds == fold) for fold in range(FOLDS)]

    def weigh_words(some: Array) -> WordWeights:
        letters: Array = PIECE_SHARE * (some.T @ pieces)
        return WordWeights(letters, grams.weigh(some), pairs.weigh(some).heaviest(MOST_PAIRS))

    return RidgeFit(
        weights=weights,
        near_weights=near_weights,
        words=weigh_words(parts),
        biases=parts.sum(axis=0) - weights @ vectors.mean - near_weights @ near.mean,
        unseen=_miss(texts.wanted, folds, [missed for _, missed in without]),
        folds=folds,
        words_without=[weigh_words(left) for left, _ in without],
    )


def _measure_nearness(texts: Texts) -> Array:
    """As the product does, of all texts at once; no numbers without landmarks."""
    if texts.landmarks is None:
        return np.zeros((len(texts.vectors), 0))
    near: Array = np.exp(
        texts.landmarks.reach * (texts.vectors @ np.array(texts.landmarks.places).T - 1)
    )
    return near


def _miss(wanted: Array, folds: NDArray[np.int_], missed: Sequence[Array]) -> Array:
    said = wanted.copy()
    for fold, part in enumerate(missed):
        said[folds == fold] -= part
    return said


def _leave_out(inverse: Array, parts: Array, held: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The parts of a fit without some texts, and how far it misses those, without fitting anew."""
    missed = np.linalg.solve(inverse[np.ix_(held, held)], parts[held])
    left = parts - inverse[:, held] @ missed
    left[held] = 0
    return left, missed


def _spread_pieces(wholes: Sequence[Stretch]) -> Array:
    rows = np.zeros((len(wholes), BUCKETS), dtype=np.float32)
    for row, whole in zip(rows, wholes, strict=True):
        for bucket, count in whole.pieces.items():
            row[bucket] = PIECE_SHARE * count
    return rows


def _list_pairs(texts: Texts) -> list[Grams]:
    return [one.pairs if texts.paired else frozenset() for one in texts.wholes]
