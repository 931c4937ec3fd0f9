"""What the seller has answered before to like words about the same product, in public."""

from collections.abc import Iterable

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.likeness import telling_stems
from shared.domain.linking.nameless import strip_name
from shared.domain.linking.telling import words_of
from shared.domain.understanding import Intent

MOST_ANSWERS = 5
LEAST_LIKENESS = 0.15
# To ask for the same thing weighs as much as this part of the words in common.
_SAME_INTENT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """An answer to another buyer: how alike the words were, and whether both wanted the same."""

    item: Interaction
    text: str
    likeness: float
    is_same_intent: bool


def rank_answers(
    item: Interaction, others: Iterable[Interaction], said: str = ""
) -> tuple[EarlierAnswer, ...]:
    """The likest first, equal texts once; `said` are a chat's words beyond the item's own.

    What was told to somebody in a chat is private and never offered to another, and neither is
    anybody's name.
    """
    asked = telling_stems(f"{words_of(item)} {said}")
    found: dict[str, EarlierAnswer] = {}
    for one in others:
        answer = one.source.answer
        if one.id == item.id or one.channel is Channel.CHAT or answer is None:
            continue
        text = strip_name(answer.text, one.source.buyer_name)
        if not text:
            continue
        ranked = EarlierAnswer(
            item=one,
            text=text,
            likeness=_likeness(asked, one),
            is_same_intent=_is_same_intent(item, one),
        )
        known = found.get(text)
        if _worth(ranked) >= LEAST_LIKENESS and (known is None or _worth(known) < _worth(ranked)):
            found[text] = ranked
    return tuple(sorted(found.values(), key=_by_worth)[:MOST_ANSWERS])


def _is_same_intent(item: Interaction, other: Interaction) -> bool:
    """Not to be understood is nothing that two texts have in common."""
    label = item.ai.intent.label
    return label is other.ai.intent.label and label is not Intent.OTHER


def _likeness(asked: frozenset[str], other: Interaction) -> float:
    """The part of the shorter text's stems that the other has too."""
    told = telling_stems(words_of(other))
    least = min(len(asked), len(told))
    return round(len(asked & told) / least, 3) if least else 0.0


def _worth(answer: EarlierAnswer) -> float:
    return answer.likeness + _SAME_INTENT * answer.is_same_intent


def _by_worth(answer: EarlierAnswer) -> tuple[float, float, str]:
    return (-_worth(answer), -answer.item.occurred_at.timestamp(), answer.item.id)
