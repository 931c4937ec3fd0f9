"""Counts operations as Firestore bills them, so that budgets can be tested."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from typing import Any, TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.ports import (
    Bump,
    Create,
    Delete,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    Write,
)

T = TypeVar("T")

# Firestore bills a count as one read per this many index entries.
_COUNTED_PER_READ = 1000


@dataclass(slots=True)
class Bill:
    """Documents read and written per kind, commits, and every query asked."""

    reads: Counter[type] = field(default_factory=Counter)
    writes: Counter[type] = field(default_factory=Counter)
    commits: int = 0
    queries: list[Query[Any]] = field(default_factory=list)

    def clear(self) -> None:
        """Begin a new bill."""
        self.reads.clear()
        self.writes.clear()
        self.queries.clear()
        self.commits = 0


class CountingStores:
    """Opens stores that write down what they do; `bill` is shared by all of them."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.bill = Bill()

    def shared(self) -> Store:
        """Open what all sellers share."""
        return CountingStore(self._stores.shared(), self.bill)

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree."""
        return CountingStore(self._stores.of_seller(seller), self.bill)


class CountingStore:
    """One store that writes down what it does; commits that failed are not billed."""

    def __init__(self, store: Store, bill: Bill) -> None:
        self._store = store
        self._bill = bill

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        """Read one document; an absent one costs as much."""
        self._bill.reads[kind] += 1
        return self._store.get(kind, *key)

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        """Read documents of a flat kind by key."""
        self._bill.reads[kind] += len(set(keys))
        return self._store.get_many(kind, keys)

    def find(self, query: Query[T]) -> list[Stored[T]]:
        """Run a query; one that finds nothing costs one read."""
        found = self._store.find(query)
        self._bill.queries.append(query)
        self._bill.reads[query.kind] += max(1, len(found))
        return found

    def count(self, query: Query[T]) -> int:
        """Count what a query would find."""
        counted = self._store.count(query)
        self._bill.queries.append(query)
        self._bill.reads[query.kind] += max(1, -(-counted // _COUNTED_PER_READ))
        return counted

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply all writes or none."""
        self._store.commit(writes)
        self._bill.commits += bool(writes)
        self._bill.writes.update(kind_of(write) for write in writes)


def kind_of(write: Write) -> type:
    """The kind of document that a write touches."""
    match write:
        case Create(value) | Put(value):
            return type(value)
        case Patch(kind) | Bump(kind) | Delete(kind):
            return kind
