"""Which interactions may be of one buyer: named signals, and how often those proved right.

No signal is a proof, so nothing acts on a guess. Product and time alone never make one: whoever
bought the same thing in the same week is somebody else.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Interaction, Link
from shared.domain.linking.calibration import PRECISION
from shared.domain.linking.likeness import overlap_of, telling_stems
from shared.domain.linking.names import Agreement, compare_names
from shared.domain.linking.telling import WINDOW, words_of

GUESS = "probabilistic"
LEAST_CONFIDENCE = 0.55
MOST_CONFIDENCE = 0.99
# How many others on the product are looked at.
MOST_NEAR = 150


class Signal(StrEnum):
    """One thing that two interactions have in common, as links name it."""

    PRODUCT = "nm_id_exact"
    ARTICLE = "product_article_exact"
    DAY = "time_window_24h"
    WEEK = "time_window_7d"
    MONTH = "time_window_30d"
    NAME = "name_match_probabilistic"
    PART_OF_NAME = "name_partial_probabilistic"
    MUCH_TEXT = "semantic_overlap_high"
    SOME_TEXT = "semantic_overlap_medium"


WEIGHTS: Mapping[Signal, float] = {
    Signal.PRODUCT: 0.34,
    Signal.ARTICLE: 0.28,
    Signal.DAY: 0.16,
    Signal.WEEK: 0.10,
    Signal.MONTH: 0.05,
    Signal.NAME: 0.12,
    Signal.PART_OF_NAME: 0.08,
    Signal.MUCH_TEXT: 0.10,
    Signal.SOME_TEXT: 0.06,
}
MUCH, SOME = 0.45, 0.25
_PERIODS = (
    (timedelta(hours=24), Signal.DAY),
    (timedelta(days=7), Signal.WEEK),
    (WINDOW, Signal.MONTH),
)
_NAMES = {Agreement.FULL: Signal.NAME, Agreement.PARTIAL: Signal.PART_OF_NAME}
_OF_A_PRODUCT = frozenset({Signal.PRODUCT, Signal.ARTICLE})
_OF_A_PERSON = frozenset({Signal.NAME, Signal.PART_OF_NAME, Signal.MUCH_TEXT, Signal.SOME_TEXT})
# Up to how many neighbours a product's month counts as quiet, and as busy.
CROWDS = (2, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What two interactions have in common, and among how many others on the product.

    `rivals` match one of the two as well or better.
    """

    other: Interaction
    signals: tuple[Signal, ...]
    score: float
    rivals: int = 0
    crowd: int = 0

    @property
    def setting(self) -> int:
        """Which column of the measurements holds: quiet, busy, crowded, or with rivals."""
        return len(CROWDS) + 1 if self.rivals else bisect_left(CROWDS, self.crowd)

    @property
    def confidence(self) -> float:
        """How often such guesses proved right; none where too little speaks for this one."""
        if self.score < LEAST_CONFIDENCE:
            return 0.0
        return min(measured_precision(self), MOST_CONFIDENCE)

    @property
    def link(self) -> Link:
        """The claim as it is stored, named by its strongest signal of a person."""
        personal = [signal for signal in self.signals if signal in _OF_A_PERSON]
        return Link(
            other=self.other.id,
            kind=GUESS,
            rule=max(personal, key=WEIGHTS.__getitem__, default=self.signals[0]).value,
            confidence=self.confidence,
            reasons=tuple(signal.value for signal in self.signals),
        )


def find_signals(one: Interaction, other: Interaction, *, uses_names: bool) -> tuple[Signal, ...]:
    """What speaks for one buyer; nothing where two names contradict each other."""
    agreement = Agreement.UNKNOWN
    if uses_names:
        agreement = compare_names(one.source.buyer_name, other.source.buyer_name)
    if agreement is Agreement.CONFLICT:
        return ()
    found = [*_product_signals(one, other), *_time_signals(one, other)]
    found += [_NAMES[agreement]] if agreement in _NAMES else []
    return (*found, *_text_signals(one, other))


def score_signals(signals: Iterable[Signal]) -> float:
    """The sum of what the signals weigh, which guesses nothing yet."""
    return round(min(sum(WEIGHTS[signal] for signal in signals), MOST_CONFIDENCE), 3)


def cell_of(signals: Iterable[Signal]) -> str:
    """What the measurements call a set of signals; all of them are about one product."""
    return "+".join(signal.value for signal in signals if signal not in _OF_A_PRODUCT)


def measured_precision(guess: Guess) -> float:
    """How often guesses like this were right where the truth was known; 0 where nobody knows."""
    known = PRECISION.get(cell_of(guess.signals))
    return known[guess.setting] if known else 0.0


def rank_guesses(
    item: Interaction,
    candidates: Sequence[Interaction],
    *,
    uses_names: bool,
) -> list[Guess]:
    """Every candidate that anything of a person speaks for, the best first."""
    found = [
        Guess(other=other, signals=signals, score=score_signals(signals))
        for other in candidates
        if _may_be_one(item, other)
        and (signals := find_signals(item, other, uses_names=uses_names))
        and _OF_A_PERSON & set(signals)
    ]
    return sorted(found, key=lambda guess: (-guess.score, guess.other.id))


def weigh_guess(
    guess: Guess, ranked: Sequence[Guess], crowd: Sequence[Interaction], *, uses_names: bool
) -> Guess:
    """Reckon with everybody else on the product: who matches as well makes both doubtful.

    `crowd` is everybody within the window but the two: rivals are candidates of the same channel,
    and neighbours of the item that match the candidate.
    """
    channel, name = guess.other.channel, guess.other.id
    better = sum(
        one.other.channel is channel and one.score >= guess.score and one.other.id != name
        for one in ranked
    )
    alike = [one for one in crowd if one.channel is not channel and one.id != name]
    found = [find_signals(guess.other, one, uses_names=uses_names) for one in alike]
    better += sum(score_signals(signals) >= guess.score for signals in found if signals)
    return replace(guess, rivals=better, crowd=len(crowd))


def keep_best(links: Iterable[Link], room: int) -> tuple[Link, ...]:
    """As many guesses as there is room for, the best first."""
    likely = [link for link in links if link.confidence >= LEAST_CONFIDENCE]
    ordered = sorted(likely, key=lambda link: (-link.confidence, link.other))
    return tuple(ordered[: max(room, 0)])


def _may_be_one(item: Interaction, other: Interaction) -> bool:
    """Guesses join channels: within one, WB itself says what belongs together."""
    return (
        item.id != other.id
        and item.channel is not other.channel
        and item.source.origin is other.source.origin
        and other.source.gone_at is None
    )


def _product_signals(one: Interaction, other: Interaction) -> list[Signal]:
    mine, theirs = one.source.product, other.source.product
    found = [Signal.PRODUCT] if 0 < mine.nm_id == theirs.nm_id else []
    is_same = mine.article and mine.article.lower() == theirs.article.lower()
    return [*found, Signal.ARTICLE] if is_same else found


def _time_signals(one: Interaction, other: Interaction) -> list[Signal]:
    apart = _time_between(one, other)
    return next(([signal] for period, signal in _PERIODS if apart <= period), [])


def _time_between(one: Interaction, other: Interaction) -> timedelta:
    """A chat lasts from its first to its last words, and is near to all in between."""
    mine = sorted((one.source.created_at, one.occurred_at))
    theirs = sorted((other.source.created_at, other.occurred_at))
    return max(mine[0] - theirs[1], theirs[0] - mine[1], timedelta(0))


def _text_signals(one: Interaction, other: Interaction) -> list[Signal]:
    overlap = overlap_of(telling_stems(words_of(one)), telling_stems(words_of(other)))
    if overlap >= MUCH:
        return [Signal.MUCH_TEXT]
    return [Signal.SOME_TEXT] if overlap >= SOME else []
