"""Find pages that never reached ingestion: a queue may drop a task that failed too often."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.interaction import Interaction, Message
from shared.domain.sync import KEEP_PAGES, LoosePage
from shared.ports import Store
from shared.usecases.reading import Reading
from shared.usecases.store_pages import enqueue_page

# Ingestion takes seconds; a page that is not there by then is looked at again in as long.
LATE_AFTER = timedelta(minutes=5)
MOST_LOOSE = 300
MOST_AT_ONCE = 100


def find_loose_pages(reading: Reading, loose: Iterable[LoosePage], now: datetime) -> None:
    """Queue again what has not arrived in time, and go on watching it and what is still young.

    One item of each page is looked at: a page arrives as a whole or not at all.
    """
    watched = [page for page in loose if now - page.stored_at < KEEP_PAGES]
    late = [page for page in watched if now - _looked_at(page) >= LATE_AFTER][:MOST_AT_ONCE]
    missing = _missing(reading.store, late) if late else []
    for page in missing:
        enqueue_page(reading.queue, reading.seller, page.id, again=page.asked + 1)
    reading.recovered += len(missing)
    arrived = {page.id for page in late} - {page.id for page in missing}
    asked = {page.id: replace(page, asked=page.asked + 1) for page in missing}
    reading.loose += [asked.get(page.id, page) for page in watched if page.id not in arrived]


def _looked_at(page: LoosePage) -> datetime:
    """Every look doubles the patience."""
    return page.stored_at + LATE_AFTER * float(2**page.asked - 1)


def _missing(store: Store, pages: list[LoosePage]) -> list[LoosePage]:
    found = store.get_many(Interaction, list(dict.fromkeys(page.witness for page in pages)))
    items = {name: stored.value for name, stored in found.items()}
    return [page for page in pages if not _has_arrived(page, items.get(page.witness), store)]


def _has_arrived(page: LoosePage, witness: Interaction | None, store: Store) -> bool:
    """A later reading replaces this one; of chats, each reading holds what no other does."""
    if witness is None:
        return False
    if page.message:
        return store.get(Message, page.witness, page.message) is not None
    source = witness.source
    seen_at = source.chat.listed_at if source.chat else source.observed_at
    is_seen = seen_at is not None and seen_at >= page.stored_at
    return is_seen or source.content_hash == page.hash
