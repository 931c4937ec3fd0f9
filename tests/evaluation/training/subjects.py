"""What vectors and letters tell of a review's subjects and feelings, and how much that weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from infra.local.screen import say
from shared.domain.interaction import Channel
from shared.domain.meaning.semantics import Vector
from shared.domain.meaning.subjects import Stretch, find_loudest, split_stretches
from shared.domain.meaning.topics import TOLD_ONCE, TOLD_TWICE, VAGUE, read_topics
from shared.domain.understanding import Intent, Sentiment
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.lines import Line
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.listening import read_labelled, words_of_line
from tests.evaluation.training.ridge import RidgeFit, Texts, fit_texts
from tests.evaluation.training.sentences import TOPICS, Sentence

SURE = (VAGUE, TOLD_ONCE, TOLD_TWICE)
# What is likelier than not counts, however rare it was in reviews at hand.
LEAST = np.arange(0.15, 0.53, 0.05)
# Of the rarest topics nothing is known.
RAREST, NEVER = 10, 1.01
# A sentence of another channel speaks of what it wants, but not as reviews do.
FOREIGN = 0.4
OWN_FILE = TOPICS[-1].name
# How far the leans of subjects are kept near nought.
_RIDGE = 3.0
_TOPICS, _MOODS = tuple(Intent), tuple(Sentiment)


@dataclass(frozen=True)
class Reviews:
    """Labelled reviews, with everything that is told of them before anything is learnt."""

    lines: Sequence[Line]
    vectors: Array
    stretches: Sequence[Sequence[Stretch]]
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


def learn_subjects(
    embedder: Embedder, sentences: Sequence[Sentence], vectors: Sequence[Vector]
) -> dict[str, object]:
    """Topics, moods and how they are mixed with rules, ready to be written."""
    reviews = _read_reviews(embedder)
    fit = fit_texts(_add_sentences(reviews, sentences, vectors))
    mixing = _learn_mixing(reviews, fit.unseen[: len(reviews.lines)])
    moods = _gather_moods(reviews, fit)
    heard = fit_texts(moods)
    right = heard.unseen.argmax(axis=1) == moods.wanted.argmax(axis=1)
    say(f"feelings of unseen reviews: {right.mean():.3f} right of {len(right)}")
    return {
        "topics": fit.plain_heads([one.value for one in _TOPICS]),
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
        np.array([[topic in (line.topics or {}) for topic in _TOPICS] for line in lines], float),
        np.array([_sureness(line) for line in lines]),
    )


def _add_sentences(
    reviews: Reviews, sentences: Sequence[Sentence], vectors: Sequence[Vector]
) -> Texts:
    """What questions and chats are about reviews speak about too, if in other words."""
    known = {line.text for line in reviews.lines}
    chosen = [at for at, one in enumerate(sentences) if not one.real and one.text not in known]
    wanted = [[sentences[at].intent is topic for topic in _TOPICS] for at in chosen]
    wholes = [split_stretches(sentences[at].text)[0] for at in chosen]
    return Texts(
        np.vstack([reviews.vectors, np.array(vectors)[chosen]]),
        [*(some[0] for some in reviews.stretches), *wholes],
        np.vstack([reviews.wanted, np.array(wanted, float)]),
        np.r_[np.ones(len(reviews.lines)), np.full(len(chosen), FOREIGN)],
    )


def _learn_mixing(reviews: Reviews, scores: Array) -> dict[str, object]:
    """Rules are weighed on own sentences, that no rule was written for."""
    wanted, rules, own = reviews.wanted, reviews.rules, reviews.own
    weights = _weigh(_facts_of(scores[own], rules[own]), wanted[own].ravel())
    shares = 1 / (1 + np.exp(-(_facts_of(scores, rules) @ weights))).reshape(wanted.shape)
    least = _choose_least(shares, wanted > 0, own, reviews.usual)
    truth = wanted[own] > 0
    say(f"topics of {int(own.sum())} own reviews: rules {_macro_f1(rules[own] > 0, truth):.3f}")
    say(f"  both {_macro_f1(shares[own] >= least, truth):.3f}")
    bias, scale, *told = (round(float(one), 3) for one in weights)
    plain, trusted = told[len(SURE) : len(SURE) + len(_TOPICS)], told[-len(_TOPICS) :]
    return {
        "bias": bias,
        "scale": scale,
        "told": {str(sure): weight for sure, weight in zip(SURE, told, strict=False)},
        "leans": {
            topic.value: [lean, trust]
            for topic, lean, trust in zip(_TOPICS, plain, trusted, strict=True)
        },
        "least": {topic.value: float(one) for topic, one in zip(_TOPICS, least, strict=True)},
    }


def _facts_of(scores: Array, rules: Array) -> Array:
    """One row for each text and topic: what is common to all topics, then what is its own."""
    told = [(rules == sure).ravel().astype(float) for sure in SURE]
    topics = np.tile(np.eye(rules.shape[1]), (len(rules), 1))
    common = np.stack([np.ones(scores.size), scores.ravel(), *told], axis=1)
    return np.hstack([common, topics, topics * (rules > 0).ravel()[:, None]])


def _weigh(facts: Array, wanted: Array) -> Array:
    """Newton's steps: a few dozen numbers, thousands of cases."""
    held = np.full(facts.shape[1], _RIDGE)
    held[: 2 + len(SURE)] = 1e-3
    weights = np.zeros(facts.shape[1])
    for _ in range(30):
        shares = 1 / (1 + np.exp(-(facts @ weights)))
        bend = (facts * (shares * (1 - shares))[:, None]).T @ facts
        pull = facts.T @ (wanted - shares) - held * weights
        weights = weights + np.linalg.solve(bend + np.diag(held), pull)
    return weights


def _choose_least(shares: Array, truth: Any, own: Any, usual: Any) -> Array:
    """Where each topic is found best in reviews as they come.

    Lines that no rule was written for tell how many are found; real ones and those written to
    measure tell how many are found wrongly and how common the topic is, for those written to learn
    from speak of rare topics often.
    """
    chosen = np.full(len(_TOPICS), NEVER)
    for at in np.flatnonzero(truth.sum(axis=0) >= RAREST):
        part = (truth[usual, at].sum() + 1) / (usual.sum() + 2)
        found = _pass_least(shares[own & truth[:, at], at])
        wrong = _pass_least(shares[usual & ~truth[:, at], at])
        f1 = 2 * part * found / (part * found + (1 - part) * wrong + part)
        smooth = np.convolve(np.pad(f1, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
        chosen[at] = LEAST[smooth.argmax()]
    return chosen.round(2)


def _pass_least(shares: Array) -> Array:
    """The part of the cases that each threshold lets through."""
    return np.array([(shares >= least).mean() for least in LEAST])


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
    column = [float(fit.score_words(one)[_TOPICS.index(topic)]) for one in stretches]
    return find_loudest(stretches, column)


def _macro_f1(guess: Any, truth: Any) -> float:
    sizes = guess.sum(axis=0) + truth.sum(axis=0)
    right = 2 * (guess & truth).sum(axis=0)
    return float((right[sizes > 0] / sizes[sizes > 0]).mean())


def _sureness(line: Line) -> list[float]:
    told = {
        one.label: one.confidence
        for one in read_topics(Channel.REVIEW, source_of(line.text, Channel.REVIEW))
    }
    return [told.get(topic, 0.0) for topic in _TOPICS]
