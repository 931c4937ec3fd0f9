"""Who wrote the answer that WB shows, and which of the known moments is its time."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Answer
from shared.domain.replies.reply import Reply
from shared.domain.replies.sameness import same_text


class AnswerBy(StrEnum):
    """Where an answer was written: here, or past the product in WB's own cabinet."""

    INBOX = "inbox"
    CABINET = "cabinet"


class TimeKind(StrEnum):
    """What the time of an answer is: when we sent it, WB's own date, or when a read showed it."""

    SENT = "sent"
    WB = "wb"
    NOTICED = "noticed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNote:
    """What a seller reads beside an answer; `at` is None where nobody knows any time."""

    by: AnswerBy
    at: datetime | None
    at_kind: TimeKind


def note_answer(answer: Answer, replies: Iterable[Reply]) -> AnswerNote:
    """An answer is ours when one of our replies that left says the same.

    WB dates answers to questions and none to reviews.
    """
    ours = next((reply for reply in replies if _has_sent(reply, answer.text)), None)
    by = AnswerBy.INBOX if ours else AnswerBy.CABINET
    if ours is not None:
        return AnswerNote(by=by, at=ours.sent_at or ours.claimed_at, at_kind=TimeKind.SENT)
    if answer.created_at is not None:
        return AnswerNote(by=by, at=answer.created_at, at_kind=TimeKind.WB)
    return AnswerNote(by=by, at=answer.noticed_at, at_kind=TimeKind.NOTICED)


def _has_sent(reply: Reply, text: str) -> bool:
    left = reply.sent_at is not None or reply.claimed_at is not None
    return left and not reply.simulated and same_text(text, reply.text)
