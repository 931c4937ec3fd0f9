"""Shapes of what lies around one interaction: its timeline, its product, earlier answers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.interaction import Channel, Priority, Status
from shared.domain.linking.timeline import Group, ThreadScope
from shared.domain.products.facts import Change, Fit
from shared.domain.understanding import Intent
from shared.entrypoint.api.shapes.base import Answer, Request


class ReasonAnswer(Answer):
    """Why two interactions stand together: a name that stays, and words for people."""

    id: str
    words: str


class TrustAnswer(Answer):
    """How sure a claim is and what it allows: only proofs may be acted on automatically."""

    confidence: float
    reasons: list[ReasonAnswer]
    auto_action_allowed: bool
    action_mode: str
    policy_reason: str


class LinkAnswer(TrustAnswer):
    """Another interaction that belongs or may belong to this one, and why."""

    id: str
    kind: str
    rule: str
    explanation: str
    channel: Channel
    preview: str
    occurred_at: datetime


class TimelineQuery(Request):
    """How many days around the interaction other buyers of the product count."""

    window_days: Annotated[int, Field(ge=1, le=180)] = 45


class ThreadStepAnswer(TrustAnswer):
    """One interaction on the timeline.

    `match_reason` is the first of the reasons. Where `is_other_buyer`, these are other people's
    words; nobody is named in any step.
    """

    interaction_id: str
    channel: Channel
    external_id: str
    occurred_at: datetime
    subject: str
    status: Status
    priority: Priority
    needs_response: bool
    group: Group
    match_reason: str
    is_current: bool
    is_other_buyer: bool
    can_unlink: bool
    last_reply_text: str | None = None
    last_draft_text: str | None = None
    wb_url: str


class ThreadKeyAnswer(Answer):
    """What the steps were gathered by; null is unknown."""

    order_id: str | None = None
    customer_id: str | None = None
    nm_id: int | None = None
    product_article: str | None = None


class TimelineAnswer(Answer):
    """The steps, the oldest first; `is_cut` says that older neighbours are left out."""

    interaction_id: str
    scope: ThreadScope
    thread_key: ThreadKeyAnswer
    channels_present: list[Channel]
    window_days: int
    is_cut: bool
    steps: list[ThreadStepAnswer]


class RatingFactsAnswer(Answer):
    """The mean over rated reviews, and of the last 30 days and the 30 days before."""

    mean: float
    rated: int
    recent: float | None
    earlier: float | None


class FitAnswer(Answer):
    """How a product, or one size of it, fits; shares and tendency need eight voices."""

    size: str | None
    n: int
    counts: dict[Fit, int]
    shares: dict[Fit, float] | None
    tendency: Fit | None


class TopicShareAnswer(Answer):
    """How many reviews complained in the last 30 days and in the 30 days before."""

    topic: Intent
    now: int
    before: int
    change: Change | None


class ProductFactsAnswer(Answer):
    """What the newest reviews of the product say, and how many they are."""

    reviews: int
    since: datetime | None
    is_cut: bool
    rating: RatingFactsAnswer | None
    fit: FitAnswer
    sizes: list[FitAnswer]
    topics: list[TopicShareAnswer]
    recent: int
    earlier: int


class EarlierAnswerAnswer(Answer):
    """What another buyer of the product was answered in public, and to which words."""

    interaction_id: str
    channel: Channel
    asked: str
    text: str
    occurred_at: datetime
    likeness: float
    is_same_intent: bool


class ContextAnswer(Answer):
    """The figures of the product and answers that may serve again."""

    facts: ProductFactsAnswer
    answers: list[EarlierAnswerAnswer]
