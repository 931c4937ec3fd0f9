"""The store port over any database of plain documents."""

from collections.abc import Sequence
from typing import Any, TypeVar

from shared.adapters.store.checks import check_document, check_field_name, check_value
from shared.adapters.store.codec import decode_document, encode_document, encode_value
from shared.adapters.store.kinds import DocPath, Place, Scope, document_path, key_of, place_of
from shared.adapters.store.plain import (
    BumpDoc,
    CreateDoc,
    Database,
    DeleteDoc,
    DocWrite,
    Found,
    SetDoc,
    UpdateDoc,
)
from shared.adapters.store.queries import plan_query, seller_root
from shared.domain.field_paths import Segments, split_path
from shared.domain.ids import SellerId
from shared.ports import (
    REMOVE,
    Bump,
    Create,
    Delete,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Write,
)

T = TypeVar("T")


class TypedStores:
    """Opens stores over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """Documents as they lie there, for those who change their shapes."""
        return self._database

    def shared(self) -> Store:
        """Open what all sellers share."""
        return TypedStore(self._database, (), None)

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree; NotFound for a name that no seller can have."""
        return TypedStore(self._database, seller_root(seller), seller)


class TypedStore:
    """Typed documents below one root."""

    def __init__(self, database: Database, root: DocPath, seller: SellerId | None) -> None:
        self._database = database
        self._root = root
        self._seller = seller

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        """Read one document."""
        found = self._database.read([self._path(kind, key)])
        return self._stored(kind, found[0]) if found else None

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        """Read documents of a flat kind by key in one round trip."""
        paths = [self._path(kind, (key,)) for key in dict.fromkeys(keys)]
        found = self._database.read(paths) if paths else []
        by_name = {document.path[-1]: self._stored(kind, document) for document in found}
        return {key: by_name[key] for key in keys if key in by_name}

    def find(self, query: Query[T]) -> list[Stored[T]]:
        """Run a query."""
        self._place(query.kind, everywhere=query.everywhere)
        found = self._database.query(plan_query(self._root, query))
        return [self._stored(query.kind, document) for document in found]

    def count(self, query: Query[T]) -> int:
        """Count what a query would find."""
        self._place(query.kind, everywhere=query.everywhere)
        if query.after:
            raise ValueError("counting knows no cursor")
        return self._database.count(plan_query(self._root, query))

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply all writes or none."""
        plain = [self._plain_write(write) for write in writes]
        _check_preconditions(plain)
        if plain:
            self._database.commit(plain)

    def _place(self, kind: type, *, everywhere: bool = False) -> Place:
        place = place_of(kind)
        opened = Scope.SELLER if self._seller is not None or everywhere else Scope.SHARED
        if place.scope is not opened:
            raise ValueError(f"{kind.__name__} is not a document of this store")
        return place

    def _path(self, kind: type, key: Sequence[str]) -> DocPath:
        return document_path(self._root, self._place(kind), key)

    def _stored(self, kind: type[T], found: Found) -> Stored[T]:
        """The names in the path stand in for fields that a bumped document never had."""
        place = place_of(kind)
        names = found.path[len(self._root) + 1 :: 2]
        known = dict(zip(place.fields, names[-len(place.fields) :], strict=True))
        return Stored(decode_document(kind, {**known, **found.data}), found.version, names)

    def _plain_write(self, write: Write) -> DocWrite:
        match write:
            case Create(value):
                return CreateDoc(self._own_path(value), _plain_document(value))
            case Put(value, version):
                return SetDoc(self._own_path(value), _plain_document(value), version)
            case Patch(kind, key, fields, version):
                changes = {split_path(path): _plain_change(part) for path, part in fields.items()}
                _check_fields(changes)
                return UpdateDoc(self._path(kind, key), changes, version)
            case Bump(kind, key, amounts):
                added = {split_path(path): amount for path, amount in amounts.items()}
                _check_fields(added)
                return BumpDoc(self._path(kind, key), added)
            case Delete(kind, key, version):
                return DeleteDoc(self._path(kind, key), version)

    def _own_path(self, value: Any) -> DocPath:
        path = self._path(type(value), key_of(value))
        if self._seller is not None and getattr(value, "seller", self._seller) != self._seller:
            raise ValueError("a document that names a seller belongs to that seller's store")
        return path


def _plain_document(value: Any) -> dict[str, Any]:
    document = encode_document(value)
    check_document(document)
    return document


def _plain_change(value: Any) -> Any:
    if value is REMOVE:
        return REMOVE
    plain = encode_value(value)
    check_value(plain)
    return plain


def _check_fields(changes: dict[Segments, Any]) -> None:
    """A field and one inside it cannot both be written."""
    if not changes:
        raise ValueError("a change names at least one field")
    for segments in changes:
        for segment in segments:
            check_field_name(segment)
        if any(segments[:length] in changes for length in range(1, len(segments))):
            raise ValueError("a field and one inside it cannot both be written")


def _check_preconditions(writes: Sequence[DocWrite]) -> None:
    """Several writes to one document keep one meaning in every store.

    Firestore compares versions as they were before the commit, so a condition on a document that
    the same commit has written would be about the wrong state; and what is deleted stays so.
    """
    written: set[DocPath] = set()
    deleted: set[DocPath] = set()
    for write in writes:
        insists = isinstance(write, CreateDoc) or getattr(write, "version", None) is not None
        if insists and write.path in written:
            raise ValueError("only the first write to a document may carry a precondition")
        if write.path in deleted:
            raise ValueError("a document is not written by the commit that deletes it")
        written.add(write.path)
        if isinstance(write, DeleteDoc):
            deleted.add(write.path)
