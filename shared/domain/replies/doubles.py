"""What tells that a chat shows one reply twice."""

from datetime import timedelta

from shared.domain.ids import hash_text
from shared.domain.interaction import Message, ReplyMark
from shared.domain.replies.states import ReplyState

# What WB calls the author of what came through its API.
OUR_SOURCE = "seller-public-api"
CLOCK_SKEW = timedelta(minutes=2)


def is_said_again(mark: ReplyMark, message: Message) -> bool:
    """Whether a new message repeats the reply that the chat is known to show already."""
    if mark.state != ReplyState.CONFIRMED or message.source != OUR_SOURCE:
        return False
    is_late = message.sent_at < mark.at - CLOCK_SKEW
    return not is_late and hash_text(message.text) == mark.text_hash
