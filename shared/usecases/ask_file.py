"""Give a buyer's file to the seller, or have it fetched; nothing here waits for WB."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.accounts.account import Seller
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, NotFound, Stale
from shared.domain.files import (
    KEEP_FILES,
    FetchedFile,
    FetchState,
    FilePlace,
    UploadedFile,
    find_place,
)
from shared.domain.ids import SellerId
from shared.domain.interaction import Attachment, Message
from shared.domain.sync.category import Category
from shared.ports import Clock, Create, Files, Put, Store, Stored, Stores, TaskQueue, Write
from shared.usecases.plan_sync import QUEUE

LOOK_AGAIN = timedelta(seconds=2)
# A task that the queue lost is replaced by the seller's next look.
ASK_AGAIN = timedelta(seconds=30)
# What WB denied, it denies again until the seller has changed the key, or its rights at WB.
DENIAL_HOLDS = timedelta(minutes=10)
_FINAL = (FetchState.REFUSED, FetchState.GONE, FetchState.TOO_LARGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file as it stands: its bytes once it is READY, else how long to wait before asking."""

    state: FetchState
    name: str
    content_type: str = ""
    content: bytes = b""
    wait: timedelta = LOOK_AGAIN


def ask_file(
    seller: SellerId, name: str, *, stores: Stores, files: Files, queue: TaskQueue, clock: Clock
) -> FileView:
    """Read a file that hangs on a message, or start fetching it; NotFound when none does."""
    store, now = stores.of_seller(seller), clock.now()
    place = find_place(name)
    if place is None:
        return _show_upload(store, seller, name, files, now)
    attachment = _find_attachment(store, place)
    stored = store.get(FetchedFile, name)
    known = stored.value if stored and stored.value.expires_at > now else None
    if known is not None and known.state is FetchState.READY:
        content = files.read(seller, name)
        if content is not None:
            return _view(known, attachment, content)
        known = None
    if known is not None and (
        known.state in _FINAL or (now < known.retry_at and not _is_key_newer(stores, seller, known))
    ):
        return _view(known, attachment, wait=known.retry_at - now)
    wanted = _want(name, attachment, known, now)
    if _write(store, stored, wanted):
        queue_fetch(queue, seller, wanted, due=wanted.retry_at)
    return _view(wanted, attachment)


def _show_upload(
    store: Store, seller: SellerId, name: str, files: Files, now: datetime
) -> FileView:
    """A file of the seller's own, which is here or nowhere."""
    stored = store.get(UploadedFile, name)
    content = files.read(seller, name) if stored and stored.value.expires_at > now else None
    if stored is None or content is None:
        raise NotFound("no file is called so")
    upload = stored.value
    return FileView(
        state=FetchState.READY,
        name=upload.name,
        content_type=upload.content_type,
        content=content,
    )


def queue_fetch(
    queue: TaskQueue,
    seller: SellerId,
    file: FetchedFile,
    *,
    due: datetime,
    delay: timedelta = timedelta(0),
) -> None:
    """Have a file fetched, after `delay` when the seller's calls are spent.

    Who asks twice for the same `due` asks for the same.
    """
    payload = {"seller": seller, "category": Category.CHAT.value, "file": file.id}
    key = f"file:{seller}:{file.id}:{due.isoformat()}:{bool(delay)}"
    queue.enqueue(QUEUE, payload, key=key, delay=delay)


def _is_key_newer(stores: Stores, seller: SellerId, file: FetchedFile) -> bool:
    """Whether the seller has connected anew since WB denied the file."""
    if file.state is not FetchState.DENIED:
        return False
    profile = stores.shared().get(Seller, seller)
    connection = profile.value.connection if profile else None
    return connection is not None and connection.connected_at > file.retry_at - DENIAL_HOLDS


def _find_attachment(store: Store, place: FilePlace) -> Attachment:
    """Only what hangs on a message of this seller can be asked for."""
    message = store.get(Message, place.interaction, place.message)
    hung = message.value.attachments if message else ()
    if place.number >= len(hung) or not hung[place.number].download_id:
        raise NotFound("nothing hangs there")
    return hung[place.number]


def _want(
    name: str, attachment: Attachment, known: FetchedFile | None, now: datetime
) -> FetchedFile:
    retry_at = now + ASK_AGAIN
    if known is not None:
        # A new key may read what the old one was denied.
        denied = known.state is FetchState.DENIED
        state = FetchState.WANTED if denied else known.state
        return replace(known, state=state, retry_at=retry_at)
    return FetchedFile(
        id=name,
        download_id=attachment.download_id,
        state=FetchState.WANTED,
        retry_at=retry_at,
        expires_at=now + KEEP_FILES,
    )


def _write(store: Store, stored: Stored[FetchedFile] | None, wanted: FetchedFile) -> bool:
    """False when somebody else asked at the same moment, and has queued the task."""
    write: Write = Create(wanted) if stored is None else Put(wanted, version=stored.version)
    try:
        store.commit([write])
    except (AlreadyExists, Stale):
        return False
    return True


def _view(
    file: FetchedFile,
    attachment: Attachment,
    content: bytes = b"",
    wait: timedelta = LOOK_AGAIN,
) -> FileView:
    return FileView(
        state=file.state,
        name=attachment.name,
        content_type=file.content_type,
        content=content,
        wait=max(wait, LOOK_AGAIN) if file.state is FetchState.CHECKING else LOOK_AGAIN,
    )
