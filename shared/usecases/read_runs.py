"""What the last syncs did, for the seller and for whoever helps them."""

from shared.domain.ids import SellerId
from shared.domain.sync.state import SyncRun
from shared.ports import Order, Query, Stores

MOST_RUNS = 50


def read_runs(seller: SellerId, *, stores: Stores) -> list[SyncRun]:
    """The newest records first."""
    query = Query(kind=SyncRun, order=(Order("started_at", descending=True),), limit=MOST_RUNS)
    return [stored.value for stored in stores.of_seller(seller).find(query)]
