"""Drafts without a language model: honest phrases, chosen by what is known and varied by hash."""

import hashlib
import re
from dataclasses import dataclass

from shared.domain.drafts import template_words as say
from shared.domain.drafts.drafting import basis_of, cut_text
from shared.domain.drafts.template_words import Lines
from shared.domain.guard.guardrails import keep_harmless
from shared.domain.interaction import Channel, Interaction
from shared.domain.language.letters import fold_text
from shared.domain.marketplace import LIMITS, Card
from shared.domain.understanding import Intent

PROMPT_VERSION = "templates-1"
LONGEST_NAME = 60
LONGEST_FACT = 150
MOST_TAGS = 3
MOST_FACTS = 2

_HAPPY_FROM = 4
_MIXED = 3
_STEM = 5
_WORD = re.compile(r"[a-zа-я0-9]{4,}")
_SERIOUS = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.COMPLIANCE_SAFETY,
    }
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Picks the same line for the same item and words, and another one at the next turn."""

    seed: str
    turn: int

    def pick(self, slot: str, lines: Lines) -> str:
        """Choose one line; two slots choose independently."""
        digest = hashlib.sha256(f"{self.seed}\x1f{slot}".encode()).digest()
        return lines[(int.from_bytes(digest[:4]) + self.turn) % len(lines)]


def write_template(interaction: Interaction, card: Card | None, signature: str) -> str:
    """Put together a draft that names only what the item or the card says."""
    chooser = Chooser(f"{interaction.id}{basis_of(interaction)}", _turn_of(interaction))
    match interaction.channel:
        case Channel.REVIEW:
            lines = _review_lines(interaction, chooser)
        case Channel.QUESTION:
            lines = _question_lines(interaction, card, chooser)
        case Channel.CHAT:
            lines = _chat_lines(interaction, card, chooser)
    words = " ".join([chooser.pick("greeting", say.GREETINGS), *lines])
    text = cut_text(words, LIMITS[interaction.channel].advised)
    return sign_text(text, interaction.channel, signature, chooser)


def sign_text(text: str, channel: Channel, signature: str, chooser: Chooser) -> str:
    """End with the seller's name where it is harmless and fits."""
    name = keep_harmless(channel, signature.strip())
    signed = f"{text}\n{chooser.pick('signature', say.SIGNATURES).format(name=name)}"
    return signed if name and len(signed) <= LIMITS[channel].advised else text


def _turn_of(interaction: Interaction) -> int:
    """Drafts are numbered, so each new one of an item takes the next phrases."""
    mark = interaction.ai.draft
    return int(mark.id) if mark is not None and mark.id.isdecimal() else 0


def _review_lines(item: Interaction, chooser: Chooser) -> list[str]:
    rating = item.source.rating or _MIXED
    troubled = item.ai.intent.label in _SERIOUS
    if rating >= _HAPPY_FROM and not troubled:
        return _praise_lines(item, chooser)
    lines = [chooser.pick("opening", say.MIXED_OPENINGS), chooser.pick("regret", say.MIXED_REGRETS)]
    if rating < _MIXED:
        lines = [chooser.pick("opening", say.SAD_OPENINGS)]
    tags = _tags_of(item)
    if tags:
        lines.append(chooser.pick("tags", say.SAD_TAGS).format(tags=tags))
    trouble = say.TROUBLES.get(item.ai.intent.label, say.OTHER_TROUBLE)
    return [*lines, chooser.pick("trouble", trouble), chooser.pick("closing", say.SAD_CLOSINGS)]


def _praise_lines(item: Interaction, chooser: Chooser) -> list[str]:
    product = _product_name(item)
    openings = say.PRAISE_OPENINGS + (say.PRAISE_OF_PRODUCT if product else ())
    if item.source.text or item.source.pros:
        openings += say.PRAISE_OF_WORDS
    lines = [chooser.pick("opening", openings).format(product=product)]
    tags = _tags_of(item)
    if tags:
        lines.append(chooser.pick("tags", say.GOOD_TAGS).format(tags=tags))
    else:
        lines.append(chooser.pick("joy", say.JOY))
    if item.source.has_video:
        lines.append(chooser.pick("video", say.VIDEO_THANKS))
    elif item.source.photos:
        lines.append(chooser.pick("photo", say.PHOTO_THANKS))
    return [*lines, chooser.pick("closing", say.PRAISE_CLOSINGS)]


def _question_lines(item: Interaction, card: Card | None, chooser: Chooser) -> list[str]:
    body = _card_line(item.source.text, item.channel, card, chooser) or chooser.pick(
        "answer", say.ANSWERS.get(item.ai.intent.label, say.UNKNOWN_ANSWER)
    )
    opening = chooser.pick("opening", say.QUESTION_OPENINGS)
    return [opening, body, chooser.pick("closing", say.QUESTION_CLOSINGS)]


def _chat_lines(item: Interaction, card: Card | None, chooser: Chooser) -> list[str]:
    words = item.source.chat.last_text if item.source.chat else item.source.text
    label = item.ai.intent.label
    facts = "" if label in _SERIOUS else _card_line(words, item.channel, card, chooser)
    unclear = say.CHAT_UNCLEAR if label is Intent.OTHER else say.UNKNOWN_ANSWER
    body = facts or chooser.pick("answer", say.CHAT_ANSWERS.get(label, unclear))
    return [chooser.pick("opening", say.CHAT_OPENINGS), body]


def _card_line(words: str, channel: Channel, card: Card | None, chooser: Chooser) -> str:
    """Lines of the card whose names share a word with what the buyer asks."""
    if card is None:
        return ""
    asked = _stems(words)
    facts = [
        f"{line.name.strip().lower()} — {line.value.strip()}"
        for line in card.characteristics
        if _stems(line.name) & asked and line.value.strip()
    ]
    short = [fact for fact in facts if len(fact) <= LONGEST_FACT]
    safe = [fact for fact in short if keep_harmless(channel, fact)][:MOST_FACTS]
    return chooser.pick("facts", say.CARD_FACTS).format(facts="; ".join(safe)) if safe else ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(fold_text(text)))


def _tags_of(item: Interaction) -> str:
    tags = [keep_harmless(item.channel, tag.strip()) for tag in item.source.tags]
    return ", ".join([tag for tag in tags if 0 < len(tag) <= LONGEST_NAME][:MOST_TAGS])


def _product_name(item: Interaction) -> str:
    """The name if it is short, else the kind of product."""
    names = (item.source.product.name, item.source.product.subject)
    short = next((name for name in names if len(name) <= LONGEST_NAME), "")
    return keep_harmless(item.channel, short.strip(' «»"'))
