"""Shapes of what the machine makes of an item, each with the words that make it so."""

from shared.domain.understanding import Alarm, Intent, Part, Sentiment
from shared.entrypoint.api.shapes.base import Answer


class QuoteAnswer(Answer):
    """Words of the buyer; `start` counts characters of the part that they stand in."""

    text: str
    part: Part
    start: int


class IntentAnswer(Answer):
    """What the buyer wants, how sure we are, and how we know.

    `nearest` is the known sentence that the text is most like, where that decided.
    """

    label: Intent
    confidence: float
    method: str
    evidence: list[QuoteAnswer]
    nearest: str = ""


class TopicAnswer(Answer):
    """One thing that the buyer speaks about, and how they feel about it."""

    label: Intent
    sentiment: Sentiment
    confidence: float
    evidence: list[QuoteAnswer]


class EscalationAnswer(Answer):
    """Why a person has to look before anything is answered."""

    alarm: Alarm
    reason: str
    evidence: list[QuoteAnswer]
