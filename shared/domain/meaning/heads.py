"""What vectors tell beside intents: alarms that no word gave away, and the subjects of a review.

Each label has its own yes or no, learnt by `make train-intents`. A label that only a vector gives
quotes the sentence that the rules have understood least.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from operator import mul

from shared.domain.language.tokens import read_sentences
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.understanding import Alarm, Escalation, Intent, Quote, Sentiment, Topic

Vector = tuple[float, ...]
LONGEST_QUOTE = 160
_ORDER = tuple(Alarm)
_LIKED, _DISLIKED = 4, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """One row of weights for each label; a score is the logarithm of the odds."""

    labels: tuple[str, ...]
    weights: tuple[Vector, ...]
    biases: Vector

    def score(self, vector: Vector) -> Mapping[str, float]:
        """How strongly a unit vector speaks for each label."""
        rows = zip(self.labels, self.weights, self.biases, strict=True)
        return {label: bias + sum(map(mul, row, vector)) for label, row, bias in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How much a vector's score weighs beside what the rules have found, as measured.

    `told` are the weights of what rules found, by how sure they are; `least` the probabilities from
    which on topics count.
    """

    scale: float
    told: Mapping[float, float]
    bias: float
    least: Mapping[Intent, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """All that is learnt beside intents; an alarm sounds from its own score on."""

    alarms: Heads
    topics: Heads
    moods: Heads
    sounds_from: Mapping[Alarm, float]
    mixing: Mixing


def hear_alarms(
    listeners: Listeners,
    found: Sequence[Escalation],
    waived: Collection[Alarm],
    vector: Vector,
    parts: Parts,
) -> tuple[Escalation, ...]:
    """What the rules have found, and what only the whole sentence tells.

    Vectors hardly tell harm from its cure: of what the rules have waived they say nothing.
    """
    known = {one.alarm: one for one in found}
    for name, score in listeners.alarms.score(vector).items():
        alarm = Alarm(name)
        if alarm not in known and alarm not in waived and score >= listeners.sounds_from[alarm]:
            known[alarm] = Escalation(alarm=alarm, evidence=_quote_rest(parts, ()))
    return tuple(known[alarm] for alarm in _ORDER if alarm in known)


def hear_topics(
    listeners: Listeners, found: Sequence[Topic], vector: Vector, parts: Parts, stars: int | None
) -> tuple[Topic, ...]:
    """Rules and meaning as one evidence for each subject; the surest first of those added."""
    told = {topic.label: topic for topic in found}
    quoted = [quote for topic in found for quote in topic.evidence]
    shares = {
        Intent(name): _weigh(listeners.mixing, score, told.get(Intent(name)))
        for name, score in listeners.topics.score(vector).items()
    }
    kept = {
        label: share for label, share in shares.items() if share >= listeners.mixing.least[label]
    }
    named = [replace(one, confidence=kept[one.label]) for one in found if one.label in kept]
    added = sorted(kept.keys() - told.keys(), key=lambda label: (-kept[label], label))
    if not added:
        return tuple(named)
    mood = _mood_of(listeners.moods, vector, stars)
    evidence = _quote_rest(parts, quoted)
    return (
        *named,
        *(
            Topic(label=label, sentiment=mood, confidence=kept[label], evidence=evidence)
            for label in added
        ),
    )


def _weigh(mixing: Mixing, score: float, topic: Topic | None) -> float:
    told = mixing.told[topic.confidence] if topic else 0.0
    return round(1 / (1 + exp(-(mixing.bias + mixing.scale * score + told))), 2)


def _mood_of(moods: Heads, vector: Vector, stars: int | None) -> Sentiment:
    """Stars are the buyer's own word; where there are none the whole text decides."""
    if stars and stars >= _LIKED:
        return Sentiment.POSITIVE
    if stars and stars <= _DISLIKED:
        return Sentiment.NEGATIVE
    scores = moods.score(vector)
    return Sentiment(max(scores, key=lambda name: scores[name]))


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
