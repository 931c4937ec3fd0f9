"""Keep what a seller has begun to write, so that another browser finds it."""

from shared.domain.composing import ComposerWords, next_words
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.ports import Clock, Create, Delete, Put, Store, Stored, Stores, Write
from shared.usecases.read_interaction import find_item


class OlderWords(Stale):
    """Another browser has saved words since; nothing was changed."""


def keep_words(
    seller: SellerId,
    interaction: InteractionId,
    text: str,
    revision: int,
    *,
    device: str,
    stores: Stores,
    clock: Clock,
) -> ComposerWords | None:
    """Save words over the `revision` that the browser knows; empty ones take the document away.

    The same words again change nothing, whoever sends them: nothing would be lost.
    """
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    stored = store.get(ComposerWords, item.id)
    known = stored.value if stored else None
    if known is not None and known.text == text:
        return known
    if known is not None and known.revision != revision:
        raise OlderWords("other words were saved meanwhile")
    after = next_words(known, item.id, text, device, clock.now()) if text.strip() else None
    write = _write(stored, after)
    if write is not None:
        _commit(store, write)
    return after


def forget_words(store: Store, interaction: InteractionId) -> list[Write]:
    """What takes words away that are of no use any more; nothing where there are none."""
    stored = store.get(ComposerWords, interaction)
    return [Delete(ComposerWords, (interaction,))] if stored else []


def _write(stored: Stored[ComposerWords] | None, after: ComposerWords | None) -> Write | None:
    if after is None:
        return Delete(ComposerWords, stored.key) if stored else None
    return Put(after, version=stored.version) if stored else Create(after)


def _commit(store: Store, write: Write) -> None:
    try:
        store.commit([write])
    except (AlreadyExists, Stale) as raced:
        raise OlderWords("another browser saved at the same moment") from raced
