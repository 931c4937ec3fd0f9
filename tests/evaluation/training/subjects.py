"""What vectors and letters tell of a review's subjects and feelings, and how much that weighs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from infra.local.screen import say
from shared.domain.interaction import Channel
from shared.domain.meaning.heads import Landmarks
from shared.domain.meaning.semantics import Vector
from shared.domain.meaning.subjects import (
    Heard,
    Stretch,
    count_words,
    find_loudest,
    list_facts,
    split_clauses,
    split_stretches,
)
from shared.domain.meaning.topics import read_topics
from shared.domain.understanding import Intent, Sentiment
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.lines import Line, read_lines
from tests.evaluation.real_texts import hash_text
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.listening import read_labelled, words_of_line
from tests.evaluation.training.mixing import TOPIC_LABELS, Evidence, learn_mixing
from tests.evaluation.training.ridge import RidgeFit, fit_texts
from tests.evaluation.training.sentences import TOPICS, TOPICS_OF_SENTENCES, Sentence
from tests.evaluation.training.table import Texts

# A sentence of another channel speaks of what it wants, but not as reviews do.
FOREIGN = 0.4
# Real reviews are few beside own ones, which are plainer than what buyers write.
REAL = 2.0
OWN_FILE = TOPICS[-1].name
# How far weights are kept small; chosen on unseen lines by the mean precision over labels.
DECAY = 4.0
_MOODS = tuple(Sentiment)


@dataclass(frozen=True)
class Reviews:
    """Labelled reviews, with everything that is told of them before anything is learnt."""

    lines: Sequence[Line]
    vectors: Array
    stretches: Sequence[Sequence[Stretch]]
    clauses: Sequence[Sequence[Stretch]]
    lengths: Sequence[int]
    wanted: Array
    rules: Array

    @property
    def own(self) -> Any:
        """Those that no rule was written for."""
        return np.array([line.source == OWN_FILE for line in self.lines])

    @property
    def usual(self) -> Any:
        """Those in which topics are as common as in reviews as they come."""
        return np.array([line.real or line.source != OWN_FILE for line in self.lines])

    @property
    def weights(self) -> Array:
        """How much each counts."""
        return np.array([REAL if line.real else 1.0 for line in self.lines])


@dataclass(frozen=True)
class Sentences:
    """Sentences of real reviews, whose places `of` holds: which of them speaks of what."""

    of: Sequence[int]
    stretches: Sequence[Stretch]
    vectors: Array
    wanted: Array


def learn_subjects(
    embedder: Embedder,
    sentences: Sequence[Sentence],
    vectors: Sequence[Vector],
    landmarks: Landmarks,
) -> dict[str, object]:
    """Topics, moods and how they are mixed with rules, ready to be written."""
    reviews = _read_reviews(embedder)
    texts = _add_texts(reviews, _read_sentences(embedder, reviews), sentences, vectors)
    fit = fit_texts(replace(texts, landmarks=landmarks))
    mixing = learn_mixing(_gather_evidence(reviews, fit))
    moods = _gather_moods(reviews, fit)
    heard = fit_texts(moods)
    right = heard.unseen.argmax(axis=1) == moods.wanted.argmax(axis=1)
    say(f"feelings of unseen reviews: {right.mean():.3f} right of {len(right)}")
    return {
        "topics": fit.plain_heads([one.value for one in TOPIC_LABELS]),
        "moods": heard.plain_heads([one.value for one in _MOODS]),
        "mixing": mixing,
    }


def _read_reviews(embedder: Embedder) -> Reviews:
    lines = read_labelled(TOPICS)
    words = [words_of_line(line) for line in lines]
    vectors: Sequence[Vector] = embedder.embed(words)
    return Reviews(
        lines,
        np.array(vectors),
        [split_stretches(text) for text in words],
        [split_clauses(text) for text in words],
        [count_words(text) for text in words],
        _table_topics(lines),
        np.array([_sureness(line) for line in lines]),
    )


def _table_topics(lines: Sequence[Line]) -> Array:
    return np.array(
        [[topic in (line.topics or {}) for topic in TOPIC_LABELS] for line in lines], float
    )


def _read_sentences(embedder: Embedder, reviews: Reviews) -> Sentences:
    """The labelled ones; each is of the first review that holds it."""
    texts: dict[str, str] = {}
    places: dict[str, tuple[int, Stretch]] = {}
    for at, line in enumerate(reviews.lines):
        words = words_of_line(line) if line.real else ""
        for one in reviews.stretches[at][1:] if words else ():
            text = words[slice(*one.span)]
            texts.setdefault(hash_text(text), text)
            places.setdefault(text, (at, one))
    lines = read_lines(TOPICS_OF_SENTENCES, texts).lines
    vectors: Sequence[Vector] = embedder.embed([line.text for line in lines])
    return Sentences(
        [places[line.text][0] for line in lines],
        [places[line.text][1] for line in lines],
        np.array(vectors),
        _table_topics(lines),
    )


def _add_texts(
    reviews: Reviews, parts: Sentences, sentences: Sequence[Sentence], vectors: Sequence[Vector]
) -> Texts:
    """What questions and chats are about reviews speak about too, if in other words.

    After them come the reviews' own sentences, which tell where a review speaks of what.
    """
    known = {line.text for line in reviews.lines}
    chosen = [at for at, one in enumerate(sentences) if not one.real and one.text not in known]
    wanted = [[sentences[at].intent is topic for topic in TOPIC_LABELS] for at in chosen]
    wholes = [split_stretches(sentences[at].text)[0] for at in chosen]
    return Texts(
        np.vstack([reviews.vectors, np.array(vectors)[chosen], parts.vectors]),
        [*(some[0] for some in reviews.stretches), *wholes, *parts.stretches],
        np.vstack([reviews.wanted, np.array(wanted, float), parts.wanted]),
        np.r_[reviews.weights, np.full(len(chosen), FOREIGN), np.ones(len(parts.of))],
        DECAY,
        parts.of,
    )


def _gather_evidence(reviews: Reviews, fit: RidgeFit) -> Evidence:
    """What the product would know of each review, by a fit that has not seen it."""
    count = len(reviews.lines)
    facts = [
        list_facts(_hear_unseen(reviews, fit, at), int((reviews.rules[at] > 0).sum()))
        for at in range(count)
    ]
    return Evidence(
        facts=np.array(facts),
        rules=reviews.rules,
        wanted=reviews.wanted,
        folds=fit.folds[:count],
        own=reviews.own,
        usual=reviews.usual,
        weights=reviews.weights,
    )


def _hear_unseen(reviews: Reviews, fit: RidgeFit, at: int) -> Heard:
    words = fit.words_without[fit.folds[at]]
    letters = words.score(reviews.stretches[at][0])
    clauses = [words.score(one) for one in reviews.clauses[at]] or [letters]
    return Heard(
        vector=tuple(fit.unseen[at] - letters),
        letters=tuple(letters),
        clauses=tuple(np.max(clauses, axis=0)),
        length=reviews.lengths[at],
    )


def _gather_moods(reviews: Reviews, fit: RidgeFit) -> Texts:
    """Each feeling of a text is one example: its vector, and the sentence that tells the topic."""
    pairs = [
        (at, topic, feeling)
        for at, line in enumerate(reviews.lines)
        for topic, feeling in (line.topics or {}).items()
    ]
    loudest = [_find_loudest(fit, reviews.stretches[at], topic) for at, topic, _ in pairs]
    wanted = np.array([[one is feeling for one in _MOODS] for *_, feeling in pairs], float)
    vectors = reviews.vectors[[at for at, *_ in pairs]]
    return Texts(vectors, loudest, wanted, np.ones(len(pairs)))


def _find_loudest(fit: RidgeFit, stretches: Sequence[Stretch], topic: Intent) -> Stretch:
    column = [float(fit.words.score(one)[TOPIC_LABELS.index(topic)]) for one in stretches]
    return find_loudest(stretches, column)


def _sureness(line: Line) -> list[float]:
    told = {
        one.label: one.confidence
        for one in read_topics(Channel.REVIEW, source_of(line.text, Channel.REVIEW))
    }
    return [told.get(topic, 0.0) for topic in TOPIC_LABELS]
