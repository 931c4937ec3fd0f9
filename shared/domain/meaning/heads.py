"""What is learnt beside intents: a yes or no for each label, over a vector, letters and words."""

from collections.abc import Mapping
from dataclasses import field
from operator import mul

from shared.domain.dataclass import dataclass
from shared.domain.meaning.grams import Grams, weigh_grams
from shared.domain.understanding import Alarm

Vector = tuple[float, ...]
LONGEST_QUOTE = 160
ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """One row of weights for each label; the higher its score, the likelier a label is.

    `piece_weights` are for the hashed pieces of words, `gram_weights` for dictionary forms, whose
    columns `grams` name, where those were learnt from too.
    """

    labels: tuple[str, ...]
    weights: tuple[Vector, ...]
    biases: Vector
    piece_weights: tuple[Vector, ...] = ()
    grams: Mapping[int, int] = field(default_factory=dict)
    gram_weights: tuple[Vector, ...] = ()

    def score(self, vector: Vector) -> Mapping[str, float]:
        """How strongly a unit vector speaks for each label."""
        rows = zip(self.labels, self.weights, self.biases, strict=True)
        return {label: bias + sum(map(mul, row, vector)) for label, row, bias in rows}

    def score_words(self, pieces: Mapping[int, float], grams: Grams) -> list[float]:
        """What the letters and the words themselves add to each label's score."""
        letters = [
            sum(row[at] * count for at, count in pieces.items()) for row in self.piece_weights
        ]
        if not self.gram_weights:
            return letters
        known = [self.grams[gram] for gram in grams if gram in self.grams]
        each = weigh_grams(len(known))
        words = [each * sum(row[at] for at in known) for row in self.gram_weights]
        return [one + other for one, other in zip(letters, words, strict=True)]


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
