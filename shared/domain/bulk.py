"""One deed on many items: what it does to each of them, and what was left out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Finding
from shared.domain.guard.guardrails import find_blocks
from shared.domain.ids import InteractionId, ReplyId, hash_key, hash_text, reply_id
from shared.domain.interaction import Interaction, Status
from shared.domain.jobs import LONGEST, Job, JobKind, job_id, new_job
from shared.domain.replies.approval import why_refused
from shared.domain.replies.refusals import RefusalCode
from shared.domain.tagging import MOST_TAGS, unite_tags

MOST_ITEMS = 500
KEEP_BULKS = timedelta(days=30)
# Closing, putting off and tagging can be taken back as a whole for so long.
UNDO_WITHIN = timedelta(minutes=10)
# Approving one reply takes about so long: none goes out before the last one is approved.
_EACH = timedelta(milliseconds=100)
# By this name a job tells which bulk it works off.
BULK = "bulk"


class BulkAction(StrEnum):
    """What can be done to many items at once."""

    SEND = "send"
    CLOSE = "close"
    SNOOZE = "snooze"
    TAG = "tag"


class LeftOut(StrEnum):
    """Why nothing is done to an item."""

    GONE = "gone"
    CHANGED = "changed"
    SETTLED = "settled"
    ANSWERED = "answered"
    IN_FLIGHT = "in_flight"
    REJECTED = "answer_rejected"
    PERSON = "person"
    OWN_WORDS = "own_words"
    NO_DRAFT = "no_draft"
    BLOCKED = "blocked"
    WARNED = "warned"
    TAGS_FULL = "tags_full"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What became of one item; TOO_LATE is what could not be taken back any more."""

    WAITING = "waiting"
    DONE = "done"
    LEFT_OUT = "left_out"
    UNDONE = "undone"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLine:
    """One item as it was seen.

    `slept_until` is what putting it off replaces; `had` are tags of the deed that it bore before.

    `draft` is to be sent as it is. Of the one named `changed` the seller has made `text`, which is
    kept only until it is sent; under a name of its own, so that nobody who knows no `text` sends
    the draft instead.
    """

    interaction: InteractionId
    revision: int
    draft: str = ""
    changed: str = ""
    text: str = ""
    outcome: Outcome = Outcome.WAITING
    why: str = ""
    slept_until: datetime | None = None
    had: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The draft that the seller has looked at."""
        return self.draft or self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """One deed on many items, and how far it got.

    `asked` is the fingerprint of the request. Replies wait until `send_at`, so that all of them
    can be taken back together.
    """

    id: str
    action: BulkAction
    asked: str
    created_at: datetime
    expires_at: datetime
    lines: tuple[BulkLine, ...]
    until: datetime | None = None
    send_at: datetime | None = None
    trace: str = ""
    tags: tuple[str, ...] = ()
    undone_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def undo_until(self) -> datetime | None:
        """Until when all of it can be taken back once it is done; None where it cannot."""
        if self.action is BulkAction.SEND:
            return self.send_at
        return self.created_at + UNDO_WITHIN

    def is_over(self, now: datetime) -> bool:
        """Whether nothing more comes of it: its job is not tried for longer."""
        return self.finished_at is not None or now - self.created_at > LONGEST

    def can_undo(self, now: datetime) -> bool:
        """What is still going on can be stopped at any time."""
        if self.undone_at is not None:
            return False
        return not self.is_over(now) or (self.undo_until is not None and now <= self.undo_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWish:
    """What a seller asks for: this deed on these items, by this request."""

    action: BulkAction
    lines: tuple[BulkLine, ...]
    client_request_id: str
    until: datetime | None = None
    tags: tuple[str, ...] = ()
    trace: str = ""

    @property
    def bulk(self) -> str:
        """The one bulk that this request can make."""
        return hash_key("bulk", self.client_request_id)

    @property
    def asked(self) -> str:
        """Tell another request under the same name apart."""
        parts = [f"{one.interaction}:{one.revision}:{one.shown}" for one in self.lines]
        parts += [f"{one.interaction}:{hash_text(one.text)}" for one in self.lines if one.text]
        parts += [f"tag:{one}" for one in self.tags]
        until = self.until.isoformat() if self.until else ""
        return hash_text("\n".join((self.action.value, until, *parts)))


def new_bulk(
    wish: BulkWish, items: Mapping[str, Interaction], undo: timedelta, now: datetime
) -> Bulk:
    """A bulk of which nothing is done yet; with no time to undo, replies go out at once."""
    waits = wish.action is BulkAction.SEND and undo > timedelta(0)
    lines = (_note_before(line, items.get(line.interaction), wish.tags) for line in wish.lines)
    return Bulk(
        id=wish.bulk,
        action=wish.action,
        asked=wish.asked,
        created_at=now,
        expires_at=now + KEEP_BULKS,
        lines=tuple(lines),
        until=wish.until,
        tags=wish.tags,
        send_at=now + undo + _EACH * len(wish.lines) if waits else None,
        trace=wish.trace,
    )


def _note_before(line: BulkLine, item: Interaction | None, tags: tuple[str, ...]) -> BulkLine:
    if item is None:
        return line
    bore = {tag.casefold() for tag in item.work.tags}
    had = tuple(tag for tag in tags if tag.casefold() in bore)
    return replace(line, slept_until=item.work.snoozed_until, had=had)


def reply_of(bulk: Bulk, line: BulkLine) -> ReplyId:
    """The one reply that a bulk can make for an item."""
    return reply_id(line.interaction, bulk.id)


def why_left(
    action: BulkAction, item: Interaction | None, revision: int, tags: tuple[str, ...] = ()
) -> LeftOut | None:
    """What speaks against the deed before any text is looked at."""
    if item is None:
        return LeftOut.GONE
    if item.revision != revision:
        return LeftOut.CHANGED
    if action is BulkAction.TAG:
        fits = len(unite_tags(item.work.tags, tags)) <= MOST_TAGS
        return None if fits else LeftOut.TAGS_FULL
    if action is not BulkAction.SEND:
        return None if item.queue.status is Status.OPEN else LeftOut.SETTLED
    return _why_unsent(item)


def _why_unsent(item: Interaction) -> LeftOut | None:
    refused = why_refused(item)
    if refused is not None:
        return left_by(refused)
    if not item.queue.needs_response:
        return LeftOut.SETTLED
    # What needs a person is answered by one who has read it alone.
    return LeftOut.PERSON if item.ai.escalations else None


def left_by(refusal: RefusalCode) -> LeftOut:
    """The same refusal in a bulk's words."""
    return {
        RefusalCode.STALE: LeftOut.CHANGED,
        RefusalCode.ANSWERED: LeftOut.ANSWERED,
        RefusalCode.ANSWER_REJECTED: LeftOut.REJECTED,
        RefusalCode.IN_FLIGHT: LeftOut.IN_FLIGHT,
    }.get(refusal, LeftOut.REFUSED)


def left_by_findings(findings: Sequence[Finding]) -> LeftOut | None:
    """A bulk confirms no warning: each is for a person to weigh."""
    if not findings:
        return None
    return LeftOut.BLOCKED if find_blocks(findings) else LeftOut.WARNED


def is_done(bulk: Bulk, item: Interaction | None) -> bool:
    """Whether this bulk has done to an item what it does, which a repeated step meets."""
    if item is None or bulk.action is BulkAction.SEND:
        return False
    if bulk.action is BulkAction.SNOOZE:
        return item.work.snoozed_until == bulk.until
    if bulk.action is BulkAction.TAG:
        return unite_tags(item.work.tags, bulk.tags) == item.work.tags
    return was_closed_by(bulk, item)


def was_closed_by(bulk: Bulk, item: Interaction) -> bool:
    """Whether an item is closed still by this bulk, which closes at the moment of its asking."""
    return item.work.closed and item.work.closed_at == bulk.created_at


def bulk_job(name: str, now: datetime, *, undoes: bool = False) -> Job:
    """The one job that does a bulk, or the one that takes it back."""
    occasion = f"{name}:undo" if undoes else name
    return new_job(job_id(JobKind.BULK, occasion), JobKind.BULK, {BULK: name}, now)


def give_up(bulk: Bulk, now: datetime) -> Bulk:
    """The bulk as it ends where its job can do no more: what waits is left out."""
    why = LeftOut.REFUSED.value
    waiting = (one for one in bulk.lines if one.outcome is Outcome.WAITING)
    return settle_lines(
        bulk, (replace(one, outcome=Outcome.LEFT_OUT, why=why) for one in waiting), now
    )


def settle_lines(bulk: Bulk, settled: Iterable[BulkLine], now: datetime) -> Bulk:
    """The bulk with what became of some of its items."""
    known = {one.interaction: replace(one, text="") for one in settled}
    lines = tuple(known.get(one.interaction, one) for one in bulk.lines)
    is_over = not any(one.outcome is Outcome.WAITING for one in lines)
    return replace(bulk, lines=lines, finished_at=now if is_over else bulk.finished_at)


def count_outcomes(bulk: Bulk) -> dict[str, int]:
    """How many items came to what."""
    found = Counter(one.outcome.value for one in bulk.lines)
    return {one.value: found[one.value] for one in Outcome}
