"""Whether an item takes a reply now, and the reply that an approval makes."""

from collections.abc import Sequence
from datetime import datetime

from shared.domain.attachments import SentFile, is_too_much, too_much
from shared.domain.connectors import capabilities_of
from shared.domain.dataclass import dataclass
from shared.domain.files import UploadedFile
from shared.domain.guard.edition import RULES_VERSION
from shared.domain.ids import InteractionId, ReplyId, SellerId, hash_text, reply_id, shard_of
from shared.domain.interaction import AnswerState, Channel, Interaction, Origin, Work
from shared.domain.queue import is_in_flight, waiting_since, was_rejected
from shared.domain.replies.awaited import Awaited
from shared.domain.replies.editing import edit_budget
from shared.domain.replies.refusals import (
    LATEST_SENDING,
    SENDING_GRACE,
    BadSendingTime,
    FilesRefused,
    RefusalCode,
    ReplyRefused,
    TextChanged,
)
from shared.domain.replies.reply import Reply, Step, Verdict
from shared.domain.replies.revision import fingerprint_words
from shared.domain.replies.sameness import fold_hash
from shared.domain.replies.states import Author, ReplyKind, ReplyState
from shared.domain.settings import SellerSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What somebody approved: exactly this text, for the item as it was at `revision`.

    `confirm` accepts warnings and open asks; `send_at` waits beyond the undo window; an edit has
    a `reason`; `files` names uploads. One of many is never looked at by itself: it `spares` what
    the seller has begun to write instead.
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
    kind: ReplyKind = ReplyKind.ANSWER
    reason: str = ""
    files: tuple[str, ...] = ()
    trace: str = ""
    spares: bool = False

    @property
    def reply(self) -> ReplyId:
        """The one reply that this request can make."""
        return reply_id(self.interaction, self.client_request_id)


def same_approval(reply: Reply, approval: Approval) -> bool:
    """A repeated request asks for the same words and files at the same moment."""
    if approval.files != tuple(file.id for file in reply.files):
        return False
    asked = (approval.text, approval.draft_id, approval.send_at, approval.kind, approval.reason)
    return asked == (reply.text, reply.draft_id, reply.send_at, reply.kind, reply.edit_reason)


def check_approval(approval: Approval, now: datetime) -> None:
    """What is wrong with the request itself, whatever the item says."""
    if hash_text(approval.text) != approval.text_hash:
        raise TextChanged("the text and its hash differ")
    earliest, latest = now - SENDING_GRACE, now + LATEST_SENDING
    if approval.send_at is not None and not earliest <= approval.send_at <= latest:
        raise BadSendingTime("send_at lies in the past or too far ahead")


def check_item(
    approval: Approval, item: Interaction, replies: Sequence[Reply], now: datetime
) -> None:
    """Refuse what the item and its earlier `replies` do not allow."""
    if approval.kind is ReplyKind.EDIT:
        _check_edit(approval, item, replies, now)
    else:
        _check_answer(item)
    if item.revision != approval.revision:
        raise ReplyRefused(RefusalCode.STALE)


def check_files(approval: Approval, item: Interaction, uploads: Sequence[UploadedFile]) -> None:
    """Refuse files that are not this chat's, or are too many for one message."""
    if not approval.files:
        return
    limits = capabilities_of(item.channel).files
    if limits is None:
        raise FilesRefused("Файлы можно отправить только в чат")
    if [upload.id for upload in uploads if upload.interaction == item.id] != [*approval.files]:
        raise FilesRefused("Файл не найден: прикрепите его ещё раз")
    if is_too_much((upload.size for upload in uploads), limits):
        raise FilesRefused(too_much(limits))


def _check_answer(item: Interaction) -> None:
    code = why_refused(item)
    if code is not None:
        mark = item.work.reply
        raise ReplyRefused(code, ReplyId(mark.id) if mark else None)


def _check_edit(
    approval: Approval, item: Interaction, replies: Sequence[Reply], now: datetime
) -> None:
    budget = edit_budget(item, replies, now)
    if budget.refusal is not None:
        raise ReplyRefused(budget.refusal, budget.reply)
    if _replaced_by(approval, item) == fold_hash(approval.text):
        raise ReplyRefused(RefusalCode.SAME_TEXT)


def _replaced_by(approval: Approval, item: Interaction) -> str:
    """Fingerprint of the text that an edit takes away."""
    answer = item.source.answer
    return fold_hash(answer.text) if answer and approval.kind is ReplyKind.EDIT else ""


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
    if item.channel is Channel.QUESTION and was_rejected(item.source, item.work):
        return None
    return _why_settled(item.channel, item.work)


def make_reply(
    seller: SellerId,
    item: Interaction,
    approval: Approval,
    settings: SellerSettings,
    now: datetime,
    uploads: Sequence[UploadedFile] = (),
) -> Reply:
    """An approved reply, due when the undo window is over."""
    due_at = max(now + settings.undo_of(approval.author), approval.send_at or now)
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
        answers=fingerprint_words(item),
        confirmed=approval.confirm,
        kind=approval.kind,
        replaces=_replaced_by(approval, item),
        edit_reason=approval.reason,
        send_at=approval.send_at,
        simulated=item.source.origin is Origin.DEMO,
        draft_id=approval.draft_id,
        files=tuple(SentFile(id=one.id, name=one.name, size=one.size) for one in uploads),
        trace=approval.trace,
        awaited=awaited_of(item),
        verdict=Verdict(text_hash=approval.text_hash, rules_version=RULES_VERSION),
        trail=(Step(state=ReplyState.APPROVED, at=now),),
    )


def awaited_of(item: Interaction) -> Awaited | None:
    """What the buyer waits for now; None where nobody waits."""
    since = waiting_since(item.channel, item.source)
    if since is None:
        return None
    due, chat = item.queue.deadline, item.source.chat
    return Awaited(
        since=since,
        target_at=due.target_at if due else None,
        limit_at=due.limit_at if due else None,
        rule=due.rule if due else "",
        had_order=item.channel is not Channel.CHAT or bool(chat and chat.order_key),
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
