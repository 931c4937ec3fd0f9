"""Open a page that may not have arrived, to see whether what it holds would change anything."""

from shared.domain.interaction import Interaction, Message
from shared.domain.sync.arrivals import Arrival, Departure, depart_source, merge_source
from shared.domain.sync.pages import Page
from shared.domain.sync.state import LoosePage
from shared.ports import Store
from shared.usecases.read_page import PageReading, read_page
from shared.usecases.read_settings import read_settings
from shared.usecases.reading import Reading


def would_change_anything(reading: Reading, page: LoosePage) -> bool:
    """What has arrived, or has been read again since, is not missed."""
    store = reading.store
    stored = store.get(Page, page.id)
    if stored is None:
        return False
    opened = PageReading(
        page=stored.value,
        store=store,
        item_reader=reading.marketplaces,
        settings=read_settings(store),
    )
    arrivals = [piece.arrival for piece in read_page(opened)]
    found = store.get_many(Interaction, list({arrival.interaction for arrival in arrivals}))
    items = {name: one.value for name, one in found.items()}
    return any(
        _would_change(items.get(arrival.interaction), arrival, store) for arrival in arrivals
    )


def _would_change(item: Interaction | None, arrival: Arrival | Departure, store: Store) -> bool:
    if isinstance(arrival, Departure):
        return item is not None and depart_source(item.source, arrival) is not None
    if item is None or merge_source(item.source, arrival) is not None:
        return True
    said = arrival.messages
    return any(store.get(Message, one.interaction, one.id) is None for one in said)
