"""Shapes of answers that leave without a person, and of promo codes."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.domain.automatic.codes import MOST_CODES
from shared.domain.automatic.journal import Feedback, Noted
from shared.domain.automatic.policy import (
    LEAST_CONFIDENCE,
    LEAST_STARS,
    MOST_ARTICLES,
    MOST_PER_DAY,
    MOST_STARS,
    Action,
)
from shared.domain.automatic.ruling import Outcome
from shared.domain.interaction import Channel
from shared.domain.replies.states import ReplyState
from shared.domain.understanding import Intent
from shared.entrypoint.api.shapes.base import Answer, Request
from shared.entrypoint.api.shapes.settings import Cursor, HoursFields

Article = Annotated[int, Field(ge=1, le=10**12)]
Articles = Annotated[list[Article], Field(max_length=MOST_ARTICLES)]
Percent = Annotated[int, Field(ge=0, le=100)]
CodeName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class AutoRules(BaseModel):
    """What is answered without a person, switches aside.

    `scenarios` says by channel and class, as `review.thanks`, what the system does by itself;
    what is left out is a draft. `confidence` and `sample` are percent. `only` and `never` are
    article numbers. Without `hours` answers leave day and night.
    """

    rating_from: Annotated[int, Field(ge=LEAST_STARS, le=MOST_STARS)]
    confidence: Annotated[int, Field(ge=LEAST_CONFIDENCE, le=100)]
    scenarios: Annotated[dict[str, Action], Field(max_length=100)]
    only: Articles
    never: Articles
    hours: HoursFields | None
    per_day: Annotated[int, Field(ge=1, le=MOST_PER_DAY)]
    sample: Percent
    promo: bool


class AutoFields(AutoRules):
    """The whole section: `enabled` is the one switch, the `sandbox` writes down and never sends."""

    enabled: bool
    sandbox: bool


class AutoRulesRequest(AutoRules, Request):
    """Rules to be tried before they are saved."""


class AutoRequest(AutoFields, Request):
    """The whole section, as it shall be."""


class LockedScenario(Answer):
    """One class that a table of scenarios shows; `may_answer` names the channels for `auto`."""

    intent: Intent
    title: str
    may_answer: list[Channel]


class AutoAnswer(AutoFields, Answer):
    """The section as it is; `classes` name the rows of the table in Russian.

    `delay_seconds` is the time to cancel, `may_go_live` whether the report of exactly these rules
    was seen.
    """

    classes: list[LockedScenario]
    delay_seconds: int
    policy: str
    may_go_live: bool


class PresetAnswer(AutoRules, Answer):
    """Ready rules; they turn nothing on and keep a seller's articles and hours."""

    name: str
    title: str
    says: str


class PresetsAnswer(Answer):
    """From the most careful one on."""

    items: list[PresetAnswer]


class CodeFields(Request):
    """One promo code; both days are Moscow's and included. Without `articles` it is for all."""

    code: CodeName
    percent: Annotated[int, Field(ge=0, le=100)]
    starts_on: date
    ends_on: date
    channels: Annotated[list[Channel], Field(max_length=3)]
    articles: Articles
    active: bool


class PromoFields(BaseModel):
    """The seller's codes, in the order in which they are offered."""

    codes: Annotated[list[CodeFields], Field(max_length=3 * MOST_CODES)]


class PromoRequest(PromoFields, Request):
    """The whole section, as it shall be."""


class PromoAnswer(PromoFields, Answer):
    """The section as it is; `offers` are the words by which each code is offered."""

    offers: list[str]


class ReasonAnswer(Answer):
    """Why something did not go, in Russian."""

    code: str
    title: str


class PreviewRequest(Request):
    """One text to be judged as if a buyer had just written it, by these rules or the saved ones."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    channel: Channel = Channel.REVIEW
    nm_id: Article | None = None
    policy: AutoRulesRequest | None = None


class PreviewAnswer(Answer):
    """What would happen: `outcome` by the rules, `would_send` with the switch as it is."""

    would_send: bool
    outcome: Outcome
    action: Action
    intent: Intent
    intent_title: str
    confidence: float
    draft: str
    promo: str | None
    reasons: list[ReasonAnswer]


class BacktestRequest(Request):
    """Rules to be tried on the last `days`; another `seed` draws other reviews for people."""

    policy: AutoRulesRequest
    days: Annotated[int, Field(ge=1, le=365)] = 90
    seed: Annotated[int, Field(ge=0, le=10**6)] = 0


class CountedReason(ReasonAnswer):
    """A reason and how many reviews it stopped."""

    count: int


class WorstAnswer(Answer):
    """An answer that would have gone, beside the review and what the seller said instead."""

    interaction: str
    rating: int
    confidence: float
    review: str
    text: str
    answer: str | None
    regrets: bool


class BacktestAnswer(Answer):
    """A report; `finished_at` is absent while reviews are still read.

    Of `compared` answers the seller's own is known: `alike_percent` of the words are the same in
    the mean, and in `regretted` of them the seller was sorry for something.
    """

    id: str
    policy: str
    days: int
    seed: int
    since: datetime
    until: datetime
    created_at: datetime
    finished_at: datetime | None
    seen_at: datetime | None
    reviews: int
    send: int
    hold: int
    block: int
    reasons: list[CountedReason]
    compared: int
    alike_percent: int
    regretted: int
    worst: list[WorstAnswer]


class JournalQuery(Request):
    """A page of the journal, the newest first."""

    outcome: Noted | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class JournalEntryAnswer(Answer):
    """One review that the system looked at; `reply_state` is how its answer stands now."""

    id: str
    at: datetime
    interaction: str
    outcome: Noted
    title: str
    rule: str
    intent_title: str
    confidence: float
    rating: int
    nm_id: int
    text: str
    code: str | None
    reasons: list[ReasonAnswer]
    checks: list[str]
    reply: str | None
    reply_state: ReplyState | None
    sends_at: datetime | None
    feedback: Feedback


class JournalAnswer(Answer):
    """One page of the journal."""

    items: list[JournalEntryAnswer]
    next_cursor: str | None


class FeedbackRequest(Request):
    """What a person thinks of an entry."""

    feedback: Feedback
