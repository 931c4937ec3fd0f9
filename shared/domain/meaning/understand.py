"""What an item means, from every layer that reads it; without vectors rules speak alone."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Source
from shared.domain.meaning.alarm_hearing import hear_alarms
from shared.domain.meaning.blending import blend_labels, follow_advice
from shared.domain.meaning.escalation import find_escalations, find_waived
from shared.domain.meaning.evidence_parts import parts_of
from shared.domain.meaning.heads import Vector
from shared.domain.meaning.hearing import basis_of_words, hear_buyer, masked_words, words_of
from shared.domain.meaning.intent import classify_intent, rank_intents
from shared.domain.meaning.praise import weigh_praise
from shared.domain.meaning.semantics import SemanticModel, read_embedding
from shared.domain.meaning.subjects import hear_subjects
from shared.domain.meaning.topics import read_topics
from shared.domain.understanding import (
    Advice,
    Alarm,
    Embedding,
    Escalation,
    IntentLabel,
    Topic,
    Understanding,
)

Known = TypeVar("Known", Embedding, Advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What others than rules know of texts, by the texts' basis."""

    model: SemanticModel | None = None
    embeddings: Mapping[str, Embedding] = field(default_factory=dict)
    advice: Mapping[str, Advice] = field(default_factory=dict)


RULES_ALONE = Knowledge()
# To be raised whenever rules read stored items otherwise: what was learnt names itself.
RULES_VERSION = 3


def name_reading(model: SemanticModel) -> str:
    """Names by what items are understood, so that those understood otherwise are read again."""
    return f"{RULES_VERSION}:{model.inputs}"


def understand_item(
    channel: Channel, source: Source, before: Understanding, knowledge: Knowledge = RULES_ALONE
) -> Understanding:
    """Read an item anew; a chat in which only others have spoken means what it meant before."""
    words = words_of(channel, source)
    if channel is Channel.CHAT and not words:
        return before
    masked = masked_words(channel, source)
    basis = basis_of_words(masked)
    embedding = knowledge.embeddings.get(basis) or _still(before.embedding, basis)
    advice = knowledge.advice.get(basis) or _still(before.advice, basis)
    model = _readable(knowledge.model, embedding)
    vector = read_embedding(embedding) if model and embedding else ()
    heard = hear_buyer(source, words)
    intent = _judge(channel, heard, masked, vector, model)
    return replace(
        before,
        intent=follow_advice(channel, intent, advice),
        topics=_find_topics(channel, source, vector, model),
        escalations=(*_find_alarms(channel, source, vector, model), *_found_elsewhere(before)),
        embedding=embedding,
        advice=advice,
    )


def _readable(model: SemanticModel | None, embedding: Embedding | None) -> SemanticModel | None:
    """Vectors of a model that was not learnt from say nothing."""
    if model is None or embedding is None or embedding.model != model.embedder:
        return None
    return model


def _judge(
    channel: Channel, source: Source, masked: str, vector: Vector, model: SemanticModel | None
) -> IntentLabel:
    rules = classify_intent(channel, source)
    if model is None:
        return rules
    if channel is Channel.REVIEW:
        moods, parts = model.subjects.moods, parts_of(channel, source)
        rules = weigh_praise(moods, rules, source, vector, parts)
    heard = dict(rank_intents(channel, source))
    return blend_labels(model, channel, rules, heard, vector, masked)


def _find_topics(
    channel: Channel, source: Source, vector: Vector, model: SemanticModel | None
) -> tuple[Topic, ...]:
    told = read_topics(channel, source)
    if model is None or channel is not Channel.REVIEW:
        return told
    parts = parts_of(channel, source)
    return hear_subjects(model.subjects, told, vector, parts, source.rating)


def _find_alarms(
    channel: Channel, source: Source, vector: Vector, model: SemanticModel | None
) -> tuple[Escalation, ...]:
    told = find_escalations(channel, source)
    if model is None:
        return told
    waived = find_waived(channel, source)
    return hear_alarms(model.alarms, told, waived, vector, parts_of(channel, source))


def _found_elsewhere(before: Understanding) -> tuple[Escalation, ...]:
    """What many items together tell is not this item's to take back."""
    return tuple(one for one in before.escalations if one.alarm is Alarm.MASS_DEFECT)


def _still(known: Known | None, basis: str) -> Known | None:
    """What is known of other words is forgotten."""
    return known if known is not None and known.basis == basis else None
