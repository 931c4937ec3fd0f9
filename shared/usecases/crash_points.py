"""Named moments on a reply's way at which a test may end the process."""

from collections.abc import Callable
from enum import StrEnum


class CrashPoint(StrEnum):
    """What lies between two of these is one step that the world outside sees whole or not."""

    APPROVE_BEFORE = "approve.before"
    APPROVE_AFTER = "approve.after"
    PREPARE_AFTER = "prepare.after"
    CLAIM_BEFORE = "claim.before"
    CLAIM_AFTER = "claim.after"
    POST_AFTER = "post.after"
    OUTCOME_AFTER = "outcome.after"
    LOOK_AFTER = "look.after"
    SETTLE_AFTER = "settle.after"


Reach = Callable[[CrashPoint, str], None]


def pass_on(_point: CrashPoint, _reply: str) -> None:
    """Nobody waits here in production."""
