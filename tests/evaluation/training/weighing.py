"""How far rules are believed beside vectors, chosen by what is right most often."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.blending import choose_intent
from shared.domain.semantics import Blend, Shares
from shared.domain.understanding import Intent, IntentLabel

TRUSTS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
WEIGHTS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3)
# The better of two blends must be better by this part, else the one that trusts rules more stands.
_WORTH = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What both layers say of one sentence, and what is right."""

    rules: IntentLabel
    shares: Shares
    wanted: Intent


def choose_blend(cases: Sequence[Case]) -> tuple[Blend, float]:
    """The blend with the best accuracy, and that accuracy; with no cases rules stand alone."""
    best, most = Blend(trust=0.0, weight=0.0), score_rules(cases)
    for blend in _blends():
        score = score_blend(cases, blend)
        if score > most + _WORTH:
            best, most = blend, score
    return best, most


def score_blend(cases: Sequence[Case], blend: Blend) -> float:
    """The share of cases that a blend gets right."""
    return _mean([decide(case, blend) is case.wanted for case in cases])


def score_rules(cases: Sequence[Case]) -> float:
    """The share of cases that rules alone get right."""
    return _mean([case.rules.label is case.wanted for case in cases])


def score_vectors(cases: Sequence[Case]) -> float:
    """The share of cases that vectors alone get right."""
    return _mean([max(case.shares, key=case.shares.__getitem__) is case.wanted for case in cases])


def decide(case: Case, blend: Blend) -> Intent:
    """What the product would say."""
    if case.rules.confidence >= blend.trust:
        return case.rules.label
    return choose_intent(case.rules, case.shares, blend.weight)


def _blends() -> Iterator[Blend]:
    for trust in TRUSTS[1:]:
        for weight in WEIGHTS:
            yield Blend(trust=trust, weight=weight)


def _mean(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
