"""A store that loses acknowledgements or refuses commits, as a real network does."""

from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from shared.domain.errors import Unavailable
from shared.domain.ids import SellerId
from shared.ports import Query, Store, Stored, Stores, Write

T = TypeVar("T")


class Fault(StrEnum):
    """What happens to one commit."""

    NONE = "none"
    REFUSE = "refuse"
    LOSE_ACKNOWLEDGEMENT = "lose_acknowledgement"


Plan = Callable[[Sequence[Write]], Fault]


def in_turn(*faults: Fault) -> Plan:
    """Plan one fault for each commit to come, and none afterwards."""
    left = deque(faults)
    return lambda _: left.popleft() if left else Fault.NONE


class FaultyStores:
    """Opens stores whose commits go wrong as the plan says; reads are never disturbed."""

    def __init__(self, stores: Stores, plan: Plan) -> None:
        self._stores = stores
        self._plan = plan

    def shared(self) -> Store:
        """Open what all sellers share."""
        return FaultyStore(self._stores.shared(), self._plan)

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree."""
        return FaultyStore(self._stores.of_seller(seller), self._plan)


class FaultyStore:
    """One store whose commits go wrong."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        """Read one document."""
        return self._store.get(kind, *key)

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        """Read documents of a flat kind by key."""
        return self._store.get_many(kind, keys)

    def find(self, query: Query[T]) -> list[Stored[T]]:
        """Run a query."""
        return self._store.find(query)

    def count(self, query: Query[T]) -> int:
        """Count what a query would find."""
        return self._store.count(query)

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply, apply and deny it, or refuse."""
        fault = self._plan(writes)
        if fault is Fault.REFUSE:
            raise Unavailable("the commit was refused on purpose")
        self._store.commit(writes)
        if fault is Fault.LOSE_ACKNOWLEDGEMENT:
            raise Unavailable("the acknowledgement was lost on purpose")
