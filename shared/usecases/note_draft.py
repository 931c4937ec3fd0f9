"""Note that a seller was shown a draft: what is sent later is judged by it."""

from contextlib import suppress

from shared.domain.drafts.draft import Draft
from shared.domain.drafts.outcome import draft_event, shown_event_id
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.events import Event, EventKind
from shared.domain.ids import InteractionId, SellerId
from shared.ports import Clock, Create, Stores
from shared.usecases.read_interaction import find_item


def note_shown(
    seller: SellerId, interaction: InteractionId, draft: str, *, stores: Stores, clock: Clock
) -> None:
    """Write it once for a draft, whoever looks how often."""
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    stored = store.get(Draft, interaction, draft)
    if stored is None:
        raise NotFound("no such draft")
    if store.get(Event, shown_event_id(interaction, draft)) is not None:
        return
    event = draft_event(EventKind.DRAFT_SHOWN, stored.value, item.channel.value, clock.now())
    with suppress(AlreadyExists):
        store.commit([Create(event)])
