"""Let replies go on that waited for a working WB token."""

from functools import partial

from shared.domain.ids import SellerId
from shared.domain.replies.dispatch import resume_blocked
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.ports import Clock, Query, Stores, TaskQueue, Where
from shared.usecases.settle_reply import queue_dispatch, settle_reply

PAGE_SIZE = 200


def resume_replies(
    seller: SellerId,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> int:
    """Resume every blocked reply and count them; in doubt means looking, not sending."""
    store = stores.of_seller(seller)
    resumed = 0
    after: tuple[str, ...] = ()
    while page := store.find(_blocked(after)):
        for stored in page:
            now = clock.now()
            decide = partial(resume_blocked, now=now)
            reply = settle_reply(store, stored.value.id, decide, clock=clock)
            queue_dispatch(queue, seller, reply, now)
        resumed += len(page)
        # What a refusal blocks again meanwhile lies behind, and does not come round twice.
        after = (page[-1].value.id,)
    return resumed


def _blocked(after: tuple[str, ...]) -> Query[Reply]:
    where = (Where("state", "==", ReplyState.BLOCKED),)
    return Query(kind=Reply, where=where, after=after, limit=PAGE_SIZE)
