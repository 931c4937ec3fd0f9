"""What is learnt is what the product says: a fit and the heads made of it agree."""

import json

import numpy as np
import pytest

from shared.domain.meaning.heads import Heads
from shared.domain.meaning.semantics import pack_landmarks, read_heads, read_landmarks
from shared.domain.meaning.subjects import split_stretches
from tests.evaluation.training.ridge import RidgeFit, Texts, fit_texts

WORDS = ("чай", "суп", "мёд", "сыр")
CORNERS = np.pad([[1, 1], [-1, -1], [1, -1], [-1, 1]], ((0, 0), (0, 10))) / np.sqrt(2)
LANDMARKS = read_landmarks(pack_landmarks(CORNERS, 4.0))


def make_texts(*, near: bool) -> Texts:
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
    )


def read_fit(fit: RidgeFit) -> Heads:
    return read_heads(json.loads(json.dumps(fit.plain_heads(["wanted"]))), LANDMARKS)


@pytest.mark.parametrize("near", [False, True])
def test_the_heads_score_as_the_fit_does(near: bool) -> None:
    texts = make_texts(near=near)
    fit = fit_texts(texts)
    heads = read_fit(fit)

    assert bool(heads.landmarks) == near
    for vector, whole in zip(texts.vectors, texts.wholes, strict=True):
        measured = np.array(LANDMARKS.measure_nearness(tuple(vector)))
        told = fit.weights @ vector + fit.biases + fit.words.score(whole)
        if near:
            told = told + fit.near_weights @ measured
        said = heads.score(tuple(vector))["wanted"]
        (more,) = heads.score_words(whole.pieces, whole.grams)
        assert said + more == pytest.approx(float(told[0]), abs=0.03)


def test_nearness_tells_apart_what_no_plane_does() -> None:
    bent, flat = (fit_texts(make_texts(near=near)) for near in (True, False))
    wanted = make_texts(near=True).wanted[:, 0] > 0

    assert ((bent.unseen[:, 0] > 0.5) == wanted).mean() > 0.9
    assert ((flat.unseen[:, 0] > 0.5) == wanted).mean() < 0.7
