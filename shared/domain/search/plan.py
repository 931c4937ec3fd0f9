"""Which terms of the index a search reads items by: the ones that find the fewest."""

from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.places import InboxFilter
from shared.domain.search.index import (
    COMMON_LEFT_OUT,
    RARE_LEFT_OUT,
    WITH_PHOTO,
    is_common,
    stars_term,
    tag_term,
    topic_term,
)
from shared.domain.search.query import Search
from shared.domain.search.words import is_empty, rarity_of, stem_of

# As many values as Firestore compares in one query.
MOST_STEMS = 28
# How much a facet narrows, on the scale of `rarity_of`.
_TAG, _TOPIC, _PHOTO, _STARS = (1, 2), (1, 1), (0, 400), (0, 300)


@dataclass(frozen=True, slots=True)
class Lead:
    """Terms of which an item has one, and how much they narrow: the more the better."""

    terms: tuple[str, ...]
    rarity: tuple[int, int]


def best_lead(search: Search, wanted: InboxFilter) -> Lead | None:
    """What to read by; None where nothing but the list itself leads to the items."""
    leads = [*_word_leads(search), *_facet_leads(search, wanted)]
    return max(leads, key=lambda lead: lead.rarity, default=None)


def _word_leads(search: Search) -> Iterator[Lead]:
    for word in search.words:
        yield from _lead_of(word.stem, word.stems)
    for phrase in search.phrases:
        for typed in phrase.words:
            stem = stem_of(typed)
            yield from _lead_of(stem, frozenset({stem}))


def _lead_of(stem: str, stems: frozenset[str]) -> Iterator[Lead]:
    """Items that had no room for all of their stems may hold this one too."""
    telling = sorted(one for one in stems if not is_empty(one))
    if is_empty(stem) or len(telling) < len(stems):
        return
    marks = [RARE_LEFT_OUT]
    if any(is_common(one) for one in telling):
        marks.append(COMMON_LEFT_OUT)
    if len(telling) <= MOST_STEMS:
        yield Lead((*telling, *marks), min(rarity_of(one) for one in telling))


def _facet_leads(search: Search, wanted: InboxFilter) -> Iterator[Lead]:
    nm_ids = search.nm_ids or ({wanted.nm_id} if wanted.nm_id else set())
    names = sorted(map(str, nm_ids))
    if names and not any(is_empty(name) for name in names):
        yield Lead((*names, RARE_LEFT_OUT), min(rarity_of(name) for name in names))
    topics = search.topics or ({wanted.intent} if wanted.intent else set())
    if topics:
        yield Lead(tuple(sorted(topic_term(intent.value) for intent in topics)), _TOPIC)
    for tag in sorted(search.tags | ({wanted.tag} if wanted.tag else set())):
        yield Lead((tag_term(tag),), _TAG)
    ratings = search.ratings or ({wanted.rating} if wanted.rating else set())
    if ratings:
        yield Lead(tuple(stars_term(rating) for rating in sorted(ratings)), _STARS)
    if search.has_photo or wanted.has_photo:
        yield Lead((WITH_PHOTO,), _PHOTO)
