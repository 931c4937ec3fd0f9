"""Why a reply is not accepted, cancelled or repeated: each with what the caller may do about it."""

from datetime import timedelta
from enum import StrEnum

from shared.domain.drafts.draft import Finding
from shared.domain.errors import Conflict, Rejected
from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel

LATEST_SENDING = timedelta(days=30)
# A browser's "now" is past when it arrives.
SENDING_GRACE = timedelta(minutes=1)


class RefusalCode(StrEnum):
    """Conflicts by name; the seller's words for each are in `shared.domain.words`."""

    STALE = "stale"
    ANSWERED = "already_answered"
    ANSWER_REJECTED = "answer_rejected"
    IN_FLIGHT = "reply_in_flight"
    KEY_REUSED = "key_reused"
    TOO_LATE = "too_late"
    DOUBTFUL = "doubtful"
    DELIVERED = "delivered"
    WAITS_FOR_KEY = "waits_for_key"
    CANCELLED = "cancelled"
    NO_EDIT = "no_edit"
    NO_ANSWER = "no_answer"
    EDIT_SPENT = "edit_spent"
    EDIT_CLOSED = "edit_closed"
    EDIT_LATE = "edit_late"
    SAME_TEXT = "same_text"
    FILE_GONE = "file_gone"


class ReplyRefused(Conflict):
    """The item or the reply is not in the state that the request expects.

    `reply` names the reply that stands in the way, where there is one.
    """

    def __init__(self, code: RefusalCode, reply: ReplyId | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.reply = reply


class TextRefused(Rejected):
    """The guardrails forbid the text, or the seller has to confirm their warnings."""

    def __init__(self, channel: Channel, text: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(sorted({finding.rule for finding in findings})))
        self.channel = channel
        self.text = text
        self.findings = findings


class FilesRefused(Rejected):
    """WB would not take the files, or they are not there; the message is Russian."""


class OwnWordsBegun(Rejected):
    """The seller is writing another answer to this item."""


class TextChanged(Rejected):
    """The text is not the one whose fingerprint was sent with it."""


class BadSendingTime(Rejected):
    """A reply can wait for a moment within `LATEST_SENDING`."""
