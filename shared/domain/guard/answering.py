"""The situation that an item's reply is written in."""

from shared.domain.guard.situation import Situation
from shared.domain.interaction import Channel, Interaction
from shared.domain.meaning.hearing import all_words_of, words_of


def situation_of(interaction: Interaction) -> Situation:
    """What the buyer says that waits for an answer, and what it is about."""
    source = interaction.source
    is_chat = interaction.channel is Channel.CHAT
    words = all_words_of(source) if is_chat else words_of(interaction.channel, source)
    titles = tuple(name for name in (source.product.name, source.product.brand) if name)
    return Situation(words=words, intent=interaction.ai.intent.label, titles=titles)
