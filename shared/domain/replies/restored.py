"""Replies that came back with an older copy of the store."""

from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import Switch


def may_be_sent_already(reply: Reply, switch: Switch) -> bool:
    """Whether an older copy brought back a reply whose fate nobody here knows.

    The store that is gone may have sent it, or the seller may have taken it back there: that holds
    for a reply planned for later as well.
    """
    restored_at = switch.restored_at
    if restored_at is None or reply.state is not ReplyState.APPROVED:
        return False
    if reply.restored_at is not None and reply.restored_at >= restored_at:
        return False
    return reply.approved_at <= restored_at
