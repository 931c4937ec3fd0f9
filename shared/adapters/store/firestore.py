"""The store on Google Firestore, through its own client.

Commits are never repeated by the client: when an acknowledgement is lost, a repeated commit would
meet our own write and call it a conflict. An unknown outcome is told as Unavailable instead, and
whoever asked reads again and compares. Reads are repeated freely within their time limit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shared.adapters.store.codec import PlainDoc
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import (
    BumpDoc,
    CreateDoc,
    Cursor,
    DeleteDoc,
    DocQuery,
    DocWrite,
    Found,
    SetDoc,
    Sort,
    UpdateDoc,
)
from shared.adapters.store.typed import TypedStores
from shared.domain.errors import AlreadyExists, MissingIndex, NotFound, Rejected, Stale, Unavailable
from shared.domain.field_paths import Segments
from shared.ports import REMOVE

if TYPE_CHECKING:
    from google.api_core.retry import Retry
    from google.cloud.firestore import Client, DocumentReference, DocumentSnapshot

    from shared.adapters.store.indexes import Indexes

READ_SECONDS = 10.0
COMMIT_SECONDS = 10.0

_NAME = "__name__"


def connect_firestore(
    project: str, database: str = "(default)", indexes: "Indexes | None" = None
) -> "FirestoreStores":
    """Open a database; the client itself turns to the emulator that its environment names."""
    from google.cloud.firestore import Client

    return FirestoreStores(Client(project=project, database=database), indexes)


class FirestoreStores(TypedStores):
    """Opens stores in one Firestore database.

    The emulator runs every query; with `indexes`, those that production would refuse are refused.
    """

    def __init__(self, client: "Client", indexes: "Indexes | None" = None) -> None:
        super().__init__(FirestoreDatabase(client, indexes))


class FirestoreDatabase:
    """Plain documents in Firestore."""

    def __init__(self, client: "Client", indexes: "Indexes | None" = None) -> None:
        self._client = client
        self._indexes = indexes

    def read(self, paths: Sequence[DocPath]) -> list[Found]:
        """Read the documents that exist, all as of one moment."""
        references = [self._reference(path) for path in paths]
        with translate_errors():
            snapshots = self._client.get_all(references, retry=_patience(), timeout=READ_SECONDS)
            return [_read_snapshot(snapshot) for snapshot in snapshots if snapshot.exists]

    def query(self, query: DocQuery) -> list[Found]:
        """Run a query."""
        self._check_indexes(query)
        built = self._build(query)
        with translate_errors():
            snapshots = built.get(retry=_patience(), timeout=READ_SECONDS)
            return [_read_snapshot(snapshot) for snapshot in snapshots]

    def count(self, query: DocQuery) -> int:
        """Count what a query would find, without reading it."""
        self._check_indexes(query)
        counted = self._build(query).count(alias="found")
        with translate_errors():
            rows = counted.get(retry=_patience(), timeout=READ_SECONDS)
            return int(rows[0][0].value)

    def commit(self, writes: Sequence[DocWrite]) -> None:
        """Apply all writes or none, trying once."""
        from google.cloud.firestore import Increment

        batch = _new_batch(self._client)
        for write in writes:
            reference = self._reference(write.path)
            match write:
                case CreateDoc(data=data):
                    batch.create(reference, data)
                case SetDoc(data=data, version=version):
                    batch.replace(reference, data, self._unchanged_since(version))
                case UpdateDoc(changes=changes, version=version):
                    batch.update(reference, _spell_changes(changes), self._unchanged_since(version))
                case BumpDoc(amounts=amounts):
                    batch.set(reference, _nest(amounts, Increment), merge=True)
                case DeleteDoc(version=version):
                    batch.delete(reference, self._unchanged_since(version))
        with translate_errors():
            batch.commit(retry=None, timeout=COMMIT_SECONDS)

    def _check_indexes(self, query: DocQuery) -> None:
        if self._indexes is not None:
            self._indexes.require(query)

    def _reference(self, path: DocPath) -> "DocumentReference":
        return self._client.document(*path)

    def _build(self, query: DocQuery) -> Any:
        from google.cloud.firestore_v1.base_query import FieldFilter

        built: Any = (
            self._client.collection_group(query.collection[-1])
            if query.group
            else self._client.collection(*query.collection)
        )
        for part in query.conditions:
            built = built.where(filter=FieldFilter(_spell(part.field), part.operator, part.value))
        for sort in query.sorts:
            built = built.order_by(_spell(sort.field), direction=_direction(sort))
        last = query.sorts[-1] if query.sorts else None
        built = built.order_by(_NAME, direction=_direction(last))
        if query.limit is not None:
            built = built.limit(query.limit)
        return built if query.after is None else built.start_after(self._place(query.after))

    def _place(self, cursor: Cursor) -> list[Any]:
        return [*cursor.values, self._reference(cursor.path)]

    def _unchanged_since(self, version: str | None) -> Any:
        from google.protobuf.timestamp_pb2 import Timestamp

        if version is None:
            return None
        moment = Timestamp()
        moment.FromJsonString(version)
        return self._client.write_option(last_update_time=moment)


def _new_batch(client: "Client") -> Any:
    """The client's batch, with the one write that it lacks."""
    from google.cloud.firestore import WriteBatch as Batch

    class ReplacingBatch(Batch):
        def replace(self, reference: "DocumentReference", data: PlainDoc, option: Any) -> None:
            """Set a whole document only if it has not changed."""
            self.set(reference, data)
            if option is not None:
                option.modify_write(self._write_pbs[-1])

    return ReplacingBatch(client)


def _patience() -> "Retry":
    """Repeat a read that met a passing failure, within the read's time."""
    from google.api_core.exceptions import InternalServerError, ServiceUnavailable
    from google.api_core.retry import Retry, if_exception_type

    passing = if_exception_type(InternalServerError, ServiceUnavailable)
    return Retry(passing, initial=0.1, maximum=1.0, timeout=READ_SECONDS)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Say in the product's words what the client could not do."""
    from google.api_core import exceptions as google
    from google.auth.exceptions import TransportError

    try:
        yield
    except google.AlreadyExists as error:
        raise AlreadyExists("the document exists") from error
    except google.NotFound as error:
        raise NotFound("there is no document to change") from error
    except google.Aborted as error:
        raise Stale("another commit was in the way") from error
    except google.FailedPrecondition as error:
        if "index" in str(error.message):
            raise MissingIndex(str(error.message)) from error
        raise Stale("the document has changed") from error
    except google.InvalidArgument as error:
        raise _refusal(error) from error
    except (
        google.Cancelled,
        google.RetryError,
        google.ServerError,
        google.TooManyRequests,
        TransportError,
    ) as error:
        raise Unavailable(f"Firestore cannot answer: {type(error).__name__}") from error


def _refusal(error: Any) -> Rejected:
    """Firestore's own words may quote a document, so only those about an index are kept."""
    message = str(error.message)
    return MissingIndex(message) if "index" in message else Rejected("Firestore refuses this")


def _read_snapshot(snapshot: "DocumentSnapshot[Any]") -> Found:
    path = tuple(snapshot.reference.path.split("/"))
    data = {name: _plain(value) for name, value in (snapshot.to_dict() or {}).items()}
    return Found(path, data, _read_version(snapshot.update_time))


def _read_version(moment: Any) -> str:
    """Group queries give the raw timestamp, everything else a datetime around it."""
    raw = moment.timestamp_pb() if hasattr(moment, "timestamp_pb") else moment
    return str(raw.ToJsonString())


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return datetime.combine(value.date(), value.time(), UTC)
        case list():
            return [_plain(part) for part in value]
        case dict():
            return {name: _plain(part) for name, part in value.items()}
    return value


def _spell(field: Segments) -> str:
    from google.cloud.firestore_v1.field_path import FieldPath

    return str(FieldPath(*field).to_api_repr())


def _spell_changes(changes: dict[Segments, Any]) -> dict[str, Any]:
    from google.cloud.firestore import DELETE_FIELD

    return {
        _spell(field): DELETE_FIELD if value is REMOVE else value
        for field, value in changes.items()
    }


def _nest(amounts: dict[Segments, int], wrap: Any) -> PlainDoc:
    nested: PlainDoc = {}
    for field, amount in amounts.items():
        inner = nested
        for segment in field[:-1]:
            inner = inner.setdefault(segment, {})
        inner[field[-1]] = wrap(amount)
    return nested


def _direction(sort: Sort | None) -> str:
    return "DESCENDING" if sort is not None and sort.descending else "ASCENDING"
