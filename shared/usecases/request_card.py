"""Ask for a product's card when a seller looks at an item and the kept card is old."""

from contextlib import suppress

from shared.domain.errors import RetryLater
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.products.card import Card, is_fresh
from shared.ports import Clock, TaskQueue


def request_card(
    seller: SellerId, item: Interaction, kept: Card | None, *, queue: TaskQueue, clock: Clock
) -> None:
    """Queue one reading of a stale card; nobody waits for it, so an outage is no matter.

    The hour in the key lets a reading that failed be asked for again, but not at every look.
    """
    nm_id = item.source.product.nm_id
    if nm_id <= 0 or is_fresh(kept, clock.now()):
        return
    payload = {"seller": seller, "interaction": item.id}
    with suppress(RetryLater):
        queue.enqueue("link", payload, key=f"card:{seller}:{nm_id}:{clock.now():%Y%m%dT%H}")
