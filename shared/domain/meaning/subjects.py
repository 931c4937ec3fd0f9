"""The subjects of a review, from what the rules have found, its vector and its sentences' letters.

Each subject has its own yes or no, learnt by `make train-intents` from the vector, the letters and
the words of the whole; one clause of many may speak for it alone. The sentence whose words speak
most for a subject is quoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import exp, log
from operator import mul

from shared.domain.dataclass import dataclass
from shared.domain.language.tokens import Sentence, read_sentences
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.grams import Grams, collect_grams, collect_pairs
from shared.domain.meaning.heads import LONGEST_QUOTE, Heads, Vector
from shared.domain.meaning.pieces import count_pieces
from shared.domain.meaning.topics import number_stretches
from shared.domain.understanding import Intent, Quote, Sentiment, Topic

# What a longer review says further on it has said before.
LONGEST_SPLIT = 2000
_LIKED, _DISLIKED = 4, 2
# What is likelier than not counts: a threshold for each subject was worse on unseen reviews.
LIKELY = 0.5
# The logarithm of a dozen words.
_USUAL_LENGTH = 2.5
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How much each fact about a subject weighs, as measured.

    `common` are the weights for all subjects and `own` what a subject adds to them, in the order of
    `list_facts`; `told` what is added for what rules found, by how sure they are, and `trust` what
    a subject adds to that.
    """

    common: Vector
    own: Mapping[Intent, Vector]
    told: Mapping[float, float]
    trust: Mapping[Intent, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectModel:
    """What is learnt of subjects and of the feelings about them."""

    topics: Heads
    moods: Heads
    mixing: Mixing


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or the whole, with the pieces of its words, their dictionary forms and pairs."""

    span: Span
    pieces: Mapping[int, float]
    grams: Grams = frozenset()
    pairs: Grams = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """What each label's score is made of: the whole's vector, its letters, its loudest clause's."""

    vector: Vector
    letters: Vector
    clauses: Vector
    length: int


def split_stretches(text: str) -> tuple[Stretch, ...]:
    """The whole first, then each sentence where there are several."""
    text = text[:LONGEST_SPLIT]
    sentences = _read_worded(text)
    spans = [(one.start, one.end) for one in sentences]
    whole = (spans[0][0], spans[-1][1]) if spans else (0, len(text))
    chosen = [(whole, sentences)]
    if len(spans) > 1:
        chosen += [(span, [one]) for span, one in zip(spans, sentences, strict=True)]
    return tuple(_measure_stretch(text, span, some) for span, some in chosen)


def split_clauses(text: str) -> tuple[Stretch, ...]:
    """What pauses and words of contrast set apart: each may speak of a subject of its own."""
    text = text[:LONGEST_SPLIT]
    clauses = [clause for one in _read_worded(text) for clause in _split_sentence(one)]
    return tuple(_measure_stretch(text, (one.start, one.end), [one]) for one in clauses)


def count_words(text: str) -> int:
    """How many words of a review are heard."""
    return sum(len(one.words) for one in _read_worded(text[:LONGEST_SPLIT]))


def list_facts(heard: Heard, found: int) -> list[Vector]:
    """For each label the facts that tell whether a review speaks of it.

    The score of the whole, what its letters and its loudest clause say, how loud the loudest of all
    labels is, how many subjects rules have `found`, how long the review is, and one.
    """
    scores = tuple(map(sum, zip(heard.vector, heard.letters, strict=True)))
    length, loudest = log(max(heard.length, 1)) - _USUAL_LENGTH, max(scores)
    return [
        (1.0, score, letters, clause, loudest, float(found), length)
        for score, letters, clause in zip(scores, heard.letters, heard.clauses, strict=True)
    ]


def _read_worded(text: str) -> list[Sentence]:
    return [one for one in read_sentences(text) if one.words]


def _split_sentence(sentence: Sentence) -> list[Sentence]:
    numbered = zip(number_stretches(sentence.words), sentence.words, strict=True)
    return [
        Sentence(tuple(word for _, word in group), sentence.asks)
        for _, group in groupby(numbered, key=lambda pair: pair[0])
    ]


def _measure_stretch(text: str, span: Span, sentences: Sequence[Sentence]) -> Stretch:
    return Stretch(
        span,
        count_pieces(text[slice(*span)]),
        collect_grams(sentences),
        collect_pairs(sentences),
    )


def hear_subjects(
    model: SubjectModel, found: Sequence[Topic], vector: Vector, parts: Parts, stars: int | None
) -> tuple[Topic, ...]:
    """Rules and meaning as one evidence for each subject; the surest first of those added."""
    told = {topic.label: topic for topic in found}
    stretches = split_stretches(parts.text)
    letters = [score_stretch(model.topics, one) for one in stretches]
    heard = _hear_whole(model.topics, vector, letters[0], parts.text)
    kept = _keep_likely(model, list_facts(heard, len(told)), told)
    loudest = {
        Intent(name): find_loudest(stretches, [row[at] for row in letters])
        for at, name in enumerate(model.topics.labels)
    }
    named = [replace(one, confidence=kept[one.label]) for one in found if one.label in kept]
    added = sorted(kept.keys() - told.keys(), key=lambda label: (-kept[label], label))
    return (
        *named,
        *(
            Topic(
                label=label,
                sentiment=_mood_of(model.moods, vector, loudest[label], stars),
                confidence=kept[label],
                evidence=quote_span(parts, loudest[label].span),
            )
            for label in added
        ),
    )


def _hear_whole(topics: Heads, vector: Vector, letters: Sequence[float], text: str) -> Heard:
    clauses = [score_stretch(topics, one) for one in split_clauses(text)] or [list(letters)]
    return Heard(
        vector=tuple(topics.score(vector).values()),
        letters=tuple(letters),
        clauses=tuple(map(max, zip(*clauses, strict=True))),
        length=count_words(text),
    )


def score_stretch(heads: Heads, stretch: Stretch) -> list[float]:
    """What its letters and words add to each label's score; of the first it is the whole's."""
    return heads.score_words(stretch.pieces, stretch.grams, stretch.pairs)


def find_loudest(stretches: Sequence[Stretch], scores: Sequence[float]) -> Stretch:
    """The sentence that speaks most for a subject; the whole only where it is the only one."""
    first = 1 if len(stretches) > 1 else 0
    return stretches[max(range(first, len(stretches)), key=lambda at: scores[at])]


def _keep_likely(
    model: SubjectModel, facts: Sequence[Vector], told: Mapping[Intent, Topic]
) -> dict[Intent, float]:
    labels = [Intent(name) for name in model.topics.labels]
    shares = {
        label: _weigh(model.mixing, label, fact, told.get(label))
        for label, fact in zip(labels, facts, strict=True)
    }
    return {label: share for label, share in shares.items() if share >= LIKELY}


def _weigh(mixing: Mixing, label: Intent, facts: Vector, topic: Topic | None) -> float:
    told = mixing.told[topic.confidence] + mixing.trust[label] if topic else 0.0
    weights = map(sum, zip(mixing.common, mixing.own[label], strict=True))
    return round(1 / (1 + exp(-(told + sum(map(mul, weights, facts))))), 2)


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
