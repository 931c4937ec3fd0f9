"""An account, and somebody else who writes between two steps."""

from collections.abc import Callable, Sequence

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.interaction import Interaction
from shared.ports import Create, Stores, Vault, Write
from shared.usecases.connect_cabinet import (
    connect_cabinet,
)
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

OWNER = Seller(id=SELLER, name="Лавка", email="a@example.com", created_at=NOON)


class Rival:
    """Writes first, a given number of times, whenever a certain kind is about to be written."""

    def __init__(self, stores: Stores, kind: type, act: Callable[[], None], times: int = 1) -> None:
        self.kind, self.act, self.left = kind, act, times
        self.stores = FaultyStores(stores, self._plan)

    def _plan(self, writes: Sequence[Write]) -> Fault:
        kinds = {getattr(write, "kind", None) or type(write.value) for write in writes}  # type: ignore[union-attr]
        if self.kind in kinds and self.left:
            self.left -= 1
            self.act()
        return Fault.NONE


def seeded(*items: Interaction) -> EmbeddedStores:
    stores = embedded_stores()
    stores.shared().commit([Create(OWNER)])
    if items:
        stores.of_seller(SELLER).commit([Create(item) for item in items])
    return stores


IDS = CountingIds()


def connect(
    stores: Stores,
    market: MemoryMarketplaces,
    token: str,
    clock: FixedClock,
    vault: Vault | None = None,
) -> Vault:
    used = vault or MemoryVault()
    connect_cabinet(
        SELLER,
        token,
        accepted=frozenset(TokenKind),
        stores=stores,
        marketplaces=market,
        vault=used,
        queue=MemoryTaskQueue(clock),
        clock=clock,
        ids=IDS,
    )
    return used
