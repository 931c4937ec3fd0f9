"""Where a reply stands, of which kind it is, and who approved it."""

from enum import StrEnum


class ReplyState(StrEnum):
    """The dispatch state machine; what is final is never sent again."""

    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    CONFIRMED = "confirmed"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    ATTENTION = "attention"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset(
    {
        ReplyState.CONFIRMED,
        ReplyState.ANSWERED_ELSEWHERE,
        ReplyState.ATTENTION,
        ReplyState.FAILED,
        ReplyState.CANCELLED,
    }
)
IN_FLIGHT = frozenset(ReplyState) - FINAL
IN_DOUBT = frozenset({ReplyState.SENDING, ReplyState.SENT, ReplyState.UNKNOWN})


class ReplyKind(StrEnum):
    """The first answer or a message, or the one change of an answer that WB allows."""

    ANSWER = "answer"
    EDIT = "edit"


class Author(StrEnum):
    """Who approved a reply."""

    SELLER = "seller"
    SYSTEM = "system"
