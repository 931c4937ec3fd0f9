"""Send words again that certainly never reached WB."""

from shared.domain.errors import NotFound
from shared.domain.guard.judging import Judge
from shared.domain.ids import ReplyId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.replies.approval import Approval
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.reply import Reply, can_retry
from shared.domain.replies.revision import fingerprint_words
from shared.domain.replies.states import ReplyState
from shared.ports import Clock, Stores, TaskQueue
from shared.usecases.approve_reply import approve_reply
from shared.usecases.settle_reply import find_reply

_WHY_NOT = {
    ReplyState.CANCELLED: RefusalCode.CANCELLED,
    ReplyState.ATTENTION: RefusalCode.DOUBTFUL,
    ReplyState.BLOCKED: RefusalCode.WAITS_FOR_KEY,
    ReplyState.CONFIRMED: RefusalCode.DELIVERED,
    ReplyState.ANSWERED_ELSEWHERE: RefusalCode.ANSWERED,
}


def retry_reply(
    seller: SellerId,
    reply: ReplyId,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    judge: Judge,
) -> Reply:
    """Approve a failed reply's words anew; repeating the request meets the same new reply.

    Raises ReplyRefused where WB may have the words, and whatever a new approval raises: STALE
    when the item has changed, TextRefused for warnings that nobody has accepted.
    """
    store = stores.of_seller(seller)
    failed = find_reply(store, reply).value
    if failed.state is not ReplyState.FAILED:
        raise ReplyRefused(_WHY_NOT.get(failed.state, RefusalCode.IN_FLIGHT), failed.id)
    if not can_retry(failed):
        raise ReplyRefused(RefusalCode.FILE_GONE, failed.id)
    item = store.get(Interaction, failed.interaction)
    if item is None:
        raise NotFound("no such interaction")
    if failed.answers and failed.answers != fingerprint_words(item.value):
        # Whoever approved the words had not seen what has been said since.
        raise ReplyRefused(RefusalCode.STALE, failed.id)
    approval = Approval(
        interaction=failed.interaction,
        text=failed.text,
        text_hash=failed.text_hash,
        revision=item.value.revision,
        client_request_id=f"retry-{failed.id}",
        draft_id=failed.draft_id,
        files=tuple(file.id for file in failed.files),
        kind=failed.kind,
        reason=failed.edit_reason,
        confirm=failed.confirmed,
    )
    return approve_reply(seller, approval, stores=stores, queue=queue, clock=clock, judge=judge)
