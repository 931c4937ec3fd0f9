"""What the buyer wants, judged by phrases and, for reviews, by stars."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.interaction import Channel, Source
from shared.domain.meaning.evidence_parts import Parts, parts_of
from shared.domain.meaning.intent_hearing import DENIABLE, TROUBLESOME, URGENCY, Heard, hear_intents
from shared.domain.meaning.topics import read_topics
from shared.domain.understanding import Intent, IntentLabel, Part, Quote, Sentiment, Topic

METHOD = "rules"
MOST_EVIDENCE = 3
LEAST_HEARD = 0.55

# How often rules were right on lines that nobody had read when the phrases were written: a row by
# the strength of the best phrase, a column by how far its intent lies before the next one.
STRENGTHS = (1.0, 1.25)
LEADS = (0.15, 0.4, 0.9)
PRECISION = (
    (0.25, 0.40, 0.60, 0.62),
    (0.45, 0.67, 0.90, 0.91),
    (0.50, 0.73, 0.83, 0.97),
)
SILENCE = 0.2

# What a review can want of the seller besides thanks: the rest is for its topics.
_REVIEW_INTENTS = TROUBLESOME | {
    *(Intent.SIZING_FIT, Intent.COMPLIANCE_SAFETY, Intent.REFUND_EXCHANGE)
}
_DENIABLE = DENIABLE | _REVIEW_INTENTS
_SAD_LEAST = 0.6
_HAPPY_LEAST = 1.0
_HAPPY_STARS = 4
_HAPPY_DOUBT = 0.2


def classify_intent(channel: Channel, source: Source) -> IntentLabel:
    """Unhappy words count more than kind ones; a review's stars speak where words do not."""
    parts = parts_of(channel, source)
    if channel is Channel.REVIEW:
        return _judge_review(source, parts, hear_intents(parts.text, _DENIABLE))
    return _label_loudest(hear_intents(parts.text), parts, least=LEAST_HEARD)


def rank_intents(channel: Channel, source: Source) -> tuple[tuple[Intent, float], ...]:
    """Every intent that phrases speak for with its weight, the weightiest first."""
    heard = hear_intents(parts_of(channel, source).text)
    return tuple((one.intent, round(one.weight, 3)) for one in heard)


def hear_words(text: str) -> IntentLabel:
    """What words alone say, as if they were all of a question or a chat."""
    return _label_loudest(hear_intents(text), Parts.of(text), least=LEAST_HEARD)


def measure_confidence(strength: float, lead: float) -> float:
    """The share of unread lines with so strong a phrase, so far ahead, that were right."""
    row = sum(strength >= bound for bound in STRENGTHS)
    return PRECISION[row][sum(lead >= bound for bound in LEADS)]


def _label_loudest(heard: Sequence[Heard], parts: Parts, *, least: float) -> IntentLabel:
    if not heard or heard[0].strength < least:
        return IntentLabel(label=Intent.OTHER, confidence=SILENCE, method=METHOD)
    best = heard[0]
    rival = heard[1].weight if len(heard) > 1 else 0.0
    return IntentLabel(
        label=best.intent,
        confidence=measure_confidence(best.strength, best.weight - rival),
        method=METHOD,
        evidence=tuple(parts.quote(*span) for span in best.spans[:MOST_EVIDENCE]),
    )


def _judge_review(source: Source, parts: Parts, heard: Sequence[Heard]) -> IntentLabel:
    """Words name the trouble; without any, few stars are a complaint and many are thanks."""
    rating = source.rating
    if not rating:
        return _judge_topics(source)
    happy = rating >= _HAPPY_STARS
    troubles = [one for one in heard if one.intent in _REVIEW_INTENTS]
    trouble = _label_loudest(troubles, parts, least=_HAPPY_LEAST if happy else _SAD_LEAST)
    if trouble.label is not Intent.OTHER:
        doubt = _HAPPY_DOUBT if happy else 0.0
        return replace(trouble, confidence=round(max(trouble.confidence - doubt, SILENCE), 2))
    return _judge_stars(rating)


def _judge_stars(rating: int) -> IntentLabel:
    by_stars = Quote(text=f"{rating}★", part=Part.STARS)
    label = Intent.THANKS if rating >= _HAPPY_STARS else Intent.QUALITY_COMPLAINT
    confidence = 0.6 if rating in (3, 4) else 0.8
    return IntentLabel(label=label, confidence=confidence, method=METHOD, evidence=(by_stars,))


def _judge_topics(source: Source) -> IntentLabel:
    """Without stars the worst that is blamed counts, and praise is thanks."""
    topics = read_topics(Channel.REVIEW, source)
    blamed = [one for one in topics if _is_blamed(one)]
    if blamed:
        worst = max(blamed, key=lambda one: URGENCY[one.label])
        return _label_topic(worst.label, worst)
    praised = [one for one in topics if one.sentiment is Sentiment.POSITIVE]
    if praised:
        return _label_topic(Intent.THANKS, praised[0])
    return IntentLabel(label=Intent.OTHER, confidence=SILENCE, method=METHOD)


def _is_blamed(topic: Topic) -> bool:
    """Quality that is praised and blamed at once is blamed."""
    return topic.sentiment is Sentiment.NEGATIVE or (
        topic.label is Intent.QUALITY_COMPLAINT and topic.sentiment is Sentiment.NEUTRAL
    )


def _label_topic(intent: Intent, topic: Topic) -> IntentLabel:
    return IntentLabel(
        label=intent, confidence=topic.confidence, method=METHOD, evidence=topic.evidence
    )
