"""A product's public card, kept for a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.errors import Malformed, RetryLater
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.products.card import Card, is_fresh
from shared.ports import Cards, Clock, Put, Store, Stores


def find_card(store: Store, nm_id: int, *, cards: Cards, now: datetime) -> Card | None:
    """Give the kept card or fetch it; where the network fails, an old card or none will do.

    A product without a card is remembered by a card without a name.
    """
    if nm_id <= 0:
        return None
    kept = _kept_card(store, nm_id)
    if is_fresh(kept, now):
        return named_card(kept)
    try:
        found = cards.fetch(nm_id) or Card(nm_id=nm_id, name="")
    except (RetryLater, Malformed):
        return named_card(kept)
    fresh = replace(found, fetched_at=found.fetched_at or now)
    store.commit([Put(fresh)])
    return named_card(fresh)


def read_card(store: Store, nm_id: int) -> Card | None:
    """The card as it was last seen; nothing is fetched."""
    return named_card(_kept_card(store, nm_id)) if nm_id > 0 else None


def refresh_card(
    seller: SellerId, interaction: InteractionId, *, stores: Stores, cards: Cards, clock: Clock
) -> bool:
    """See to it that the product of one item has a fresh card, and say whether there is one."""
    store = stores.of_seller(seller)
    stored = store.get(Interaction, interaction)
    if stored is None:
        return False
    return find_card(store, _nm_id(stored.value), cards=cards, now=clock.now()) is not None


def name_products(store: Store, items: Sequence[Interaction]) -> tuple[Interaction, ...]:
    """Give chats, of whose products WB tells the article alone, the names of the kept cards."""
    unnamed = {_nm_id(item) for item in items if not item.source.product.name} - {0}
    if not unnamed:
        return tuple(items)
    kept = store.get_many(Card, [str(nm_id) for nm_id in sorted(unnamed)])
    names = {card.value.nm_id: card.value.name for card in kept.values()}
    return tuple(_name_product(item, names.get(_nm_id(item), "")) for item in items)


def read_names(seller: SellerId, articles: Sequence[int], *, stores: Stores) -> dict[int, str]:
    """The names of those products whose cards are kept."""
    kept = stores.of_seller(seller).get_many(Card, [str(nm_id) for nm_id in articles])
    return {card.value.nm_id: card.value.name for card in kept.values() if card.value.name}


def named_card(card: Card | None) -> Card | None:
    """Leave out what only says that there is no card."""
    return card if card is not None and card.name else None


def _nm_id(item: Interaction) -> int:
    return item.source.product.nm_id


def _name_product(item: Interaction, name: str) -> Interaction:
    product = item.source.product
    if product.name or not name:
        return item
    return replace(item, source=replace(item.source, product=replace(product, name=name)))


def _kept_card(store: Store, nm_id: int) -> Card | None:
    stored = store.get(Card, str(nm_id))
    return stored.value if stored else None
