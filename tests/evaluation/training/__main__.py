"""`make train-intents`: learns from the sentences anew and writes the model beside its code."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from infra.local.screen import say
from shared.adapters.embeddings.opening import open_embedder
from shared.domain.interaction import Channel
from shared.domain.meaning.intent import classify_intent, rank_intents
from shared.domain.meaning.semantics import Blend, Vector, read_landmarks
from shared.ports import Embedder
from tests.evaluation.layers import source_of
from tests.evaluation.training import fitting, weighing, writing
from tests.evaluation.training.keeping import KeptEmbedder
from tests.evaluation.training.landmarks import choose_landmarks
from tests.evaluation.training.listening import learn_alarms
from tests.evaluation.training.sentences import (
    WEIGHING,
    Sentence,
    hash_inputs,
    read_sentences,
)
from tests.evaluation.training.subjects import learn_subjects

# Stars say more of a review than its vector, and no line of the evaluation has stars.
BLENDED: tuple[Channel, ...] = (Channel.QUESTION, Channel.CHAT)


def main() -> int:
    """Embed, fit, calibrate, weigh and write; every figure is of unseen sentences."""
    sentences = read_sentences()
    if not any(one.real for one in sentences):
        say("Nothing is learnt without the real texts of the folder INBOX_SHARED_DATA.")
        return 1
    embedder = _open_kept()
    say(f"Embedding {len(sentences)} sentences with {embedder.model} …")
    vectors = embedder.embed([one.text for one in sentences])
    sample = _sample_of(sentences, vectors)
    shares = fitting.predict_folds(sample)
    temperature = fitting.find_temperature(shares, sample.labels)
    _print_calibration(fitting.cool_shares(shares, temperature), sample.labels)
    fit = fitting.fit_sample(sample).cooled(temperature)
    blends = _weigh(fit, embedder)
    places = choose_landmarks(embedder)
    landmarks = read_landmarks(places)
    learnt = {
        "landmarks": places,
        "alarms": learn_alarms(embedder, sentences, landmarks),
        "subjects": learn_subjects(embedder, sentences, vectors, landmarks),
    }
    size = writing.write_model(
        embedder.model, hash_inputs(), fit, blends, learnt, sentences, vectors
    )
    say(f"{writing.TARGET.name}: {size // 1024} kB, temperature {temperature:.2f}")
    return 0


def _open_kept() -> Embedder:
    return KeptEmbedder(
        open_embedder(
            os.environ.get("EMBEDDINGS_URL"),
            os.environ.get("EMBEDDINGS_KEY", ""),
            os.environ.get("EMBEDDINGS_MODEL"),
        )
    )


def _sample_of(sentences: Sequence[Sentence], vectors: Sequence[Vector]) -> fitting.Sample:
    return fitting.Sample(
        np.array(vectors),
        fitting.spread_pieces([one.text for one in sentences]),
        np.array([fitting.CHANNELS.index(one.channel) for one in sentences]),
        np.array([fitting.LABELS.index(one.intent) for one in sentences]),
    )


def _weigh(fit: fitting.Fit, embedder: Embedder) -> dict[Channel, Blend]:
    """On sentences that neither layer knows; they are too few for a weight of each channel."""
    fresh = [one for one in read_sentences([WEIGHING]) if one.channel in BLENDED]
    shares = fit.shares(_sample_of(fresh, embedder.embed([one.text for one in fresh])))
    cases = [_case_of(one, row) for one, row in zip(fresh, shares, strict=True)]
    return dict.fromkeys(BLENDED, _choose(cases))


def _choose(cases: Sequence[weighing.Case]) -> Blend:
    blend = weighing.choose_blend(cases)
    say(
        f"{len(cases)} fresh sentences: rules {weighing.score_rules(cases):.3f},"
        f" vectors {weighing.score_vectors(cases):.3f}; both by the weight of rules:"
    )
    for weight in weighing.WEIGHTS:
        mark = " ←" if weight == blend.weight else ""
        say(
            f"  {weight:4.1f}: right {weighing.score_blend(cases, weight):.3f},"
            f" surprise {weighing.surprise(cases, weight):.3f}{mark}"
        )
    return blend


def _case_of(sentence: Sentence, row: fitting.Array) -> weighing.Case:
    source = source_of(sentence.text)
    return weighing.Case(
        rules=classify_intent(sentence.channel, source),
        heard=dict(rank_intents(sentence.channel, source)),
        shares=dict(zip(fitting.LABELS, map(float, row), strict=True)),
        wanted=sentence.intent,
    )


def _print_calibration(shares: fitting.Array, labels: Any) -> None:
    """Of sentences judged with a certainty, the share that is judged right."""
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == labels
    say(f"vectors alone: {right.mean():.3f} right of {len(labels)} unseen sentences")
    for low, high in zip((0.0, 0.3, 0.5, 0.7, 0.9), (0.3, 0.5, 0.7, 0.9, 1.01), strict=True):
        chosen = (sure >= low) & (sure < high)
        if chosen.any():
            say(
                f"  certainty {low:.1f}–{min(high, 1):.1f}: said {sure[chosen].mean():.2f},"
                f" right {right[chosen].mean():.2f} of {int(chosen.sum())}"
            )


if __name__ == "__main__":
    sys.exit(main())
