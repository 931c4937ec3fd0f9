"""Which words of an item are its buyer's own, and what of them is worth a vector."""

from dataclasses import replace

from shared.domain.drafts.drafting import mask_private
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel, Sender, Source

# Enough for 64 tokens; what follows says seldom anything else.
LONGEST_HEARD = 600
_FEW_WORDS = 3


def words_of(channel: Channel, source: Source) -> str:
    """What the buyer says: of a chat the last words, with earlier ones where those are few."""
    if channel is not Channel.CHAT:
        parts = (source.text, source.pros, source.cons, *source.tags)
        return "\n".join(part for part in parts if part.strip())
    said = _unanswered(source)
    if not said:
        return ""
    heard = said.pop()
    while said and len(heard.split()) < _FEW_WORDS:
        heard = f"{said.pop()}\n{heard}"
    return heard


def all_words_of(source: Source) -> str:
    """The last few things that a chat's buyer has said since the seller's last words."""
    return "\n".join(_unanswered(source))


def _unanswered(source: Source) -> list[str]:
    """Of a chat that was answered the last thing that was asked."""
    chat = source.chat
    if chat is None:
        return [source.text] if source.text.strip() else []
    if not chat.asked:
        return [chat.last_text] if chat.last_sender is Sender.CLIENT else []
    since = chat.answered_at
    waiting = [one.text for one in chat.asked if since is None or one.at >= since]
    return waiting or [chat.asked[-1].text]


def hear_buyer(source: Source, words: str) -> Source:
    """The source as if a chat's buyer had said these words last."""
    if source.chat is None:
        return source
    chat = replace(source.chat, last_text=words, last_sender=Sender.CLIENT)
    return replace(source, chat=chat)


def masked_words(channel: Channel, source: Source) -> str:
    """The words as they may leave the product: nothing in them points to a person."""
    return mask_private(words_of(channel, source)[:LONGEST_HEARD]).strip()


def basis_of_words(words: str) -> str:
    """Names what was embedded or asked, so that it is done once."""
    return hash_text(words)[:16]
