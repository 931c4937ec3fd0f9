"""What vectors tell beside intents: alarms that no word gave away.

Each label has its own yes or no, learnt by `make train-intents`. An alarm that only a vector gives
quotes the sentence that the rules have understood least.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from shared.domain.language.tokens import read_sentences
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.understanding import Alarm, Escalation, Quote

Vector = tuple[float, ...]
LONGEST_QUOTE = 160
_ORDER = tuple(Alarm)


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


def hear_alarms(
    model: AlarmModel,
    found: Sequence[Escalation],
    waived: Collection[Alarm],
    vector: Vector,
    parts: Parts,
) -> tuple[Escalation, ...]:
    """What the rules have found, and what only the whole sentence tells.

    Vectors hardly tell harm from its cure: of what the rules have waived they say nothing.
    """
    known = {one.alarm: one for one in found}
    for name, score in model.heads.score(vector).items():
        alarm = Alarm(name)
        if alarm not in known and alarm not in waived and score >= model.sounds_from[alarm]:
            known[alarm] = Escalation(alarm=alarm, evidence=_quote_rest(parts, ()))
    return tuple(known[alarm] for alarm in _ORDER if alarm in known)


def _quote_rest(parts: Parts, quoted: Iterable[Quote]) -> tuple[Quote, ...]:
    """The longest sentence in which nothing was quoted yet, else the longest."""
    text = parts.text
    spans = [
        (sentence.words[0].start, sentence.words[-1].end)
        for sentence in read_sentences(text)
        if sentence.words
    ]
    if not spans:
        return (parts.quote(0, min(len(text), LONGEST_QUOTE)),) if text else ()
    taken = list(quoted)
    free = [span for span in spans if not any(_holds(parts, span, one) for one in taken)]
    start, end = max(free or spans, key=lambda span: span[1] - span[0])
    return (parts.quote(start, min(end, start + LONGEST_QUOTE)),)


def _holds(parts: Parts, span: tuple[int, int], quote: Quote) -> bool:
    own = parts.quote(*span)
    if own.part is not quote.part:
        return False
    return own.start <= quote.start < own.start + len(own.text)
