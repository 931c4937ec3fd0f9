"""A product's public card, kept for a day."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.errors import Malformed, RetryLater
from shared.domain.marketplace import Card
from shared.ports import Cards, Put, Store

FRESH_FOR = timedelta(hours=24)


def find_card(store: Store, nm_id: int, *, cards: Cards, now: datetime) -> Card | None:
    """Give the kept card or fetch it; where the network fails, an old card or none will do.

    A product without a card is remembered by a card without a name.
    """
    if nm_id <= 0:
        return None
    stored = store.get(Card, str(nm_id))
    kept = stored.value if stored else None
    if kept is not None and kept.fetched_at is not None and now - kept.fetched_at < FRESH_FOR:
        return _named(kept)
    try:
        found = cards.fetch(nm_id) or Card(nm_id=nm_id, name="")
    except (RetryLater, Malformed):
        return _named(kept)
    fresh = replace(found, fetched_at=now)
    store.commit([Put(fresh)])
    return _named(fresh)


def _named(card: Card | None) -> Card | None:
    return card if card is not None and card.name else None
