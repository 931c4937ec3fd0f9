"""What is learnt beside intents: a yes or no for each label, over a vector and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul

from shared.domain.understanding import Alarm

Vector = tuple[float, ...]
LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """One row of weights for each label; a score is the logarithm of the odds.

    `piece_weights` are for the hashed pieces of words, where those were learnt from too.
    """

    labels: tuple[str, ...]
    weights: tuple[Vector, ...]
    biases: Vector
    piece_weights: tuple[Vector, ...] = ()

    def score(self, vector: Vector) -> Mapping[str, float]:
        """How strongly a unit vector speaks for each label."""
        rows = zip(self.labels, self.weights, self.biases, strict=True)
        return {label: bias + sum(map(mul, row, vector)) for label, row, bias in rows}

    def score_pieces(self, pieces: Mapping[int, float]) -> list[float]:
        """What the letters of some words add to each label's score."""
        return [sum(row[at] * count for at, count in pieces.items()) for row in self.piece_weights]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmModel:
    """What is learnt of alarms; each sounds from its own score on."""

    heads: Heads
    sounds_from: Mapping[Alarm, float]
