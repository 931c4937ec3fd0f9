"""Whether an item takes a reply now, and the reply that an approval makes."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.guardrails import check_text, find_blocks
from shared.domain.ids import InteractionId, ReplyId, SellerId, hash_text, reply_id, shard_of
from shared.domain.interaction import AnswerState, Channel, Interaction, Origin, Work
from shared.domain.queue import is_in_flight
from shared.domain.refusals import (
    LATEST_SENDING,
    SENDING_GRACE,
    BadSendingTime,
    RefusalCode,
    ReplyRefused,
    TextChanged,
    TextRefused,
)
from shared.domain.reply import Author, Reply, ReplyState, Step
from shared.domain.settings import SellerSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What somebody approved: exactly this text, for the item as it was at `revision`.

    `confirm` accepts the guardrails' warnings; `send_at` waits beyond the undo window.
    """

    interaction: InteractionId
    text: str
    text_hash: str
    revision: int
    client_request_id: str
    draft_id: str = ""
    send_at: datetime | None = None
    confirm: bool = False
    author: Author = Author.SELLER
    trace: str = ""

    @property
    def reply(self) -> ReplyId:
        """The one reply that this request can make."""
        return reply_id(self.interaction, self.client_request_id)


def same_approval(reply: Reply, approval: Approval) -> bool:
    """A repeated request asks for the same words from the same draft."""
    return reply.text == approval.text and reply.draft_id == approval.draft_id


def check_approval(approval: Approval, now: datetime) -> None:
    """What is wrong with the request itself, whatever the item says."""
    if hash_text(approval.text) != approval.text_hash:
        raise TextChanged("the text and its hash differ")
    earliest, latest = now - SENDING_GRACE, now + LATEST_SENDING
    if approval.send_at is not None and not earliest <= approval.send_at <= latest:
        raise BadSendingTime("send_at lies in the past or too far ahead")


def check_item(approval: Approval, item: Interaction) -> None:
    """Refuse what the item does not allow, then what the guardrails do not."""
    code = why_refused(item)
    if code is not None:
        mark = item.work.reply
        raise ReplyRefused(code, ReplyId(mark.id) if mark else None)
    if item.revision != approval.revision:
        raise ReplyRefused(RefusalCode.STALE)
    findings = check_text(item.channel, approval.text)
    if find_blocks(findings) or (findings and not approval.confirm):
        raise TextRefused(findings)


def why_refused(item: Interaction) -> RefusalCode | None:
    """One reply at a time; a review or question has one answer, a chat takes many."""
    if is_in_flight(item.work):
        return RefusalCode.IN_FLIGHT
    if item.channel is Channel.CHAT:
        return None
    answer = item.source.answer
    if answer is not None:
        rejected = answer.state is AnswerState.REJECTED
        return RefusalCode.ANSWER_REJECTED if rejected else RefusalCode.ANSWERED
    return _why_settled(item.channel, item.work)


def make_reply(
    seller: SellerId,
    item: Interaction,
    approval: Approval,
    settings: SellerSettings,
    now: datetime,
) -> Reply:
    """An approved reply, due when the undo window is over."""
    due_at = max(now + settings.undo, approval.send_at or now)
    return Reply(
        id=approval.reply,
        seller=seller,
        shard=shard_of(seller),
        interaction=item.id,
        channel=item.channel,
        target=item.source.external_id,
        text=approval.text,
        text_hash=approval.text_hash,
        client_request_id=approval.client_request_id,
        author=approval.author,
        state=ReplyState.APPROVED,
        approved_at=now,
        due_at=due_at,
        simulated=item.source.origin is Origin.DEMO,
        draft_id=approval.draft_id,
        trace=approval.trace,
        trail=(Step(state=ReplyState.APPROVED, at=now),),
    )


def _why_settled(channel: Channel, work: Work) -> RefusalCode | None:
    """What dispatch proved counts before the next sync shows it."""
    mark = work.reply
    if mark is None or mark.state not in (ReplyState.CONFIRMED, ReplyState.ANSWERED_ELSEWHERE):
        return None
    if mark.wb_state != AnswerState.REJECTED:
        return RefusalCode.ANSWERED
    # A rejected answer to a question is gone from WB; a review's stays and can only be edited.
    return RefusalCode.ANSWER_REJECTED if channel is Channel.REVIEW else None
