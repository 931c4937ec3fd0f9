"""Fetch one file of a chat from WB, within the seller's budget of calls."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.attachments import Download, FileState
from shared.domain.content_types import sniff_type
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, Denial, Malformed, RateLimited, Stale
from shared.domain.files import FetchedFile, FetchState
from shared.domain.ids import SellerId
from shared.domain.sync.budget import Ask
from shared.domain.sync.category import Category
from shared.ports import Clock, Files, Marketplaces, Put, Stores, TaskQueue, Vault
from shared.usecases.ask_file import DENIAL_HOLDS, queue_fetch
from shared.usecases.open_cabinet import OpenCabinet, open_cabinet
from shared.usecases.reserve_calls import block_calls, reserve_calls

_STATES = {
    FileState.READY: FetchState.READY,
    FileState.CHECKING: FetchState.CHECKING,
    FileState.REFUSED: FetchState.REFUSED,
    FileState.GONE: FetchState.GONE,
    FileState.TOO_LARGE: FetchState.TOO_LARGE,
}


@dataclass(frozen=True, slots=True)
class Later:
    """The seller's calls are spent for now."""

    wait: timedelta


def fetch_file(
    seller: SellerId,
    name: str,
    *,
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    files: Files,
    queue: TaskQueue,
    clock: Clock,
) -> str:
    """Keep what WB says of a file that was asked for, and tell it in a word; safe to repeat.

    Raises Unavailable when WB, the store or the bucket cannot answer.
    """
    store = stores.of_seller(seller)
    stored = store.get(FetchedFile, name)
    if stored is None or stored.value.state is FetchState.READY:
        return "known"
    file, asked_at = stored.value, clock.now()
    try:
        cabinet = open_cabinet(seller, marketplaces=marketplaces, vault=vault, clock=clock)
        found = _download(seller, file, cabinet, stores=stores, clock=clock)
    except AccessDenied:
        # Counted from before the key was read: a newer connection is not the one denied.
        after = replace(file, state=FetchState.DENIED, retry_at=asked_at + DENIAL_HOLDS)
    except Malformed:
        after = replace(file, state=FetchState.GONE)
    else:
        if isinstance(found, Later):
            queue_fetch(queue, seller, file, due=clock.now() + found.wait, delay=found.wait)
            return "later"
        after = _note(file, found, clock)
        if after.state is FetchState.READY:
            # The bytes come first: a document that says READY has them.
            files.keep(seller, name, found.content)
    try:
        store.commit([Put(after, version=stored.version)])
    except Stale:
        return "overtaken"
    return after.state.value


def _download(
    seller: SellerId,
    file: FetchedFile,
    cabinet: OpenCabinet | None,
    *,
    stores: Stores,
    clock: Clock,
) -> Download | Later:
    """Files are counted with the chat's other calls, which keeps below WB's limit for them."""
    if cabinet is None:
        raise AccessDenied(Denial.TOKEN)
    store, kind = stores.of_seller(seller), cabinet.kind
    owner = f"file-{file.id}-{clock.now().isoformat()}"
    ask = Ask(owner=owner, calls=1)
    try:
        grant = reserve_calls(Category.CHAT, kind, ask, store=store, clock=clock)
        if not grant.calls:
            return Later(grant.wait)
        return cabinet.marketplace.download_file(file.download_id)
    except RateLimited as limited:
        pause = block_calls(Category.CHAT, kind, limited.retry_after, store=store, clock=clock)
        return Later(pause)


def _note(file: FetchedFile, found: Download, clock: Clock) -> FetchedFile:
    return replace(
        file,
        state=_STATES[found.state],
        content_type=sniff_type(found.content),
        retry_at=clock.now() + timedelta(seconds=found.retry_after),
    )
