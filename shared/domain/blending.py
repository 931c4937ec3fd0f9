"""One intent from several layers, each believed as far as it was measured to be right."""

from dataclasses import replace

from shared.domain.interaction import Channel
from shared.domain.semantics import (
    METHOD,
    SemanticModel,
    Shares,
    Vector,
    judge_vector,
    nearest_example,
)
from shared.domain.understanding import Advice, Intent, IntentLabel

LLM_METHOD = "llm"
# Below this a label is right less often than not, so that a second opinion is worth its price.
UNSURE = 0.5
LLM_CONFIDENCE = 0.6


def reads_channel(model: SemanticModel, channel: Channel) -> bool:
    """Whether vectors can change anything there: rules alone are best where none was measured."""
    blend = model.blends.get(channel)
    return blend is not None and blend.trust > 0


def blend_labels(
    model: SemanticModel, channel: Channel, rules: IntentLabel, vector: Vector
) -> IntentLabel:
    """What rules and meaning say together; rules that are sure enough stand alone."""
    blend = model.blends.get(channel)
    if blend is None or rules.confidence >= blend.trust:
        return rules
    shares = judge_vector(model, channel, vector)
    best = choose_intent(rules, shares, blend.weight)
    if best is rules.label:
        return replace(rules, confidence=_round(max(rules.confidence, shares[best])))
    return IntentLabel(
        label=best,
        confidence=_round(shares[best]),
        method=METHOD,
        nearest=nearest_example(model, best, vector),
    )


def choose_intent(rules: IntentLabel, shares: Shares, weight: float) -> Intent:
    """The likeliest intent once the rules' own is helped by how sure they are."""
    helped = 0.0 if rules.label is Intent.OTHER else weight * rules.confidence
    return max(shares, key=lambda one: shares[one] + (helped if one is rules.label else 0.0))


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
