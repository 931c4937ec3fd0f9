"""How much rules weigh beside vectors, chosen by how likely it makes what is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from shared.domain.meaning.blending import Heard, weigh_shares
from shared.domain.meaning.semantics import Blend, Shares
from shared.domain.understanding import Intent, IntentLabel

WEIGHTS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What both layers say of one sentence, and what is right."""

    rules: IntentLabel
    heard: Heard
    shares: Shares
    wanted: Intent


def choose_blend(cases: Sequence[Case]) -> Blend:
    """The weight that surprises least: it keeps certainties honest, and seldom costs a hit."""
    return Blend(weight=min(WEIGHTS, key=lambda weight: surprise(cases, weight)))


def surprise(cases: Sequence[Case], weight: float) -> float:
    """How unlikely the right intents seem in the mean, in nats."""
    seen = [weigh_shares(case.shares, case.heard, weight)[case.wanted] for case in cases]
    return -sum(map(log, seen)) / len(seen)


def score_blend(cases: Sequence[Case], weight: float) -> float:
    """The share of cases that a weight gets right."""
    said = [_likeliest(weigh_shares(case.shares, case.heard, weight)) for case in cases]
    return _mean([intent is case.wanted for intent, case in zip(said, cases, strict=True)])


def score_rules(cases: Sequence[Case]) -> float:
    """The share of cases that rules alone get right."""
    return _mean([case.rules.label is case.wanted for case in cases])


def score_vectors(cases: Sequence[Case]) -> float:
    """The share of cases that vectors alone get right."""
    return _mean([_likeliest(case.shares) is case.wanted for case in cases])


def _likeliest(shares: Shares) -> Intent:
    return max(shares, key=lambda one: shares[one])


def _mean(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
