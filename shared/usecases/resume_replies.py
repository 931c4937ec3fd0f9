"""Let replies go on that waited for a working WB token."""

from shared.domain.dispatch import resume_reply
from shared.domain.ids import SellerId
from shared.domain.reply import Reply, ReplyState
from shared.ports import Clock, Query, Stores, TaskQueue, Where
from shared.usecases.settle_reply import queue_dispatch, settle_reply

MOST_REPLIES = 200


def resume_replies(
    seller: SellerId,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> int:
    """Resume every blocked reply and count them; in doubt means looking, not sending."""
    store = stores.of_seller(seller)
    query = Query(kind=Reply, where=(Where("state", "==", ReplyState.BLOCKED),), limit=MOST_REPLIES)
    resumed = 0
    for stored in store.find(query):
        now = clock.now()
        after = settle_reply(
            store,
            stored.value.id,
            lambda current: (
                resume_reply(current, clock.now()) if current.state is ReplyState.BLOCKED else None
            ),
            clock=clock,
        )
        queue_dispatch(queue, seller, after, now)
        resumed += 1
    return resumed
