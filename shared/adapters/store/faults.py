"""Stores whose commits go wrong, as a real network makes them."""

from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
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
# Decides whether and when the commit that it is given is applied, and what the caller hears.
Guard = Callable[[Sequence[Write], Callable[[], None]], None]


def in_turn(*faults: Fault) -> Plan:
    """Plan one fault for each commit to come, and none afterwards."""
    left = deque(faults)
    return lambda _: left.popleft() if left else Fault.NONE


class GuardedStores:
    """Opens stores whose commits pass a guard; reads are never disturbed."""

    def __init__(self, stores: Stores, guard: Guard) -> None:
        self._stores = stores
        self._guard = guard

    def shared(self) -> Store:
        """Open what all sellers share."""
        return GuardedStore(self._stores.shared(), self._guard)

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree."""
        return GuardedStore(self._stores.of_seller(seller), self._guard)


class FaultyStores(GuardedStores):
    """Opens stores whose commits go wrong as the plan says."""

    def __init__(self, stores: Stores, plan: Plan) -> None:
        super().__init__(stores, partial(_follow, plan))


class GuardedStore:
    """One store whose commits pass a guard."""

    def __init__(self, store: Store, guard: Guard) -> None:
        self._store = store
        self._guard = guard

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
        """Let the guard apply it, or not."""
        self._guard(writes, partial(self._store.commit, writes))


def _follow(plan: Plan, writes: Sequence[Write], commit: Callable[[], None]) -> None:
    """Apply, apply and deny it, or refuse."""
    fault = plan(writes)
    if fault is Fault.REFUSE:
        raise Unavailable("the commit was refused on purpose")
    commit()
    if fault is Fault.LOSE_ACKNOWLEDGEMENT:
        raise Unavailable("the acknowledgement was lost on purpose")
