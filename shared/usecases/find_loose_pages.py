"""Find pages that never reached ingestion: a queue may drop a task that failed too often."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.interaction import Interaction, Message
from shared.domain.sync.pages import KEEP_PAGES
from shared.domain.sync.state import LoosePage
from shared.ports import Store
from shared.usecases.reading import Reading
from shared.usecases.store_pages import enqueue_page

# Ingestion takes seconds; a page that is not there by then is looked at again in as long.
LATE_AFTER = timedelta(minutes=5)
MOST_LOOSE = 300
MOST_AT_ONCE = 100
# To open a page may cost two hundred reads.
MOST_OPENED = 2


def find_loose_pages(reading: Reading, loose: Iterable[LoosePage], now: datetime) -> None:
    """Queue again what has not arrived in time, and go on watching it and what is still young.

    A page arrives as a whole or not at all, so that one of its items shows it. Where another
    reading of that item hides it, the page is opened.
    """
    watched = [page for page in loose if now - page.stored_at < KEEP_PAGES]
    late = [page for page in watched if now - _looked_at(page) >= LATE_AFTER][:MOST_AT_ONCE]
    missing, unclear = _sort_late(reading.store, late) if late else ([], [])
    opened, left = unclear[:MOST_OPENED], unclear[MOST_OPENED:]
    if opened:
        from shared.usecases.open_loose_page import would_change_anything

        missing += [page for page in opened if would_change_anything(reading, page)]
    for page in missing:
        enqueue_page(reading.queue, reading.seller, page.id, again=page.asked + 1)
    reading.recovered += len(missing)
    arrived = {page.id for page in late} - {page.id for page in (*missing, *left)}
    asked = {page.id: replace(page, asked=page.asked + 1) for page in missing}
    reading.loose += [asked.get(page.id, page) for page in watched if page.id not in arrived]


def _looked_at(page: LoosePage) -> datetime:
    """Every look doubles the patience."""
    return page.stored_at + LATE_AFTER * float(2**page.asked - 1)


def _sort_late(store: Store, pages: list[LoosePage]) -> tuple[list[LoosePage], list[LoosePage]]:
    """Pages that are missing for sure, and those of which one item says too little."""
    found = store.get_many(Interaction, list(dict.fromkeys(page.witness for page in pages)))
    missing = [page for page in pages if page.witness not in found]
    unclear = [
        page
        for page in pages
        if page.witness in found and not _has_arrived(page, found[page.witness].value, store)
    ]
    return missing, unclear


def _has_arrived(page: LoosePage, witness: Interaction, store: Store) -> bool:
    """No two calls have one stamp; of a chat with many words, each page has its own."""
    if witness.source.observed_at != page.stored_at:
        return False
    return not page.message or store.get(Message, page.witness, page.message) is not None
