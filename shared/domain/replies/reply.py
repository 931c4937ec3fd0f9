"""An approved answer on its way to WB, and what becomes of it."""

from datetime import datetime, timedelta

from shared.domain.attachments import SentFile
from shared.domain.dataclass import dataclass
from shared.domain.drafts.use import DraftUse
from shared.domain.ids import InteractionId, ReplyId, SellerId
from shared.domain.interaction import Channel
from shared.domain.replies.awaited import Awaited
from shared.domain.replies.states import Author, ReplyKind, ReplyState

# A process that holds a claim longer than this leaves the sending to read-back.
ZOMBIE_AFTER = timedelta(seconds=20)
LEASE = timedelta(seconds=60)
VERIFY_WITHIN = timedelta(hours=48)
MOST_RESENDS = 2
MOST_TRAIL = 20
READ_BACK_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The guardrails let this text pass, by that edition of their rules."""

    text_hash: str
    rules_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a reply's history."""

    state: ReplyState
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One approval; its id comes from the request, so a repeated request meets itself.

    `due_at` is when somebody must look at it next: None once it is final. `send_at` is the moment
    a person chose for sending. An edit `replaces` the text of that fingerprint and says why.
    `answers` is the fingerprint of what it answers, `confirmed` that warnings were accepted.
    `restored_at` marks a reply that an older copy of the store brought back, `held_at` when the
    operator's hold was first seen to keep it from being sent. `use` is what it made of a
    draft, `awaited` what its buyer waited for.
    """

    id: ReplyId
    seller: SellerId
    shard: int
    interaction: InteractionId
    channel: Channel
    target: str
    text: str
    text_hash: str
    client_request_id: str
    author: Author
    state: ReplyState
    approved_at: datetime
    due_at: datetime | None
    answers: str = ""
    confirmed: bool = False
    kind: ReplyKind = ReplyKind.ANSWER
    replaces: str = ""
    edit_reason: str = ""
    send_at: datetime | None = None
    restored_at: datetime | None = None
    held_at: datetime | None = None
    simulated: bool = False
    attempt: str = ""
    attempts: int = 0
    resends: int = 0
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    checks: int = 0
    wb_state: str = ""
    wb_add_time: int | None = None
    reason: str = ""
    draft_id: str = ""
    use: DraftUse | None = None
    awaited: Awaited | None = None
    files: tuple[SentFile, ...] = ()
    trace: str = ""
    verdict: Verdict | None = None
    trail: tuple[Step, ...] = ()


def can_retry(reply: Reply) -> bool:
    """Whether the same words may be approved again: what is missing has to be attached anew."""
    return reply.state is ReplyState.FAILED and reply.reason != "file_gone"
