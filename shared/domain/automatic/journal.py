"""What the system answered, or left to a person, and what people thought of it."""

from dataclasses import field
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.automatic.ruling import Ruling, said_mark
from shared.domain.dataclass import dataclass
from shared.domain.events import KEEP, Event, EventKind
from shared.domain.ids import InteractionId, ReplyId, hash_key
from shared.domain.interaction import Interaction
from shared.domain.moscow import MOSCOW

KEEP_ENTRIES = timedelta(days=400)
KEEP_DAYS = timedelta(days=3)
# Reasons that pass by themselves.
PASSING = frozenset({"limit", "alike", "hours", "own_words"})


class Noted(StrEnum):
    """What was done with one review."""

    APPROVED = "approved"
    SANDBOX = "sandbox"
    HELD = "held"
    BLOCKED = "blocked"


class Feedback(StrEnum):
    """What a person thinks of it."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoEntry:
    """One review that could have been answered; named by its item, so that there is one each.

    `basis` fingerprints the words that were judged. What became of a reply is told by the
    reply itself.
    """

    id: str
    at: datetime
    expires_at: datetime
    interaction: InteractionId
    outcome: Noted
    rule: str
    policy: str
    nm_id: int
    rating: int
    intent: str
    confidence: float
    basis: str = ""
    text: str = ""
    text_hash: str = ""
    draft_id: str = ""
    method: str = ""
    prompt_version: str = ""
    reply: ReplyId | None = None
    sends_at: datetime | None = None
    code: str = ""
    reasons: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    feedback: Feedback = Feedback.NONE
    feedback_at: datetime | None = None


def feedback_event(entry: AutoEntry, feedback: Feedback, now: datetime) -> Event:
    """What figures of harm are made from; an opinion that is sent twice at once counts once."""
    reply = str(entry.reply)
    return Event(
        id=hash_key("event", EventKind.REPLY_JUDGED, reply, feedback, now.isoformat()),
        kind=EventKind.REPLY_JUDGED,
        at=now,
        expires_at=now + KEEP,
        actor="seller",
        interaction=entry.interaction,
        facts={"reply": reply, "mark": feedback},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoDay:
    """What was approved on one of Moscow's days: how many, and fingerprints of the words.

    `said` tells when, so that a day's end forgets nothing of the last twenty-four hours.
    """

    id: str
    expires_at: datetime
    sent: int = 0
    said: dict[str, datetime] = field(default_factory=dict)


def entry_id(interaction: InteractionId) -> str:
    """Name the one entry of an item."""
    return hash_key("auto", interaction)


def day_of(moment: datetime) -> date:
    """The seller's day."""
    return moment.astimezone(MOSCOW).date()


def day_name(day: date) -> str:
    """Name the document of one day."""
    return day.isoformat()


def add_reply(day: AutoDay, text: str, now: datetime) -> AutoDay:
    """The day with one more answer."""
    return AutoDay(
        id=day.id,
        expires_at=day.expires_at,
        sent=day.sent + 1,
        said={**day.said, said_mark(text): now},
    )


def is_final(entry: AutoEntry, item: Interaction, basis: str, policy: str) -> bool:
    """Whether a review was decided: a reply is for ever, a refusal for these words and rules.

    What a day's limit held back is looked at again, and so is what stood too near its neighbours,
    or what was read before its vector was there and is surer or less sure since.
    """
    if entry.outcome is Noted.APPROVED:
        return True
    if entry.basis != basis or entry.policy != policy:
        return False
    if entry.confidence != item.ai.intent.confidence:
        return False
    return entry.outcome is not Noted.HELD or not {*entry.reasons} <= PASSING


def new_entry(
    item: Interaction, ruling: Ruling, noted: Noted, policy: str, now: datetime
) -> AutoEntry:
    """An entry without what only its draft and its reply know."""
    return AutoEntry(
        id=entry_id(item.id),
        at=now,
        expires_at=now + KEEP_ENTRIES,
        interaction=item.id,
        outcome=noted,
        rule=ruling.rule,
        policy=policy,
        nm_id=item.source.product.nm_id,
        rating=item.source.rating or 0,
        intent=item.ai.intent.label.value,
        confidence=item.ai.intent.confidence,
        text=ruling.text,
        sends_at=ruling.sends_at,
        code=ruling.code,
        reasons=ruling.reasons,
        passed=ruling.passed,
    )
