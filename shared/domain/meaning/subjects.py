"""The subjects of a review, from what the rules have found, its vector and its sentences' letters.

Each subject has its own yes or no, learnt by `make train-intents` from the vector, the letters and
the words of the whole; the sentence whose words speak most for a subject is quoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from shared.domain.language.tokens import read_sentences
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.grams import Grams, collect_grams
from shared.domain.meaning.heads import LONGEST_QUOTE, Heads, Vector
from shared.domain.meaning.pieces import count_pieces
from shared.domain.understanding import Intent, Quote, Sentiment, Topic

# What a longer review says further on it has said before.
LONGEST_SPLIT = 2000
_LIKED, _DISLIKED = 4, 2
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How much a subject's score weighs beside what rules have found, as measured.

    `told` are the weights of what rules found, by how sure they are; `leans` what is added for each
    subject, without and with the rules' word; `least` the probabilities from which on one counts.
    """

    scale: float
    told: Mapping[float, float]
    bias: float
    leans: Mapping[Intent, tuple[float, float]]
    least: Mapping[Intent, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectModel:
    """What is learnt of subjects and of the feelings about them."""

    topics: Heads
    moods: Heads
    mixing: Mixing


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or the whole, with the pieces of its words and their dictionary forms."""

    span: Span
    pieces: Mapping[int, float]
    grams: Grams = frozenset()


@dataclass(frozen=True, slots=True)
class HeardSubject:
    """How strongly a review speaks of a subject, and where most."""

    score: float
    stretch: Stretch


def split_stretches(text: str) -> tuple[Stretch, ...]:
    """The whole first, then each sentence where there are several."""
    text = text[:LONGEST_SPLIT]
    sentences = [one for one in read_sentences(text) if one.words]
    spans = [(one.start, one.end) for one in sentences]
    whole = (spans[0][0], spans[-1][1]) if spans else (0, len(text))
    chosen = [(whole, sentences)]
    if len(spans) > 1:
        chosen += [(span, [one]) for span, one in zip(spans, sentences, strict=True)]
    return tuple(
        Stretch(span, count_pieces(text[slice(*span)]), collect_grams(some))
        for span, some in chosen
    )


def hear_subjects(
    model: SubjectModel, found: Sequence[Topic], vector: Vector, parts: Parts, stars: int | None
) -> tuple[Topic, ...]:
    """Rules and meaning as one evidence for each subject; the surest first of those added."""
    told = {topic.label: topic for topic in found}
    heard = _hear_stretches(model.topics, vector, split_stretches(parts.text))
    shares = {
        label: _weigh(model.mixing, label, one.score, told.get(label))
        for label, one in heard.items()
    }
    kept = {label: share for label, share in shares.items() if share >= model.mixing.least[label]}
    named = [replace(one, confidence=kept[one.label]) for one in found if one.label in kept]
    added = sorted(kept.keys() - told.keys(), key=lambda label: (-kept[label], label))
    return (
        *named,
        *(
            Topic(
                label=label,
                sentiment=_mood_of(model.moods, vector, heard[label].stretch, stars),
                confidence=kept[label],
                evidence=quote_span(parts, heard[label].stretch.span),
            )
            for label in added
        ),
    )


def _hear_stretches(
    topics: Heads, vector: Vector, stretches: Sequence[Stretch]
) -> Mapping[Intent, HeardSubject]:
    letters = [score_stretch(topics, one) for one in stretches]
    heard: dict[Intent, HeardSubject] = {}
    for at, (name, score) in enumerate(topics.score(vector).items()):
        column = [row[at] for row in letters]
        heard[Intent(name)] = HeardSubject(score + column[0], find_loudest(stretches, column))
    return heard


def score_stretch(heads: Heads, stretch: Stretch) -> list[float]:
    """What its letters and words add to each label's score; of the first it is the whole's."""
    return heads.score_words(stretch.pieces, stretch.grams)


def find_loudest(stretches: Sequence[Stretch], scores: Sequence[float]) -> Stretch:
    """The sentence that speaks most for a subject; the whole only where it is the only one."""
    first = 1 if len(stretches) > 1 else 0
    return stretches[max(range(first, len(stretches)), key=lambda at: scores[at])]


def _weigh(mixing: Mixing, label: Intent, score: float, topic: Topic | None) -> float:
    lean, trust = mixing.leans[label]
    told = mixing.told[topic.confidence] + trust if topic else 0.0
    return round(1 / (1 + exp(-(mixing.bias + lean + mixing.scale * score + told))), 2)


def _mood_of(moods: Heads, vector: Vector, stretch: Stretch, stars: int | None) -> Sentiment:
    """Stars are the buyer's own word; where there are none the sentence and the whole decide."""
    if stars and stars >= _LIKED:
        return Sentiment.POSITIVE
    if stars and stars <= _DISLIKED:
        return Sentiment.NEGATIVE
    letters = score_stretch(moods, stretch)
    scores = [
        score + more for score, more in zip(moods.score(vector).values(), letters, strict=True)
    ]
    return Sentiment(moods.labels[max(range(len(scores)), key=lambda at: scores[at])])


def quote_span(parts: Parts, span: Span) -> tuple[Quote, ...]:
    """The beginning of a sentence; nothing of an empty one."""
    start, end = span
    return (parts.quote(start, min(end, start + LONGEST_QUOTE)),) if end > start else ()
