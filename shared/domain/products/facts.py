"""What a product's newest reviews say together: stars, fit and troubles, each with its number."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Interaction
from shared.domain.understanding import Intent, Sentiment

# Fewer voices than this show no tendency.
LEAST_TO_TELL = 8
# A tendency is what more than half say, and a trend a change of this part of all reviews.
_MAJORITY = 0.5
_CHANGE = 0.1
PERIOD = timedelta(days=30)
MOST_TOPICS = 5
MOST_SIZES = 12


class Fit(StrEnum):
    """How a product fits, as buyers answer WB (`matchingSize`)."""

    SMALL = "smaller"
    TRUE = "ok"
    LARGE = "bigger"


class Change(StrEnum):
    """Where a share goes from one month to the next; None stands for too few voices."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class FitShares:
    """How many said what; `tendency` only where enough did and most agree."""

    size: str = ""
    counts: dict[Fit, int]

    @property
    def total(self) -> int:
        """How many answered at all."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[Fit, float] | None:
        """The part of each answer; nothing where too few answered."""
        if self.total < LEAST_TO_TELL:
            return None
        return {fit: round(count / self.total, 3) for fit, count in self.counts.items()}

    @property
    def tendency(self) -> Fit | None:
        """What most say."""
        shares = self.shares or {}
        return next((fit for fit, share in shares.items() if share > _MAJORITY), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShare:
    """How many reviews of the last month complain of one thing, and of the month before."""

    topic: Intent
    now: int
    before: int
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFacts:
    """The mean over rated reviews, and of the last month against the month before."""

    mean: float
    rated: int
    recent: float | None
    earlier: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """All of it; `reviews` were read, the oldest of them from `since`, and maybe not all.

    `recent` and `earlier` say how many reviews the months compared have.
    """

    reviews: int
    since: datetime | None
    is_cut: bool
    rating: RatingFacts | None
    fit: FitShares
    sizes: tuple[FitShares, ...]
    topics: tuple[TopicShare, ...]
    recent: int
    earlier: int


def sum_product(
    items: Iterable[Interaction], *, now: datetime, is_cut: bool, covered_since: datetime
) -> ProductFacts:
    """Count the reviews among a product's items.

    Where reading was cut off, months that it does not cover whole are not compared.
    """
    reviews = [one for one in items if one.channel is Channel.REVIEW]
    recent = [one for one in reviews if now - one.occurred_at <= PERIOD]
    earlier = [one for one in reviews if PERIOD < now - one.occurred_at <= 2 * PERIOD]
    if is_cut and covered_since > now - 2 * PERIOD:
        earlier = []
    return ProductFacts(
        reviews=len(reviews),
        since=min((one.occurred_at for one in reviews), default=None),
        is_cut=is_cut,
        rating=_rate(reviews, recent, earlier),
        fit=_count_fit("", reviews),
        sizes=_sizes_of(reviews),
        topics=_topics_of(recent, earlier),
        recent=len(recent),
        earlier=len(earlier),
    )


def read_fit(written: str) -> Fit | None:
    """WB's word for it; its documentation also prints `ok` in Cyrillic."""
    folded = written.strip().lower()
    if folded in ("ok", "ок"):
        return Fit.TRUE
    return Fit(folded) if folded in (Fit.SMALL, Fit.LARGE) else None


def _count_fit(size: str, reviews: Iterable[Interaction]) -> FitShares:
    told = Counter(read_fit(one.source.size_fit) for one in reviews)
    return FitShares(size=size, counts={fit: told[fit] for fit in Fit})


def _sizes_of(reviews: Sequence[Interaction]) -> tuple[FitShares, ...]:
    """Only sizes of which enough buyers have told."""
    sizes = {one.source.product.size for one in reviews} - {"", "0"}
    fits = [
        _count_fit(size, [one for one in reviews if one.source.product.size == size])
        for size in sorted(sizes)
    ]
    told = [fit for fit in fits if fit.total >= LEAST_TO_TELL]
    return tuple(sorted(told, key=lambda fit: -fit.total)[:MOST_SIZES])


def _rate(
    reviews: Sequence[Interaction],
    recent: Sequence[Interaction],
    earlier: Sequence[Interaction],
) -> RatingFacts | None:
    stars = _stars(reviews)
    if not stars:
        return None
    return RatingFacts(
        mean=round(sum(stars) / len(stars), 2),
        rated=len(stars),
        recent=_mean(_stars(recent)),
        earlier=_mean(_stars(earlier)),
    )


def _stars(reviews: Iterable[Interaction]) -> list[int]:
    return [one.source.rating for one in reviews if one.source.rating is not None]


def _mean(stars: Sequence[int]) -> float | None:
    return round(sum(stars) / len(stars), 2) if len(stars) >= LEAST_TO_TELL else None


def _topics_of(
    recent: Sequence[Interaction], earlier: Sequence[Interaction]
) -> tuple[TopicShare, ...]:
    now, before = _complaints(recent), _complaints(earlier)
    shares = [
        TopicShare(
            topic=topic,
            now=now[topic],
            before=before[topic],
            change=_change((now[topic], len(recent)), (before[topic], len(earlier))),
        )
        for topic in sorted(now | before)
    ]
    return tuple(sorted(shares, key=lambda one: (-one.now, -one.before))[:MOST_TOPICS])


def _complaints(reviews: Iterable[Interaction]) -> Counter[Intent]:
    """Each review counts once per topic that it complains of."""
    return Counter(
        topic
        for one in reviews
        for topic in {told.label for told in one.ai.topics if told.sentiment is Sentiment.NEGATIVE}
    )


def _change(now: tuple[int, int], before: tuple[int, int]) -> Change | None:
    if min(now[1], before[1]) < LEAST_TO_TELL:
        return None
    moved = now[0] / now[1] - before[0] / before[1]
    if abs(moved) < _CHANGE:
        return Change.SAME
    return Change.UP if moved > 0 else Change.DOWN
