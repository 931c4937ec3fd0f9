"""How long a product's public card is good for."""

from datetime import datetime, timedelta

from shared.domain.interaction import Product
from shared.domain.marketplace import Card

FRESH_FOR = timedelta(hours=24)
# A new product gets its card within hours, so a missing one is looked for sooner.
MISSING_FOR = timedelta(hours=6)


def card_or_name(card: Card | None, product: Product) -> Card | None:
    """The card, or in its place what WB tells of the product beside an item."""
    if card is not None or not product.name:
        return card
    return Card(
        nm_id=product.nm_id, name=product.name, brand=product.brand, subject=product.subject
    )


def life_of(card: Card) -> timedelta:
    """How long to keep a card; one without a name says that the product has none."""
    return FRESH_FOR if card.name else MISSING_FOR


def is_fresh(card: Card | None, now: datetime) -> bool:
    """Whether what is kept needs no second look."""
    if card is None or card.fetched_at is None:
        return False
    return now - card.fetched_at < life_of(card)
