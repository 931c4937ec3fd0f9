"""How long replies wait: to be handed over, to be settled, and in doubt."""

from datetime import datetime, timedelta

from shared.domain.replies.dispatch import is_held
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import FINAL, ReplyState

# After the quiet period a reply in doubt has so long to be proved or to become a person's matter.
SETTLED_WITHIN = timedelta(minutes=30)
DOUBT_WITHIN = QUIET_PERIOD + SETTLED_WITHIN
_UNPROVED = frozenset({ReplyState.SENDING, ReplyState.UNKNOWN})


def wait_to_send(before: Reply, after: Reply) -> timedelta | None:
    """How long it was due when a step claimed it; None when none did, or a hold had kept it."""
    if after.attempts <= before.attempts or before.due_at is None or after.claimed_at is None:
        return None
    return None if is_held(before) else max(after.claimed_at - before.due_at, timedelta(0))


def wait_for_end(before: Reply, after: Reply, now: datetime) -> timedelta | None:
    """From when it was to be sent until the step that ended it.

    None for what the operator's hold, the seller's key or an older copy of the store has kept.
    """
    if before.state in FINAL or after.state not in FINAL or after.simulated:
        return None
    stopped = any(step.state is ReplyState.BLOCKED for step in after.trail)
    if stopped or after.held_at is not None or after.restored_at is not None:
        return None
    return max(now - (after.send_at or after.approved_at), timedelta(0))


def time_in_doubt(reply: Reply, now: datetime) -> timedelta | None:
    """How long nobody has known whether it was sent; None when that is known."""
    if reply.state not in _UNPROVED or reply.claimed_at is None:
        return None
    return max(now - reply.claimed_at, timedelta(0))


def is_doubted_long(reply: Reply, now: datetime) -> bool:
    """Whether it should have been proved, or shown to a person, by now."""
    doubt = time_in_doubt(reply, now)
    return doubt is not None and doubt > DOUBT_WITHIN
