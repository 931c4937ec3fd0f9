"""What an item adds to links and profiles."""

from datetime import datetime

from shared.domain.ids import hash_key
from shared.domain.interaction import Interaction


def link_basis(item: Interaction, *, has_labels: bool, label: str = "") -> str:
    """A hash of what an item adds to links and profiles; empty when it cannot add anything.

    A chat's talk changes it once a day; a review's own change always does, even back to what it
    was before. `label` names what the seller has told of the review's label, so that a task that
    was lost after a correction is made good by the review's next reading.
    """
    source, chat = item.source, item.source.chat
    shk = source.order.shk if has_labels else None
    if chat is not None:
        proof = [chat.order_key, str(chat.price), chat.currency, str(chat.complained)]
        proof += [
            midnight_of(item.occurred_at).isoformat(),
            midnight_of(source.created_at).isoformat(),
        ]
    elif source.parent_id or source.child_id or shk is not None or item.links or item.buyer:
        proof = [source.parent_id, source.child_id, str(shk), source.observed_at.isoformat()]
        proof += [label] if label else []
    else:
        return ""
    return hash_key("link", *proof)


def midnight_of(moment: datetime) -> datetime:
    """The beginning of its day, so that a talk counts once a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
