"""Whether two texts are the same words to a reader."""

import unicodedata
from datetime import timedelta

from shared.domain.ids import hash_text
from shared.domain.interaction import Message, ReplyMark
from shared.domain.replies.states import ReplyState

OUR_SOURCE = "seller-public-api"
CLOCK_SKEW = timedelta(minutes=2)


def is_said_again(mark: ReplyMark, message: Message) -> bool:
    """Whether a new message repeats the reply that the chat is known to show already."""
    if mark.state != ReplyState.CONFIRMED or message.source != OUR_SOURCE:
        return False
    is_late = message.sent_at < mark.at - CLOCK_SKEW
    return not is_late and hash_text(message.text) == mark.text_hash


def same_text(shown: str, sent: str) -> bool:
    """Equal after Unicode normalisation and folding of blanks."""
    return _folded(shown) == _folded(sent)


def fold_hash(text: str) -> str:
    """Fingerprint of a text as `same_text` compares it."""
    return hash_text(_folded(text))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
