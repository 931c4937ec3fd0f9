"""From what the machine understood to what the API says of it."""

from collections.abc import Iterable

from shared.domain.understanding import Alarm, Escalation, IntentLabel, Quote, Topic
from shared.entrypoint.api.shapes.meaning import (
    EscalationAnswer,
    IntentAnswer,
    QuoteAnswer,
    TopicAnswer,
)

ALARM_REASONS = {
    Alarm.HEALTH: "покупатель пишет о вреде здоровью",
    Alarm.LEGAL: "покупатель грозит судом или жалобой",
    Alarm.COUNTERFEIT: "товар называют подделкой",
    Alarm.PERSONAL_DATA: "в тексте личные данные",
    Alarm.AGGRESSION: "оскорбления или угрозы",
    Alarm.MASS_DEFECT: "похожие жалобы на этот товар за неделю, возможен брак партии",
}


def intent_answer(label: IntentLabel) -> IntentAnswer:
    """What the buyer wants, and why it looks so."""
    return IntentAnswer(
        label=label.label,
        confidence=label.confidence,
        method=label.method,
        evidence=_quotes(label.evidence),
        nearest=label.nearest,
    )


def topic_answers(topics: Iterable[Topic]) -> list[TopicAnswer]:
    """What a review speaks about."""
    return [
        TopicAnswer(
            label=topic.label,
            sentiment=topic.sentiment,
            confidence=topic.confidence,
            evidence=_quotes(topic.evidence),
        )
        for topic in topics
    ]


def escalation_answers(escalations: Iterable[Escalation]) -> list[EscalationAnswer]:
    """Why a person has to look, in words."""
    return [
        EscalationAnswer(
            alarm=one.alarm, reason=ALARM_REASONS[one.alarm], evidence=_quotes(one.evidence)
        )
        for one in escalations
    ]


def _quotes(evidence: Iterable[Quote]) -> list[QuoteAnswer]:
    return [QuoteAnswer.model_validate(quote) for quote in evidence]
