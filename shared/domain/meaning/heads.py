"""What is learnt beside intents: a yes or no for each label, over a vector, letters and words."""

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from math import exp
from operator import add, mul

from shared.domain.dataclass import dataclass
from shared.domain.meaning.grams import Grams, weigh_grams
from shared.domain.understanding import Alarm

Vector = tuple[float, ...]
LONGEST_QUOTE = 160
ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landmarks:
    """Unit vectors spread over what buyers write: nearness to them tells what no plane can.

    The greater `reach`, the sooner nearness fades. It is equal to itself alone.
    """

    places: tuple[Vector, ...]
    reach: float

    def measure_nearness(self, vector: Vector) -> Vector:
        """One for each place where a unit vector lies, less the farther it is from it."""
        return _measure_nearness(self, vector)


# Alarms and subjects ask for the same text in turn.
@lru_cache(maxsize=4)
def _measure_nearness(landmarks: Landmarks, vector: Vector) -> Vector:
    likenesses = (sum(map(mul, place, vector)) for place in landmarks.places)
    return tuple(exp(landmarks.reach * (one - 1)) for one in likenesses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What is learnt of hashed words: the column of each, and one row of weights for each label."""

    columns: Mapping[int, int] = field(default_factory=dict)
    weights: tuple[Vector, ...] = ()

    def score(self, grams: Grams) -> list[float]:
        """What those that are known add to each label's score; they share one weight."""
        known = [self.columns[gram] for gram in grams if gram in self.columns]
        each = weigh_grams(len(known))
        return [each * sum(row[at] for at in known) for row in self.weights]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """One row of weights for each label; the higher its score, the likelier a label is.

    `piece_weights` are for the hashed pieces of words, `grams` for dictionary forms, `pairs` for
    forms near each other and `near_weights` for nearness to `landmarks`, where those were learnt
    from too.
    """

    labels: tuple[str, ...]
    weights: tuple[Vector, ...]
    biases: Vector
    piece_weights: tuple[Vector, ...] = ()
    grams: Vocabulary = Vocabulary()
    pairs: Vocabulary = Vocabulary()
    landmarks: Landmarks | None = None
    near_weights: tuple[Vector, ...] = ()

    def score(self, vector: Vector) -> Mapping[str, float]:
        """How strongly a unit vector speaks for each label."""
        scores = [
            bias + sum(map(mul, row, vector))
            for row, bias in zip(self.weights, self.biases, strict=True)
        ]
        if self.landmarks:
            near = self.landmarks.measure_nearness(vector)
            rows = zip(scores, self.near_weights, strict=True)
            scores = [score + sum(map(mul, row, near)) for score, row in rows]
        return dict(zip(self.labels, scores, strict=True))

    def score_words(
        self, pieces: Mapping[int, float], grams: Grams, pairs: Grams = frozenset()
    ) -> list[float]:
        """What the letters and the words themselves add to each label's score."""
        scores = [
            sum(row[at] * count for at, count in pieces.items()) for row in self.piece_weights
        ]
        for vocabulary, found in ((self.grams, grams), (self.pairs, pairs)):
            if vocabulary.weights:
                scores = list(map(add, scores, vocabulary.score(found)))
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmModel:
    """What is learnt of alarms; each sounds from its own score on.

    The head `ANY` tells whether there is an alarm at all. A phrase that rules found adds `trust` to
    a score, one that they waived takes `doubt` from it; beside the loudest alarm others sound only
    where their own score reaches `beside`.
    """

    heads: Heads
    sounds_from: Mapping[Alarm, float]
    trust: float
    doubt: float
    beside: float
