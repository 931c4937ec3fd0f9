"""What to do for a reply at a moment, and what it becomes: no step here touches the world."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.domain.errors import Denial
from shared.domain.interaction import AnswerState, Channel, ReplyMark
from shared.domain.replies.evidence import Seen, Sight
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import (
    LEASE,
    MOST_RESENDS,
    MOST_TRAIL,
    READ_BACK_AFTER,
    VERIFY_WITHIN,
    ZOMBIE_AFTER,
    Reply,
    Step,
)
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import IN_DOUBT, Author, ReplyKind, ReplyState

LISTEN_AFTER_ATTENTION = timedelta(hours=24)
PREPARE_WITHIN = timedelta(hours=24)
MOST_ATTEMPTS = 20
MOST_SIGNS = 3
LONGEST_PAUSE = timedelta(minutes=15)
SLOW_AFTER = timedelta(hours=2)
DENIED_PAUSE = timedelta(hours=6)
SLOW_LOOKS = timedelta(minutes=30)

_REVIEW_VERDICTS = frozenset({AnswerState.WB_RU, AnswerState.REJECTED})


class Move(StrEnum):
    """What a worker should do now."""

    REST = "rest"
    WAIT = "wait"
    SEND = "send"
    LOOK = "look"


def next_move(reply: Reply, now: datetime) -> Move:
    """The one right thing to do; whatever is repeated or late finds REST or WAIT."""
    if reply.due_at is None:
        return Move.REST
    if reply.state is ReplyState.SENDING and reply.claimed_at is not None:
        return Move.LOOK if now >= reply.claimed_at + LEASE else Move.WAIT
    if now < reply.due_at:
        return Move.WAIT
    return Move.SEND if reply.state is ReplyState.APPROVED else Move.LOOK


def can_cancel(reply: Reply) -> bool:
    """Only what was certainly never sent can be taken back."""
    return reply.state is ReplyState.APPROVED and reply.resends == 0


def has_given_up(reply: Reply, now: datetime) -> bool:
    """WB could not be asked for so long that the seller should know."""
    return reply.due_at is not None and now >= reply.due_at + PREPARE_WITHIN


def is_held(reply: Reply) -> bool:
    """Whether the operator's hold has kept it since it was to be sent."""
    if reply.state is not ReplyState.APPROVED or reply.held_at is None:
        return False
    return reply.due_at is not None and reply.held_at >= reply.due_at


# --- what a reply becomes


def claim_reply(reply: Reply, attempt: str, now: datetime) -> Reply:
    """One attempt owns the sending; when its lease ends, somebody looks instead."""
    return _enter(
        reply,
        ReplyState.SENDING,
        now,
        attempt=attempt,
        attempts=reply.attempts + 1,
        claimed_at=now,
        due_at=now + LEASE,
    )


def is_zombie(asleep: float, claimed_at: datetime, now: datetime) -> bool:
    """A process that slept on its claim, by either clock, must not send any more."""
    return asleep > ZOMBIE_AFTER.total_seconds() or now - claimed_at > ZOMBIE_AFTER


def owns_outcome(reply: Reply, attempt: str) -> bool:
    """An attempt may only tell of itself, and never after somebody proved the end."""
    return reply.attempt == attempt and reply.state in (ReplyState.SENDING, ReplyState.UNKNOWN)


def settle_outcome(reply: Reply, outcome: Outcome, now: datetime) -> Reply:
    """What one request's outcome makes of a claimed reply."""
    match outcome.verdict:
        case Verdict.ACCEPTED:
            return _enter(
                reply,
                ReplyState.SENT,
                now,
                sent_at=now,
                checks=0,
                wb_add_time=outcome.add_time,
                due_at=now + READ_BACK_AFTER[0],
            )
        case Verdict.UNKNOWN:
            due = now + READ_BACK_AFTER[0]
            return _enter(reply, ReplyState.UNKNOWN, now, outcome.reason, checks=0, due_at=due)
        case Verdict.DENIED:
            return block_reply(replace(reply, attempt=""), outcome.denial or Denial.TOKEN, now)
        case Verdict.REFUSED:
            if outcome.stale_sign and reply.attempts < MOST_SIGNS:
                return _retry(reply, now, now, outcome.reason)
            return fail_reply(reply, outcome.reason, now)
        case Verdict.RATE_LIMITED | Verdict.NOT_SENT:
            if reply.attempts >= MOST_ATTEMPTS:
                return fail_reply(reply, "unreachable", now)
            pause = max(pause_of(reply.attempts), timedelta(seconds=outcome.retry_after))
            return _retry(reply, now + pause, now, outcome.reason)


def settle_look(
    reply: Reply, sight: Sight, now: datetime, quiet: timedelta = QUIET_PERIOD
) -> Reply:
    """What a read-back makes of a reply that may have reached WB."""
    if reply.state is ReplyState.CONFIRMED:
        return _keep_watching(reply, sight, now, quiet)
    match sight.seen:
        case Seen.OURS:
            return confirm_reply(reply, sight, now)
        case Seen.OTHERS:
            return _enter(reply, ReplyState.ANSWERED_ELSEWHERE, now, due_at=None)
    if reply.state is ReplyState.ATTENTION:
        ends = _entered_at(reply) + LISTEN_AFTER_ATTENTION
        return _look_again(reply, now) if now < ends else replace(reply, due_at=None)
    if reply.state is ReplyState.SENT:
        late = now >= (reply.sent_at or reply.approved_at) + VERIFY_WITHIN
        late = late or _is_unchanged(reply, sight, now, quiet)
        return _ask_person(reply, now) if late else _look_again(reply, now)
    return _settle_doubt(reply, sight, now, quiet)


def settle_denial(reply: Reply, denial: Denial, now: datetime) -> Reply:
    """What is in doubt waits for a key; what is known already is looked at again much later."""
    if reply.state in IN_DOUBT:
        return block_reply(reply, denial, now)
    return replace(reply, due_at=now + DENIED_PAUSE)


def confirm_reply(reply: Reply, sight: Sight, now: datetime) -> Reply:
    """WB shows our words; a verdict that may still change is watched on."""
    confirmed = _enter(
        reply,
        ReplyState.CONFIRMED,
        now,
        sight.wb_state,
        wb_state=sight.wb_state,
        wb_add_time=sight.add_time or reply.wb_add_time,
        checks=0,
    )
    due = None if _is_settled(confirmed, now) else now + READ_BACK_AFTER[0]
    return replace(confirmed, due_at=due)


def hold_reply(reply: Reply, now: datetime) -> Reply | None:
    """Note once that a hold keeps it; when it is due stays as it is, for people see that."""
    if next_move(reply, now) is not Move.SEND or is_held(reply):
        return None
    return replace(reply, held_at=now)


def free_reply(reply: Reply, now: datetime) -> Reply | None:
    """After a hold it is due anew, so that the time of the hold is no delay of WB's."""
    return replace(reply, due_at=now) if is_held(reply) else None


def simulate_reply(reply: Reply, now: datetime) -> Reply:
    """An example item's reply ends without WB, and says so."""
    return _enter(reply, ReplyState.CONFIRMED, now, "simulated", due_at=None)


def leave_answered(reply: Reply, now: datetime) -> Reply:
    """Somebody answered first: nothing is sent."""
    return _enter(reply, ReplyState.ANSWERED_ELSEWHERE, now, due_at=None)


def fail_reply(reply: Reply, reason: str, now: datetime) -> Reply:
    """Not to be tried again by itself; what was resent may have been sent the first time."""
    if reply.resends:
        return _ask_person(replace(reply, reason=reason), now)
    return _enter(reply, ReplyState.FAILED, now, reason, attempt="", reason=reason, due_at=None)


def block_reply(reply: Reply, denial: Denial, now: datetime) -> Reply:
    """WB refuses the key; an attempt in doubt keeps its name, so that nobody sends twice."""
    return _enter(reply, ReplyState.BLOCKED, now, denial.value, reason=denial.value, due_at=None)


def resume_reply(reply: Reply, now: datetime) -> Reply:
    """With a working key, what was never sent goes out and what is in doubt is looked for."""
    state = ReplyState.APPROVED
    if reply.attempt:
        state = ReplyState.SENT if reply.sent_at else ReplyState.UNKNOWN
    return _enter(reply, state, now, reason="", due_at=now)


def resume_blocked(reply: Reply, now: datetime) -> Reply | None:
    """Resume what is blocked still; None for what somebody has moved meanwhile."""
    return resume_reply(reply, now) if reply.state is ReplyState.BLOCKED else None


def doubt_reply(reply: Reply, restored_at: datetime, now: datetime) -> Reply:
    """An older copy of the store says that it was never sent; only WB can tell."""
    return _enter(
        reply,
        ReplyState.UNKNOWN,
        now,
        "restored",
        attempt=reply.attempt or "restored",
        claimed_at=restored_at,
        restored_at=restored_at,
        checks=0,
        due_at=now,
    )


def suspect_reply(reply: Reply, now: datetime) -> Reply:
    """Before it was sent again, WB showed these very words in a state that nobody knows."""
    due, attempt = now + READ_BACK_AFTER[0], reply.attempt or "shown"
    return _enter(reply, ReplyState.UNKNOWN, now, attempt=attempt, checks=0, due_at=due)


def may_resend(reply: Reply) -> bool:
    """Only a review's one slot surely takes no second answer, and WB takes an edit but once."""
    fits = reply.channel is Channel.REVIEW and reply.kind is ReplyKind.ANSWER
    return fits and reply.restored_at is None and reply.resends < MOST_RESENDS


def cancel_reply(reply: Reply, now: datetime) -> Reply:
    """The seller took the approval back in time."""
    return _enter(reply, ReplyState.CANCELLED, now, due_at=None)


def withdraw_reply(reply: Reply, reason: str, now: datetime) -> Reply:
    """What nobody stands behind any more is not sent; what may have been sent asks a person."""
    if reply.resends:
        return _ask_person(replace(reply, reason=reason), now)
    return _enter(reply, ReplyState.CANCELLED, now, reason, attempt="", reason=reason, due_at=None)


def mark_of(reply: Reply) -> ReplyMark:
    """What the item's row shows; `at` stays, so that looking again prolongs no window."""
    return ReplyMark(
        id=reply.id,
        state=reply.state.value,
        at=reply.claimed_at or reply.approved_at,
        text_hash=reply.text_hash,
        wb_state=reply.wb_state,
        reason=reply.reason,
        by_system=reply.author is Author.SYSTEM,
        is_edit=reply.kind is ReplyKind.EDIT,
    )


def pause_of(attempts: int) -> timedelta:
    """How long to wait after so many tries that surely did not reach WB."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_PAUSE)


# --- inner rules


def _settle_doubt(reply: Reply, sight: Sight, now: datetime, quiet: timedelta) -> Reply:
    """A stale claim is as doubtful as a lost answer; only a review's one slot allows a resend."""
    claimed_at = reply.claimed_at or reply.approved_at
    if now < claimed_at + quiet:
        return _look_again(reply, now)
    if sight.seen is Seen.TOO_EARLY:
        late = now >= claimed_at + VERIFY_WITHIN
        return _ask_person(reply, now) if late else _look_again(reply, now)
    if may_resend(reply):
        return _retry(replace(reply, resends=reply.resends + 1), now, now, "resend")
    return _ask_person(reply, now)


def _is_unchanged(reply: Reply, sight: Sight, now: datetime, quiet: timedelta) -> bool:
    """WB says yes to an edit that it does not carry out: the old words tell, after a while."""
    claimed_at = reply.claimed_at or reply.approved_at
    return sight.seen is Seen.UNCHANGED and now >= claimed_at + quiet


def _keep_watching(reply: Reply, sight: Sight, now: datetime, quiet: timedelta) -> Reply:
    """A confirmed answer may still be published, rejected, vanish, or lose its edit.

    An item that WB has removed altogether tells nothing against its answer.
    """
    if _is_unchanged(reply, sight, now, quiet):
        return _ask_person(reply, now)
    if sight.seen is Seen.OTHERS:
        return replace(reply, due_at=None)
    if not sight.exists:
        return replace(reply, due_at=None)
    if sight.seen is Seen.NOTHING and reply.channel is Channel.QUESTION:
        state = AnswerState.REJECTED.value
        return _enter(reply, reply.state, now, state, wb_state=state, due_at=None)
    after = reply
    if sight.seen is Seen.OURS and sight.wb_state != reply.wb_state:
        after = _enter(reply, reply.state, now, sight.wb_state, wb_state=sight.wb_state)
    if _is_settled(after, now):
        return replace(after, due_at=None)
    return _schedule(after, now)


def _is_settled(reply: Reply, now: datetime) -> bool:
    if reply.channel is Channel.CHAT:
        return True
    if reply.channel is Channel.REVIEW and reply.wb_state in _REVIEW_VERDICTS:
        return True
    return now >= (reply.claimed_at or reply.approved_at) + VERIFY_WITHIN


def _look_again(reply: Reply, now: datetime) -> Reply:
    scheduled = _schedule(reply, now)
    if reply.state is not ReplyState.SENDING:
        return scheduled
    return _enter(scheduled, ReplyState.UNKNOWN, now, "lease over")


def _schedule(reply: Reply, now: datetime) -> Reply:
    """Frequent looks at first, half-hourly ones when hours have passed."""
    pause = READ_BACK_AFTER[min(reply.checks + 1, len(READ_BACK_AFTER) - 1)]
    if now - (reply.claimed_at or reply.approved_at) > SLOW_AFTER:
        pause = SLOW_LOOKS
    return replace(reply, checks=reply.checks + 1, due_at=now + pause)


def _ask_person(reply: Reply, now: datetime) -> Reply:
    """Nothing is sent any more; looks go on, since the answer may still turn up."""
    return _enter(reply, ReplyState.ATTENTION, now, checks=0, due_at=now + SLOW_LOOKS)


def _retry(reply: Reply, due_at: datetime, now: datetime, detail: str) -> Reply:
    return _enter(reply, ReplyState.APPROVED, now, detail, attempt="", due_at=due_at)


def _enter(
    reply: Reply, state: ReplyState, now: datetime, detail: str = "", **changes: Any
) -> Reply:
    step = Step(state=state, at=now, detail=detail)
    return replace(reply, state=state, trail=(*reply.trail, step)[-MOST_TRAIL:], **changes)


def _entered_at(reply: Reply) -> datetime:
    return reply.trail[-1].at if reply.trail else reply.approved_at
