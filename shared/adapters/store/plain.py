"""What the typed store asks of a database: plain documents, writes and queries."""

from collections.abc import Sequence
from typing import Any, Protocol

from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.kinds import DocPath
from shared.domain.dataclass import dataclass
from shared.domain.field_paths import Segments
from shared.ports import Operator


@dataclass(frozen=True, slots=True)
class Found:
    """One document as it lies in the database."""

    path: DocPath
    data: PlainDoc
    version: str


@dataclass(frozen=True, slots=True)
class CreateDoc:
    """Must not exist yet."""

    path: DocPath
    data: PlainDoc


@dataclass(frozen=True, slots=True)
class SetDoc:
    """Replaces everything; with a version only what has not changed."""

    path: DocPath
    data: PlainDoc
    version: str | None


@dataclass(frozen=True, slots=True)
class UpdateDoc:
    """Changes single fields of a document that must exist; `REMOVE` takes a field away."""

    path: DocPath
    changes: dict[Segments, Any]
    version: str | None


@dataclass(frozen=True, slots=True)
class BumpDoc:
    """Adds to numbers."""

    path: DocPath
    amounts: dict[Segments, int]


@dataclass(frozen=True, slots=True)
class DeleteDoc:
    """Takes a document away; with a version only what has not changed."""

    path: DocPath
    version: str | None = None


DocWrite = CreateDoc | SetDoc | UpdateDoc | BumpDoc | DeleteDoc


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a field with a plain value."""

    field: Segments
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort key."""

    field: Segments
    descending: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after one row: its sort values and its document."""

    values: tuple[Any, ...]
    path: DocPath


@dataclass(frozen=True, slots=True)
class DocQuery:
    """A query over one collection, or over all collections of one name.

    `collection` is a whole path, or in a group its last segment alone. `sorts` holds every key
    but the document's name, which follows in the direction of the last one.
    """

    collection: DocPath
    group: bool = False
    conditions: tuple[Condition, ...] = ()
    sorts: tuple[Sort, ...] = ()
    limit: int | None = None
    after: Cursor | None = None


class Database(Protocol):
    """Plain documents, read and written with one meaning whatever holds them."""

    def read(self, paths: Sequence[DocPath]) -> list[Found]:
        """Read the documents that exist, in any order."""
        ...

    def query(self, query: DocQuery) -> list[Found]:
        """Run a query."""
        ...

    def count(self, query: DocQuery) -> int:
        """Count what a query would find."""
        ...

    def commit(self, writes: Sequence[DocWrite]) -> None:
        """Apply all writes or none."""
        ...
