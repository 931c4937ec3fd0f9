"""How much each fact about a subject weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infra.local.screen import say
from shared.domain.meaning.subjects import LIKELY
from shared.domain.meaning.topics import TOLD_ONCE, TOLD_TWICE, VAGUE
from shared.domain.understanding import Intent
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.groups import FOLDS

TOPIC_LABELS = tuple(Intent)
SURE = (VAGUE, TOLD_ONCE, TOLD_TWICE)
# How far what is a subject's own is kept near nought.
_RIDGE = 3.0
_STEPS = 12


@dataclass(frozen=True)
class Evidence:
    """Labelled reviews as facts, by text and topic; `own` are those that no rule was written for.

    In `usual` ones topics are as common as in reviews as they come; `weights` tell how much each
    counts.
    """

    facts: Array
    rules: Array
    wanted: Array
    folds: NDArray[np.int_]
    own: NDArray[np.bool_]
    usual: NDArray[np.bool_]
    weights: Array


def learn_mixing(evidence: Evidence) -> dict[str, object]:
    """Rules are weighed on own sentences, that no rule was written for; ready to be written."""
    rows = _spread_facts(evidence)
    own = evidence.own
    weights = _weigh(rows[own], evidence.wanted[own], evidence.weights[own])
    shares = _judge_unseen(evidence, rows)
    _tell_found(evidence, shares >= LIKELY)
    width, topics = evidence.facts.shape[2], len(TOPIC_LABELS)
    common, told = weights[:width], weights[width : width + len(SURE)]
    trust, special = np.split(weights[width + len(SURE) :], [topics])
    by_topic = dict(zip(TOPIC_LABELS, special.reshape(width, topics).T, strict=True))
    return {
        "common": _round_all(common),
        "own": {topic.value: _round_all(row) for topic, row in by_topic.items()},
        "told": {str(sure): float(one) for sure, one in zip(SURE, _round_all(told), strict=True)},
        "trust": dict(zip(TOPIC_LABELS, _round_all(trust), strict=True)),
    }


def _spread_facts(evidence: Evidence) -> Array:
    """For each text and topic what is common to all topics, then what is its own."""
    count, topics, width = evidence.facts.shape
    told = [(evidence.rules == sure).astype(float) for sure in SURE]
    eye = np.broadcast_to(np.eye(topics), (count, topics, topics))
    facts = [evidence.facts[:, :, at] for at in range(width)]
    special = [(evidence.rules > 0).astype(float), *facts]
    return np.concatenate(
        [np.stack([*facts, *told], axis=2), *(eye * one[:, :, None] for one in special)], axis=2
    )


def _weigh(rows: Array, wanted: Array, worth: Array) -> Array:
    """Newton's steps: a few dozen numbers, thousands of cases."""
    facts, truth = rows.reshape(-1, rows.shape[2]), wanted.ravel()
    each = np.repeat(worth, wanted.shape[1])
    held = np.full(facts.shape[1], _RIDGE)
    held[: facts.shape[1] % len(TOPIC_LABELS)] = 1e-3
    weights = np.zeros(facts.shape[1])
    for _ in range(_STEPS):
        shares = 1 / (1 + np.exp(-(facts @ weights)))
        bend = (facts * (each * shares * (1 - shares))[:, None]).T @ facts
        pull = facts.T @ (each * (truth - shares)) - held * weights
        weights = weights + np.linalg.solve(bend + np.diag(held), pull)
    return weights


def _judge_unseen(evidence: Evidence, rows: Array) -> Array:
    """Probabilities, fold by fold by weights that have not seen it."""
    shares = np.zeros(evidence.wanted.shape)
    for fold in range(FOLDS):
        held = evidence.folds == fold
        known = evidence.own & ~held
        weights = _weigh(rows[known], evidence.wanted[known], evidence.weights[known])
        shares[held] = 1 / (1 + np.exp(-(rows[held] @ weights)))
    return shares


def _tell_found(evidence: Evidence, found: Any) -> None:
    for name, chosen in (("own", evidence.own), ("usual", evidence.usual)):
        truth, told = evidence.wanted[chosen] > 0, evidence.rules[chosen] > 0
        say(
            f"topics of {int(chosen.sum())} {name} reviews: rules {_macro_f1(told, truth):.3f},"
            f" both {_macro_f1(found[chosen], truth):.3f}"
        )


def _macro_f1(guess: Any, truth: Any) -> float:
    sizes = guess.sum(axis=0) + truth.sum(axis=0)
    right = 2 * (guess & truth).sum(axis=0)
    return float((right[sizes > 0] / sizes[sizes > 0]).mean())


def _round_all(numbers: Sequence[float] | Array) -> list[float]:
    return [round(float(one), 3) for one in numbers]
