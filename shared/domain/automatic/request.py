"""The one request by which a review is ever answered automatically."""

from shared.domain.ids import InteractionId, ReplyId, reply_id

# One per item for ever, so that nothing is answered automatically twice.
REQUEST = "automatic"


def auto_reply_id(interaction: InteractionId) -> ReplyId:
    """Name the one automatic reply that an item can ever have."""
    return reply_id(interaction, REQUEST)
