"""What a draft answers, and what a writer may be told of it."""

from shared.domain.ids import hash_key
from shared.domain.interaction import Channel, Interaction


def basis_of(interaction: Interaction) -> str:
    """Fingerprint the words that wait for an answer; a chat's newest message changes it."""
    source = interaction.source
    if interaction.channel is Channel.CHAT and source.chat is not None:
        chat = source.chat
        at = chat.last_at.isoformat() if chat.last_at else ""
        return hash_key("basis", "chat", chat.last_text, str(chat.last_sender or ""), at)
    return hash_key(
        "basis",
        interaction.channel.value,
        str(source.rating or ""),
        source.text,
        source.pros,
        source.cons,
        *source.tags,
    )
