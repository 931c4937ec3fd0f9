"""Drafts without a language model: honest phrases about what is known, varied by hash."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from shared.domain.drafts.brief import PLAIN_BRIEF, Brief
from shared.domain.drafts.card_facts import find_facts, say_fact
from shared.domain.drafts.chooser import Chooser
from shared.domain.drafts.claims.asks import find_open_asks
from shared.domain.drafts.drafting import basis_of, cut_text
from shared.domain.drafts.naming import name_product
from shared.domain.drafts.phrases import answers
from shared.domain.drafts.phrases.praise import GREETINGS
from shared.domain.drafts.review_lines import review_lines
from shared.domain.drafts.tone import Tone
from shared.domain.drafts.variety import WALL, opening_of, overlaps_with
from shared.domain.drafts.wishes import Change, read_wishes
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import check_text, find_blocks, keep_harmless
from shared.domain.interaction import Channel, Interaction
from shared.domain.products.card import Card
from shared.domain.replies.limits import LIMITS
from shared.domain.understanding import Intent

PROMPT_VERSION = "templates-3"
MOST_TRIES = 40
# The opening and what it is about; an opening alone says nothing.
_FEWEST = 2
# Words in common with the ten answers before, below which nobody sees a pattern.
_FRESH_BELOW = 0.12
_UNASKED = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.COMPLIANCE_SAFETY,
    }
)


def write_template(
    interaction: Interaction, card: Card | None, signature: str, brief: Brief = PLAIN_BRIEF
) -> str:
    """Put together a draft that names only what the item or the card says.

    Of some tries the first is taken that reads unlike the newest answers on the same card.
    """
    slots = name_product(interaction, card)
    seed, turn = f"{interaction.id}{basis_of(interaction)}", _turn_of(interaction)
    changes = read_wishes(brief.wish).changes
    recent = [_unsigned(text) for text in brief.recent[:WALL]]
    openings = {opening_of(text) for text in recent}
    best, least = "", 2.0
    for attempt in range(MOST_TRIES):
        chooser = Chooser(seed, turn, attempt, slots)
        text = _compose(interaction, card, chooser, brief.tone, changes)
        common = max(overlaps_with(text, recent), default=0.0)
        likeness = common + (opening_of(text) in openings)
        if likeness < least and _may_stand(interaction, text):
            best, least = text, likeness
        if least < _FRESH_BELOW:
            break
    return sign_text(best or text, interaction.channel, signature, Chooser(seed, turn))


def sign_text(text: str, channel: Channel, signature: str, chooser: Chooser) -> str:
    """End with the seller's name where it is harmless and fits."""
    name = keep_harmless(channel, signature.strip())
    signed = f"{text}\n{chooser.pick('signature', answers.SIGNATURES, name=name)}"
    return signed if name and len(signed) <= LIMITS[channel].advised else text


def _compose(
    item: Interaction, card: Card | None, chooser: Chooser, tone: Tone, changes: AbstractSet[Change]
) -> str:
    tone = Tone.FRIENDLY if Change.WARMER in changes else tone
    match item.channel:
        case Channel.REVIEW:
            lines = review_lines(item, chooser, tone)
        case Channel.QUESTION:
            lines = _question_lines(item, card, chooser)
        case Channel.CHAT:
            lines = _chat_lines(item, card, chooser)
    if Change.SHORTER in changes:
        lines = lines[:_FEWEST] if item.channel is Channel.REVIEW else lines[1:_FEWEST]
    greeting = "" if Change.NO_GREETING in changes else chooser.pick("greeting", GREETINGS[tone])
    words = " ".join(one for one in (greeting, *lines) if one)
    calm = words.replace("!", ".") if tone is Tone.FORMAL else words
    return cut_text(calm, LIMITS[item.channel].advised)


def _may_stand(item: Interaction, text: str) -> bool:
    """Phrases are harmless by themselves; together they might not be."""
    return not find_blocks(check_text(item.channel, text, situation_of(item)))


def _turn_of(interaction: Interaction) -> int:
    """Drafts are numbered, so each new one of an item takes the next phrases."""
    mark = interaction.ai.draft
    return int(mark.id) if mark is not None and mark.id.isdecimal() else 0


def _unsigned(text: str) -> str:
    """A signature is the same everywhere and says nothing about variety."""
    body, _, last = text.rpartition("\n")
    return body if body and last.startswith(("С уважением", "С наилучшими")) else text


def _question_lines(item: Interaction, card: Card | None, chooser: Chooser) -> Sequence[str]:
    body = _facts_line(item.source.text, item.channel, card, chooser) or chooser.pick(
        "answer", answers.ANSWERS.get(item.ai.intent.label, answers.UNKNOWN_ANSWER)
    )
    body = _or_honest(item.source.text, body, chooser)
    opening = chooser.pick("opening", answers.OPENINGS)
    return [opening, body, chooser.pick("closing", answers.CLOSINGS)]


def _chat_lines(item: Interaction, card: Card | None, chooser: Chooser) -> Sequence[str]:
    words = item.source.chat.last_text if item.source.chat else item.source.text
    label = item.ai.intent.label
    facts = "" if label in _UNASKED else _facts_line(words, item.channel, card, chooser)
    unclear = answers.CHAT_UNCLEAR if label is Intent.OTHER else answers.UNKNOWN_ANSWER
    body = facts or chooser.pick("answer", answers.CHAT_ANSWERS.get(label, unclear))
    body = body if label is Intent.OTHER else _or_honest(words, body, chooser)
    return [chooser.pick("opening", answers.CHAT_OPENINGS), body]


def _or_honest(words: str, body: str, chooser: Chooser) -> str:
    """Better to say that it is not known than to answer what nobody has asked."""
    missed = find_open_asks(words, body)
    return chooser.pick("honest", answers.UNKNOWN_ANSWER) if missed else body


def _facts_line(words: str, channel: Channel, card: Card | None, chooser: Chooser) -> str:
    """What the card says about what is asked."""
    facts = "; ".join(say_fact(line) for line in find_facts(words, channel, card))
    return chooser.pick("facts", answers.CARD_FACTS, facts=facts) if facts else ""
