"""What is learnt is what the product says: a fit and the heads made of it agree."""

import json
from dataclasses import replace

import numpy as np
import pytest

from shared.domain.meaning.heads import Heads
from shared.domain.meaning.semantics import pack_landmarks, read_heads, read_landmarks
from shared.domain.meaning.subjects import split_stretches
from tests.evaluation.training.ridge import HashWeights, RidgeFit, fit_texts
from tests.evaluation.training.table import Texts

WORDS = ("чай с лимоном", "суп с лимоном", "чай без сахара", "суп без сахара")
CORNERS = np.pad([[1, 1], [-1, -1], [1, -1], [-1, 1]], ((0, 0), (0, 10))) / np.sqrt(2)
LANDMARKS = read_landmarks(pack_landmarks(CORNERS, 4.0))


def make_texts(*, near: bool, paired: bool = False) -> Texts:
    """Texts around four corners; two that face each other are wanted, which no plane parts."""
    corners = np.arange(80) % 4
    noise = np.random.default_rng(1).normal(scale=0.2, size=(80, 12))
    vectors = CORNERS[corners] + noise
    return Texts(
        vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        wholes=[split_stretches(WORDS[at // 4 % 4])[0] for at in range(80)],
        wanted=(corners < 2)[:, None].astype(float),
        weights=np.ones(80),
        decay=0.1,
        landmarks=LANDMARKS if near else None,
        paired=paired,
    )


def read_fit(fit: RidgeFit) -> Heads:
    return read_heads(json.loads(json.dumps(fit.plain_heads(["wanted"]))), LANDMARKS)


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("near", [False, True])
def test_the_heads_score_as_the_fit_does(near: bool, paired: bool) -> None:
    texts = make_texts(near=near, paired=paired)
    fit = fit_texts(texts)
    heads = read_fit(fit)

    assert bool(heads.landmarks) == near
    assert bool(heads.pairs.columns) == paired
    for vector, whole in zip(texts.vectors, texts.wholes, strict=True):
        measured = np.array(LANDMARKS.measure_nearness(tuple(vector)))
        told = fit.weights @ vector + fit.biases + fit.words.score(whole)
        if near:
            told = told + fit.near_weights @ measured
        said = heads.score(tuple(vector))["wanted"]
        (more,) = heads.score_words(whole.pieces, whole.grams, whole.pairs)
        assert said + more == pytest.approx(float(told[0]), abs=0.03)


def test_nearness_tells_apart_what_no_plane_does() -> None:
    bent, flat = (fit_texts(make_texts(near=near)) for near in (True, False))
    wanted = make_texts(near=True).wanted[:, 0] > 0

    assert ((bent.unseen[:, 0] > 0.5) == wanted).mean() > 0.9
    assert ((flat.unseen[:, 0] > 0.5) == wanted).mean() < 0.7


def test_what_two_words_say_together_is_learnt_whatever_stands_between() -> None:
    """Neither word tells anything alone, and no two are neighbours."""
    said = ["чай так себе горький", "суп так себе пресный", "чай так себе пресный"]
    said.append("суп так себе горький")
    texts = Texts(
        vectors=np.eye(80),
        wholes=[split_stretches(said[at % 4])[0] for at in range(80)],
        wanted=(np.arange(80) % 4 < 2)[:, None].astype(float),
        weights=np.ones(80),
        decay=0.1,
    )
    together, apart = (fit_texts(replace(texts, paired=paired)) for paired in (True, False))

    assert ((together.unseen > 0.5) == texts.wanted).mean() > 0.9
    assert ((apart.unseen > 0.5) == texts.wanted).mean() < 0.7


def test_of_many_pairs_the_heaviest_are_kept_in_their_order() -> None:
    weights = HashWeights((5, 7, 9), np.array([[0.1, -3.0, 0.0], [0.2, 0.0, 2.0]]))

    kept = weights.heaviest(2)

    assert kept.hashes == (7, 9)
    assert kept.weights.tolist() == [[-3.0, 0.0], [0.0, 2.0]]
    assert weights.heaviest(9).hashes == weights.hashes
