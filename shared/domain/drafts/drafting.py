"""What a draft answers, what nobody else is told of it, and how its words are tidied."""

import re
import unicodedata

from shared.domain.ids import hash_key
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.limits import LIMITS

MOST_MESSAGES = 10
LONGEST_WORDS = 4000

_PRIVATE = (
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,20}){1,4}"), "[почта]"),
    (re.compile(r"(?<!\w)@[a-zA-Z]\w{2,31}"), "[имя в сети]"),
    (re.compile(r"(?:https?://|www\.)\S{1,300}"), "[ссылка]"),
    (re.compile(r"(?<![\w+])\+?\d(?:[\s\-()]{0,3}\d){6,24}(?!\w)"), "[номер]"),
)
_TAGS = re.compile(r"[<>]")
_FENCE = re.compile(r"^```\w{0,10}\s|\s*```$")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


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


def mask_private(text: str) -> str:
    """Take out what could point to a person, and what could pass for the prompt's own marks."""
    visible = _TAGS.sub(" ", strip_hidden(text))
    for pattern, mark in _PRIVATE:
        visible = pattern.sub(mark, visible)
    return visible[:LONGEST_WORDS]


def strip_hidden(text: str) -> str:
    """Drop control and formatting characters; line breaks stay."""
    kept = (one for one in text if one == "\n" or unicodedata.category(one)[0] != "C")
    return unicodedata.normalize("NFC", "".join(kept))


def tidy_answer(words: str, channel: Channel) -> str:
    """Make a model's words plain text of the advised length, cut at a sentence's end."""
    plain = strip_hidden(_FENCE.sub("", words.replace("\t", " ").strip()))
    folded = _BREAKS.sub("\n", _BLANKS.sub(" ", plain)).strip()
    return cut_text(folded, LIMITS[channel].advised)


def cut_text(text: str, most: int) -> str:
    """Cut at the last sentence that ends beyond the middle, else between words."""
    if len(text) <= most:
        return text
    head = text[:most]
    ends = [match.end() for match in _SENTENCE_END.finditer(head) if match.end() > most // 2]
    if ends:
        return head[: ends[-1]]
    head = head[: most - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:—-") + "…"
