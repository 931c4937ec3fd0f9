"""How content a buyer sounds, from what is known for certain; silence is no opinion."""

from collections.abc import Sequence
from enum import StrEnum

from shared.domain.interaction import Interaction, Message
from shared.domain.understanding import Intent

GRIEVANCES = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.QUALITY_COMPLAINT,
        Intent.DELIVERY_DELAY,
    }
)
# Up to so many stars a review complains; a complaint in words weighs as much.
COMPLAINING_STARS = 2
REPEATED = 3

_RECENT = 5
_STEP = 1.0


class Trend(StrEnum):
    """Where a buyer's mood goes; one opinion alone has no direction."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"
    NEUTRAL = "neutral"


def is_grievance(message: Message) -> bool:
    """Whether a message names something that went wrong."""
    from shared.domain.meaning.intent import hear_words

    return hear_words(message.text).label in GRIEVANCES


def mood_of(item: Interaction) -> float | None:
    """One to five, as stars are; None where neither stars nor words tell.

    Every reader of moods asks here, so that a finer judgement needs no other change.
    """
    if item.source.rating is not None:
        return float(item.source.rating)
    if item.source.chat is not None and item.source.chat.complained:
        return float(COMPLAINING_STARS)
    return None


def trend_of(moods: Sequence[float]) -> Trend | None:
    """Compare the halves of the newest five, oldest first; None without any."""
    recent = moods[-_RECENT:]
    if len(recent) < 2:  # noqa: PLR2004 - a direction needs two points
        return Trend.NEUTRAL if recent else None
    middle = len(recent) // 2
    change = _mean(recent[middle:]) - _mean(recent[:middle])
    if abs(change) < _STEP:
        return Trend.STABLE
    return Trend.IMPROVING if change > 0 else Trend.DECLINING


def _mean(moods: Sequence[float]) -> float:
    return sum(moods) / len(moods)
