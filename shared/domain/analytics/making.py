"""Rows from what is stored: items, and the events of their replies."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from shared.domain.analytics.rows import By, Fate, Harm, ItemRow, Origin, ReplyRow
from shared.domain.automatic.journal import Feedback
from shared.domain.deadlines.table import answer_due
from shared.domain.events import Event, EventKind
from shared.domain.interaction import Answer, AnswerState, Channel, Interaction
from shared.domain.interaction import Origin as Source
from shared.domain.queue import has_content
from shared.domain.replies.states import Author, ReplyKind, ReplyState
from shared.domain.settings import SellerSettings

_REJECTED = "rejected"

Audit = Callable[[Event], bool]


def is_real(item: Interaction) -> bool:
    """Examples are never counted."""
    return item.source.origin is not Source.DEMO


def make_reply_rows(
    item: Interaction, events: Iterable[Event], audit: Audit
) -> tuple[ReplyRow, ...]:
    """One for each of an item's replies that has come to its end, in order of sending."""
    known = [one for one in events if one.facts.get("simulated") != "true"]
    settled = [one for one in known if one.kind is EventKind.REPLY_SETTLED]
    rows = [_make_reply_row(item, one, known, audit) for one in settled]
    return tuple(sorted(rows, key=lambda row: (row.at, row.id)))


def _make_reply_row(
    item: Interaction, event: Event, known: Sequence[Event], audit: Audit
) -> ReplyRow:
    facts = event.facts
    state, kind = ReplyState(facts["state"]), ReplyKind(facts.get("kind", ReplyKind.ANSWER))
    presale = item.channel is Channel.CHAT and facts.get("had_order") == "false"
    return ReplyRow(
        id=facts["reply"],
        item=item.id,
        channel=item.channel,
        at=_moment(facts, "send_at") or _approved_at(event),
        sent_at=_moment(facts, "sent_at"),
        state=state,
        origin=_origin(event),
        kind=kind,
        rule=facts.get("rule", ""),
        asked_at=_moment(facts, "asked_at"),
        target_at=_moment(facts, "target_at"),
        limit_at=_moment(facts, "limit_at"),
        harms=_harms(event, known, audit) if state is ReplyState.CONFIRMED else (),
        presale=presale,
        converted=presale and bool(item.source.chat and item.source.chat.order_key),
    )


def _origin(event: Event) -> Origin:
    """What was noted of a draft when a person approved; before that was noted, nothing was."""
    if event.actor == Author.SYSTEM:
        return Origin.AUTOMATIC
    use = event.facts.get("use", "")
    return Origin(use) if use else Origin.MANUAL


def _harms(event: Event, known: Sequence[Event], audit: Audit) -> tuple[Harm, ...]:
    found = []
    if audit(event):
        found.append(Harm.AUDIT)
    if event.facts.get("wb_state") == _REJECTED:
        found.append(Harm.WB)
    marks = [
        one
        for one in known
        if one.kind is EventKind.REPLY_JUDGED and one.facts.get("reply") == event.facts["reply"]
    ]
    if marks and max(marks, key=lambda one: one.at).facts.get("mark") == Feedback.DOWN:
        found.append(Harm.SELLER)
    return tuple(found)


def make_item_row(
    item: Interaction,
    replies: Iterable[ReplyRow],
    settings: SellerSettings,
    *,
    watched_since: datetime | None = None,
    parent: Interaction | None = None,
    parent_replies: Iterable[ReplyRow] = (),
) -> ItemRow | None:
    """None for a chat, which is counted by its answers.

    What is due is what the seller's table says now. Before `watched_since` nobody read the
    cabinet, so that the first look at an answer that WB does not date tells nothing of its time.
    """
    if item.channel is Channel.CHAT:
        return None
    source = item.source
    since = source.created_at
    due = answer_due(
        item.channel, source, item.ai.intent.label, since, settings.deadlines, settings.hours
    )
    fate, by, answered_at = _fate_of(item, replies, watched_since)
    change, after_reply = _change_of(item, parent, parent_replies, watched_since)
    return ItemRow(
        id=item.id,
        channel=item.channel,
        at=since,
        target_at=due.target_at,
        limit_at=due.limit_at,
        rule=due.rule,
        nm_id=source.product.nm_id,
        rating=source.rating if item.channel is Channel.REVIEW else None,
        needs=has_content(source),
        fate=fate,
        by=by,
        answered_at=answered_at,
        topics=tuple((one.label.value, one.sentiment.value) for one in item.ai.topics),
        change=change,
        after_reply=after_reply,
    )


def _fate_of(
    item: Interaction, replies: Iterable[ReplyRow], watched_since: datetime | None
) -> tuple[Fate, By | None, datetime | None]:
    ours = _first_answer(replies)
    answer = _standing(item.source.answer)
    shown_at = _shown_at(item, answer, watched_since) if answer else None
    if ours is not None and (shown_at is None or ours <= shown_at):
        return Fate.ANSWERED, By.INBOX, ours
    if answer is not None:
        return Fate.ANSWERED, By.CABINET, shown_at
    closed = item.source.gone_at is not None or item.work.closed
    return (Fate.CLOSED if closed else Fate.OPEN), None, None


def _first_answer(replies: Iterable[ReplyRow]) -> datetime | None:
    """When the first answer was sent that WB has not refused."""
    return min(
        (
            row.sent_at or row.at
            for row in replies
            if row.state is ReplyState.CONFIRMED
            and row.kind is ReplyKind.ANSWER
            and Harm.WB not in row.harms
        ),
        default=None,
    )


def _standing(answer: Answer | None) -> Answer | None:
    return None if answer is None or answer.state is AnswerState.REJECTED else answer


def _shown_at(item: Interaction, answer: Answer, watched_since: datetime | None) -> datetime | None:
    if answer.created_at is not None:
        return answer.created_at
    watched = watched_since is not None and item.source.created_at >= watched_since
    return answer.noticed_at if watched else None


def _change_of(
    item: Interaction,
    parent: Interaction | None,
    replies: Iterable[ReplyRow],
    watched_since: datetime | None,
) -> tuple[int | None, bool]:
    """How a supplemented review differs from the first one, and whether an answer lay between."""
    after, before = item.source.rating, parent.source.rating if parent else None
    if parent is None or after is None or before is None:
        return None, False
    fate, _, at = _fate_of(parent, replies, watched_since)
    if fate is Fate.ANSWERED and at is None:
        # An answer without a date may have come before or behind: it proves nothing.
        return None, False
    return after - before, at is not None and at < item.source.created_at


def _approved_at(event: Event) -> datetime:
    return _moment(event.facts, "approved_at") or event.at


def _moment(facts: dict[str, str], name: str) -> datetime | None:
    text = facts.get(name, "")
    return datetime.fromisoformat(text) if text else None
