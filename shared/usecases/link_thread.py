"""Link an interaction with those that certainly belong to it, on both sides at once."""

from datetime import datetime

from shared.domain.errors import Stale, Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking import MOST_LINKS, add_link, order_key, relatives_of
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Query, Store, Stored, Stores, Where, Write
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings

_TRIES = 5


def link_thread(
    seller: SellerId,
    interaction: InteractionId,
    *,
    stores: Stores,
    clock: Clock,
) -> int:
    """Count the links that were new; a second run finds none."""
    store = stores.of_seller(seller)
    stored = store.get(Interaction, interaction)
    if stored is None:
        return 0
    return sum(
        _link_pair(store, interaction, other, clock=clock)
        for other in _candidates(store, stored.value)
    )


def _candidates(store: Store, item: Interaction) -> list[InteractionId]:
    """Those the item names, and those that name the item."""
    if item.channel is Channel.CHAT:
        return _find_ids(store, item, "source.chat.order_key", order_key(item))
    if item.channel is not Channel.REVIEW:
        return []
    name = item.source.external_id
    named = [*relatives_of(item)]
    named += _find_ids(store, item, "source.parent_id", name)
    named += _find_ids(store, item, "source.child_id", name)
    return list(dict.fromkeys(named))


def _find_ids(store: Store, item: Interaction, field: str, value: str) -> list[InteractionId]:
    if not value:
        return []
    query = Query(kind=Interaction, where=(Where(field, "==", value),), limit=MOST_LINKS + 1)
    found = [stored.value.id for stored in store.find(query)]
    return [one for one in found if one != item.id]


def _link_pair(
    store: Store,
    one: InteractionId,
    other: InteractionId,
    *,
    clock: Clock,
) -> int:
    lost: Exception | None = None
    for _ in range(_TRIES):
        pair = store.get_many(Interaction, [one, other])
        if len(pair) < 2:  # noqa: PLR2004 - a pair has two sides; a missing one links when it comes
            return 0
        settings = read_settings(store)
        writes = [
            *_link_writes(pair[one], pair[other].value, clock.now(), settings),
            *_link_writes(pair[other], pair[one].value, clock.now(), settings),
        ]
        if not writes:
            return 0
        try:
            store.commit(writes)
        except (Stale, Unavailable) as error:
            lost = error
            continue
        return 1
    raise lost or Stale("the items keep changing")


def _link_writes(
    stored: Stored[Interaction], other: Interaction, now: datetime, settings: SellerSettings
) -> list[Write]:
    links = add_link(stored.value, other)
    if links == stored.value.links:
        return []
    return move_item(stored, change_item(stored.value, settings, now, links=links))
