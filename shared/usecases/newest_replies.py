"""The replies that one interaction has had."""

from shared.domain.ids import InteractionId
from shared.domain.replies.reply import Reply
from shared.ports import Order, Query, Store, Where

MOST_REPLIES = 20


def newest_replies(store: Store, interaction: InteractionId) -> list[Reply]:
    """Read the newest replies first; what is older than those no longer matters."""
    query = Query(
        kind=Reply,
        where=(Where("interaction", "==", interaction),),
        order=(Order("approved_at", descending=True),),
        limit=MOST_REPLIES,
    )
    return [stored.value for stored in store.find(query)]
