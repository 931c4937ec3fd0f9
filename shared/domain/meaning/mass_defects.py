"""Like complaints about one product, and whether they are more than its own past explains."""

from dataclasses import field, replace
from datetime import datetime, timedelta
from math import exp, lgamma, log

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.understanding import Intent, Quote, Sentiment

LIKE = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.QUALITY_COMPLAINT,
    }
)
FEWEST = 3
WINDOW = timedelta(days=7)
REMEMBERED = timedelta(days=365)
RECENT = timedelta(days=56)
# A shorter past tells nothing of what is usual.
LEAST_PAST = timedelta(days=28)
MOST_KEPT = 1500
# Chance may raise an alarm so seldom; the last weeks, which tell less, have to agree more loosely.
FALSE_ALARM = 5e-4
LOOSER = 10.0
# Nothing is known of a product that nobody has complained of: as much as one complaint in months.
_PRIOR_COUNT, _PRIOR_DAYS = 1.0, 120.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What one item complains of, and since when."""

    at: datetime
    topics: tuple[Intent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDefects:
    """A year of complaints about one product by interaction; `newest_at` finds it again.

    `alarmed` holds when each topic was last found to be a mass defect.
    """

    nm_id: int
    complaints: dict[str, Complaint] = field(default_factory=dict)
    newest_at: datetime
    alarmed: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectsProgress:
    """Which changes of items have been looked at.

    Everything until `until`; of a look that was cut off, `newest` is where it began and `after`
    where it goes on. `since` is the oldest item that was ever seen.
    """

    id: str
    until: datetime
    newest: datetime | None = None
    after_at: datetime | None = None
    after_id: str = ""
    since: datetime | None = None


def complaint_of(item: Interaction) -> Complaint | None:
    """What an item says is wrong with its product, if anything."""
    topics = {
        topic.label
        for topic in item.ai.topics
        if topic.label in LIKE and topic.sentiment is Sentiment.NEGATIVE
    }
    if item.channel is not Channel.REVIEW and item.ai.intent.label in LIKE:
        topics.add(item.ai.intent.label)
    if not topics or not item.source.product.nm_id or item.source.gone_at is not None:
        return None
    return Complaint(at=item.occurred_at, topics=tuple(sorted(topics)))


def note_item(known: ProductDefects | None, item: Interaction) -> ProductDefects | None:
    """The product's complaints after reading an item; one that was read before counts once."""
    new = complaint_of(item)
    before = known.complaints.get(item.id) if known else None
    if new is None:
        return _without(known, item.id) if known and before else known
    if before is not None:
        new = replace(new, at=min(before.at, new.at))
    if known is None:
        nm_id = item.source.product.nm_id
        return ProductDefects(nm_id=nm_id, complaints={item.id: new}, newest_at=new.at)
    return _keep(known, {**known.complaints, item.id: new})


def find_alarms(known: ProductDefects, now: datetime, since: datetime) -> set[Intent]:
    """Topics with at least three complaints in a week that the past does not explain."""
    return {topic for topic in LIKE if _is_alarming(known, topic, now, since)}


def like_complaints(known: ProductDefects, topic: Intent, now: datetime) -> list[InteractionId]:
    """Whose complaints of this week say the same."""
    return [
        InteractionId(name)
        for name, one in known.complaints.items()
        if topic in one.topics and now - WINDOW < one.at <= now
    ]


def quotes_of(item: Interaction, topic: Intent) -> tuple[Quote, ...]:
    """The words with which an item complains."""
    for one in item.ai.topics:
        if one.label is topic:
            return one.evidence
    return item.ai.intent.evidence


def _is_alarming(known: ProductDefects, topic: Intent, now: datetime, since: datetime) -> bool:
    """The past of a year, and that of the last weeks, in case the product sells better now."""
    count = len(like_complaints(known, topic, now))
    begins = now - WINDOW
    if count < FEWEST or begins - since < LEAST_PAST:
        return False
    chance = _chance_of(count, known, topic, max(since, now - REMEMBERED), begins)
    recent = _chance_of(count, known, topic, max(since, begins - RECENT), begins)
    return chance <= FALSE_ALARM and recent <= LOOSER * FALSE_ALARM


def _chance_of(
    count: int, known: ProductDefects, topic: Intent, since: datetime, until: datetime
) -> float:
    """How likely so many complaints in a week are, given those of a time before."""
    before = sum(
        since <= one.at <= until for one in known.complaints.values() if topic in one.topics
    )
    days = max((until - since) / _DAY, 0.0)
    return tail_chance(count, _PRIOR_COUNT + before, (_PRIOR_DAYS + days) / (WINDOW / _DAY))


def tail_chance(count: int, shape: float, spans: float) -> float:
    """At least `count` events in one span when `shape` were seen in `spans`: negative binomial.

    It is the Poisson law with a rate that is known as badly as so few events tell it.
    """
    hit, miss = -log(1.0 + spans), log(spans) - log(1.0 + spans)
    below = sum(
        exp(lgamma(shape + n) - lgamma(shape) - lgamma(n + 1) + shape * miss + n * hit)
        for n in range(count)
    )
    return max(0.0, 1.0 - below)


def _without(known: ProductDefects, name: str) -> ProductDefects:
    return _keep(known, {one: kept for one, kept in known.complaints.items() if one != name})


def _keep(known: ProductDefects, complaints: dict[str, Complaint]) -> ProductDefects:
    """The newest of a year, so that no product's document grows without end."""
    newest_at = max((one.at for one in complaints.values()), default=known.newest_at)
    by_time = sorted(complaints.items(), key=lambda pair: (pair[1].at, pair[0]))
    kept = [pair for pair in by_time if pair[1].at > newest_at - REMEMBERED][-MOST_KEPT:]
    return replace(known, complaints=dict(sorted(kept)), newest_at=newest_at)
