"""What an item says of its buyer that another item can be likened to."""

from datetime import timedelta

from shared.domain.ids import hash_key, hash_text
from shared.domain.interaction import Channel, Interaction, Sender
from shared.domain.linking.likeness import LEAST_STEMS, telling_stems
from shared.domain.linking.names import has_name

# How far apart in time two contacts may be.
WINDOW = timedelta(days=30)


def says_anything(item: Interaction, *, uses_names: bool) -> bool:
    """Whether there is anything of a person to go by; nobody else is looked at without it."""
    named = uses_names and has_name(item.source.buyer_name)
    return named or len(telling_stems(words_of(item))) >= LEAST_STEMS


def tells_enough(item: Interaction) -> bool:
    """Whether a waiting chat, whose talk grows, has come to say what others can be likened to."""
    is_growing = item.channel is Channel.CHAT and bool(guess_basis(item))
    return is_growing and says_anything(item, uses_names=False)


def guess_basis(item: Interaction) -> str:
    """A hash of what a guess is made of; empty where nobody waits, or nothing recent is near.

    What is answered or old is found all the same, when somebody else's newer words are looked at.
    """
    source = item.source
    is_recent = source.observed_at - item.occurred_at <= WINDOW
    if not (item.queue.needs_response and is_recent and source.product.nm_id > 0):
        return ""
    words = words_of(item)
    return hash_key("guess", hash_text(words)) if words or source.buyer_name else ""


def words_of(item: Interaction) -> str:
    """What the buyer said, as far as the item itself holds it."""
    source, chat = item.source, item.source.chat
    said = [source.text, source.pros, source.cons]
    if chat is not None and chat.asked:
        said += [one.text for one in chat.asked]
    elif chat is not None and chat.last_sender in (None, Sender.CLIENT):
        said += [chat.last_text or chat.preview]
    return " ".join(part for part in said if part)
