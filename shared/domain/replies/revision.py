"""When an item has become another one to whoever is about to answer it."""

from shared.domain.automatic.request import auto_reply_id
from shared.domain.ids import hash_text
from shared.domain.interaction import Interaction
from shared.domain.replies.states import ReplyState

Answerable = tuple[object, ...]

# What a robot approves, and takes back before anything has left, leaves the item as it was seen.
_NOTHING_LEFT = frozenset({ReplyState.APPROVED, ReplyState.CANCELLED})


def next_revision(before: Interaction, after: Interaction) -> int:
    """Grow only when the words, the answer or the work of people have changed.

    A seller who has the item open may still approve what they saw when a draft, a topic, a link
    or another reading of the same words arrives.
    """
    return before.revision + int(_answerable(before) != _answerable(after))


def fingerprint_words(item: Interaction) -> str:
    """What an answer is an answer to; our own replies and their fates are no part of it."""
    source, chat = item.source, item.source.chat
    said = (source.rating, source.text, source.pros, source.cons, *source.tags)
    # Stores give back other classes of the same moment, and of the same word.
    last_at = chat.last_at.isoformat() if chat and chat.last_at else ""
    spoken = (chat.last_text, str(chat.last_sender), last_at) if chat else ()
    return hash_text(repr((said, spoken)))


def _answerable(item: Interaction) -> Answerable:
    source, mark = item.source, item.work.reply
    if mark and mark.id == auto_reply_id(item.id) and mark.state in _NOTHING_LEFT:
        mark = None
    chat = source.chat
    return (
        (source.rating, source.text, source.pros, source.cons, source.tags),
        (source.photos, source.has_video, source.answer, source.wb_state, source.gone_at),
        (chat.last_text, chat.last_sender, chat.last_at, frozenset(chat.pending)) if chat else (),
        item.work.closed,
        (mark.id, mark.state, mark.wb_state) if mark else (),
    )
