"""One intent from several layers, each believed as far as it was measured to be right."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, log

from shared.domain.interaction import Channel
from shared.domain.meaning.semantics import (
    METHOD,
    SemanticModel,
    Shares,
    Vector,
    judge_meaning,
    nearest_example,
)
from shared.domain.understanding import Advice, Intent, IntentLabel

LLM_METHOD = "llm"
# Below this a label is right less often than not, so that a second opinion is worth its price.
UNSURE = 0.5
LLM_CONFIDENCE = 0.6
# A vector never rules an intent out.
_LEAST_SHARE = 0.001


Heard = Mapping[Intent, float]


def reads_channel(model: SemanticModel, channel: Channel) -> bool:
    """Whether vectors are asked there: rules alone are best where nothing else was measured."""
    return channel in model.blends


def blend_labels(
    model: SemanticModel,
    channel: Channel,
    rules: IntentLabel,
    heard: Heard,
    vector: Vector,
    words: str,
) -> IntentLabel:
    """What rules and meaning say together; a label that the rules have given keeps their words."""
    if not reads_channel(model, channel):
        return rules
    weight = model.blends[channel].weight
    shares = weigh_shares(judge_meaning(model, channel, vector, words), heard, weight)
    best = max(shares, key=lambda one: shares[one])
    if best is rules.label:
        return replace(rules, confidence=_round(shares[best]))
    return IntentLabel(
        label=best,
        confidence=_round(shares[best]),
        method=METHOD,
        nearest=nearest_example(model, best, vector),
    )


def weigh_shares(shares: Shares, heard: Heard, weight: float) -> Shares:
    """Both kinds of evidence as one: their logarithms add up, so either may outweigh the other."""
    scores = {
        intent: log(share + _LEAST_SHARE) + weight * heard.get(intent, 0.0)
        for intent, share in shares.items()
    }
    most = max(scores.values())
    parts = {intent: exp(score - most) for intent, score in scores.items()}
    total = sum(parts.values())
    return {intent: part / total for intent, part in parts.items()}


def wants_advice(channel: Channel, label: IntentLabel) -> bool:
    """Only of questions: where no layer knows, or the best guess is no better than chance."""
    return channel is Channel.QUESTION and (
        label.label is Intent.OTHER or label.confidence < UNSURE
    )


def follow_advice(channel: Channel, label: IntentLabel, advice: Advice | None) -> IntentLabel:
    """The model's word counts where it was worth asking for, and only if it differs."""
    if advice is None or advice.intent in (None, label.label):
        return label
    if not wants_advice(channel, label):
        return label
    return IntentLabel(label=advice.intent, confidence=LLM_CONFIDENCE, method=LLM_METHOD)


def _round(share: float) -> float:
    return round(share, 2)
