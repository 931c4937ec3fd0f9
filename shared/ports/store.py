"""What use cases need of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Generic, Literal, Protocol, TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId

T = TypeVar("T")
Operator = Literal["==", "<", "<=", ">", ">=", "in", "array_contains", "array_contains_any"]


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A value with the version that a later write may insist on.

    `key` holds the document's names from the store's root down; from everywhere, the seller first.
    """

    value: T
    version: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a dotted field path."""

    field: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key; ties are broken by the document's name in the last key's direction."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Generic[T]):
    """Documents of one kind: `within` names the parent keys of a subcollection.

    `after` holds the sort values of the last row seen and, last, its key (`Stored.key`, or the
    last name of it). `everywhere` searches every seller and is for the shared store alone.
    """

    kind: type[T]
    where: tuple[Where, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    after: tuple[Any, ...] = ()
    within: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Create(Generic[T]):
    """Write a document that must be new, else AlreadyExists."""

    value: T


@dataclass(frozen=True, slots=True)
class Put(Generic[T]):
    """Replace a whole document, or make it; with `version`, only if unchanged, else Stale."""

    value: T
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Patch(Generic[T]):
    """Write only the named dotted fields; NotFound without a document, Stale if it moved on.

    A field's value may be a dataclass, or `REMOVE`.
    """

    kind: type[T]
    key: tuple[str, ...]
    fields: Mapping[str, Any]
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Bump(Generic[T]):
    """Add to numbers in dotted fields, making document and fields where they are missing."""

    kind: type[T]
    key: tuple[str, ...]
    amounts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delete(Generic[T]):
    """Remove a document if it is there; with `version`, only if unchanged, else Stale."""

    kind: type[T]
    key: tuple[str, ...]
    version: str | None = None


class _Remove:
    """Marks a field that a Patch takes away."""


REMOVE = _Remove()
Write = Create[Any] | Put[Any] | Patch[Any] | Bump[Any] | Delete[Any]


class Store(Protocol):
    """Typed documents below one root: one seller's subtree, or what all sellers share.

    Every method raises Unavailable when the database cannot answer. A commit that raises
    Unavailable may still have been applied: read again and compare before repeating it.
    """

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        """Read one document."""
        ...

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        """Read documents of a flat kind by key in one round trip; absent ones are left out."""
        ...

    def find(self, query: Query[T]) -> list[Stored[T]]:
        """Run a query; MissingIndex where Firestore would refuse it."""
        ...

    def count(self, query: Query[T]) -> int:
        """Count what a query without `after` would find."""
        ...

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply all writes or none: AlreadyExists, NotFound, Stale or Unavailable say why not."""
        ...


class Stores(Protocol):
    """Opens the store of one seller; nothing opened can reach another seller's documents."""

    def shared(self) -> Store:
        """Open users, sessions, cabinets, shards and sellers' profiles."""
        ...

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree."""
        ...
