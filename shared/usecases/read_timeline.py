"""What else was said around one interaction: by its buyer, and by others about its product."""

from collections.abc import Iterable
from dataclasses import field
from datetime import timedelta

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Draft
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.customers import CustomerProfile
from shared.domain.linking.exact import MOST_CONTACTS, buyer_of
from shared.domain.linking.timeline import (
    Step,
    ThreadKey,
    ThreadScope,
    channels_of,
    key_of,
    order_steps,
    scope_of,
)
from shared.ports import Store, Stores
from shared.usecases.read_interaction import find_item
from shared.usecases.read_product import read_article, read_product

MOST_NEIGHBOURS = 60
MOST_DRAFTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The steps, the oldest first; `drafts` are the newest suggestions for this buyer's items.

    `is_cut` says that the product has more neighbours than are shown, the oldest left out.
    """

    item: Interaction
    scope: ThreadScope
    key: ThreadKey
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    is_cut: bool
    drafts: dict[InteractionId, str] = field(default_factory=dict)


def read_timeline(
    seller: SellerId, interaction: InteractionId, *, window: timedelta, stores: Stores
) -> Timeline:
    """Read the item, its buyer's other items and the product's newest, each at most once."""
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    profile = _read_profile(store, item)
    own = _read_own(store, item, profile)
    neighbours, is_cut = _read_neighbours(store, item, window)
    steps = order_steps(item, own, neighbours, window=window)
    return Timeline(
        item=item,
        scope=scope_of(item, profile),
        key=key_of(item, profile),
        steps=steps,
        channels=channels_of(steps),
        is_cut=is_cut,
        drafts=_read_drafts(store, steps),
    )


def _read_profile(store: Store, item: Interaction) -> CustomerProfile | None:
    buyer = buyer_of(item)
    stored = store.get(CustomerProfile, buyer) if buyer else None
    return stored.value if stored else None


def _read_own(
    store: Store, item: Interaction, profile: CustomerProfile | None
) -> list[Interaction]:
    """Linked ones, and all whom the buyer's profile counts."""
    covered = profile.covers[:MOST_CONTACTS] if profile else ()
    linked = [link.other for link in item.links]
    names = [name for name in dict.fromkeys((*linked, *covered)) if name != item.id]
    return [one.value for one in store.get_many(Interaction, names).values()] if names else []


def _read_neighbours(
    store: Store, item: Interaction, window: timedelta
) -> tuple[list[Interaction], bool]:
    product, at = item.source.product, item.occurred_at
    around = {"since": at - window, "until": at + window}
    if product.nm_id > 0:
        near = read_product(store, product.nm_id, **around, most=MOST_NEIGHBOURS)
    else:
        near = read_article(store, product.article, **around, most=MOST_NEIGHBOURS)
    return [one for one in near.items if one.source.origin is item.source.origin], near.is_cut


def _read_drafts(store: Store, steps: Iterable[Step]) -> dict[InteractionId, str]:
    """The newest drafts of this buyer's items that nobody has answered yet."""
    waiting = [
        step.item
        for step in steps
        if step.is_own and step.item.ai.draft and step.item.queue.needs_response
    ]
    found = {
        item.id: store.get(Draft, item.id, item.ai.draft.id)
        for item in waiting[-MOST_DRAFTS:]
        if item.ai.draft
    }
    return {name: stored.value.text for name, stored in found.items() if stored}
