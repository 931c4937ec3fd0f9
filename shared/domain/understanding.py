"""What the machine makes of a buyer's words: the one taxonomy, topics and reasons to stop."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass


class Intent(StrEnum):
    """What the buyer wants: the one taxonomy of all channels."""

    SIZING_FIT = "sizing_fit"
    AVAILABILITY = "availability"
    DELIVERY_STATUS = "delivery_status"
    DELIVERY_DELAY = "delivery_delay"
    PRODUCT_SPEC = "product_spec"
    COMPATIBILITY = "compatibility"
    USAGE_HOWTO = "usage_howto"
    COMPLIANCE_SAFETY = "compliance_safety"
    PRE_PURCHASE = "pre_purchase"
    DEFECT_NOT_WORKING = "defect_not_working"
    WRONG_ITEM = "wrong_item"
    MISSING_PARTS = "missing_parts"
    REFUND_EXCHANGE = "refund_exchange"
    CANCEL_REQUEST = "cancel_request"
    QUALITY_COMPLAINT = "quality_complaint"
    PRICE_PROMO = "price_promo"
    THANKS = "thanks"
    OTHER = "other"


class Sentiment(StrEnum):
    """How the buyer feels about a topic."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Alarm(StrEnum):
    """Why a person has to look before anything is answered."""

    HEALTH = "health"
    LEGAL = "legal"
    COUNTERFEIT = "counterfeit"
    PERSONAL_DATA = "personal_data"
    AGGRESSION = "aggression"
    MASS_DEFECT = "mass_defect"


class Part(StrEnum):
    """Which of an item's texts a quote comes from."""

    TEXT = "text"
    PROS = "pros"
    CONS = "cons"
    TAGS = "tags"
    STARS = "stars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the buyer as they stand in one part; `start` counts characters of that part."""

    text: str
    part: Part = Part.TEXT
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentLabel:
    """A classification with how sure it is and how it was made.

    `evidence` quotes the buyer; `nearest` is the known sentence that the text is most like.
    """

    label: Intent = Intent.OTHER
    confidence: float = 0.0
    method: str = "rules"
    evidence: tuple[Quote, ...] = ()
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing that a buyer speaks about, and how they feel about it."""

    label: Intent
    sentiment: Sentiment
    confidence: float
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One reason to stop every automatic action, with the words that give it."""

    alarm: Alarm
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMark:
    """The newest draft of an item; `basis` is the hash of what it answers.

    `wish` is what the seller asks of the next one, until that is there.
    """

    id: str
    basis: str
    method: str
    made_at: datetime
    wish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """The vector of an item's words by one model; `basis` is the hash of what was embedded."""

    basis: str
    model: str
    packed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a language model said of a text, so that it is not asked again.

    `intent` is None while it gave no valid answer; `tries` counts how often it was asked.
    """

    basis: str
    model: str
    intent: Intent | None = None
    tries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What the machine made of an item: drafting owns `draft`, ingestion the rest."""

    intent: IntentLabel = field(default_factory=IntentLabel)
    topics: tuple[Topic, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    embedding: Embedding | None = None
    advice: Advice | None = None
    draft: DraftMark | None = None
