"""Keep what a seller has begun to write, so that another browser finds it."""

from contextlib import suppress

from shared.domain.composing import ComposerWords, next_words
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.ports import Clock, Create, Delete, Put, Store, Stored, Stores, Write
from shared.usecases.read_interaction import find_item

_TRIES = 3


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
    for _ in range(_TRIES):
        stored = store.get(ComposerWords, item.id)
        known = stored.value if stored else None
        if known is not None and known.text == text:
            return known
        if known is not None and known.revision != revision:
            raise OlderWords("other words were saved meanwhile")
        after = next_words(known, item.id, text, device, clock.now()) if text.strip() else None
        write = _write(stored, after)
        # Another browser may have come first: what it has stored is looked at in turn.
        with suppress(AlreadyExists, Stale):
            store.commit([write] if write else [])
            return after
    raise OlderWords("other browsers keep saving")


def forget_words(stored: Stored[ComposerWords] | None) -> list[Write]:
    """What takes these very words away; Stale comes of it where others were saved since."""
    return [Delete(ComposerWords, stored.key, stored.version)] if stored else []


def still_words(store: Store, stored: Stored[ComposerWords] | None) -> Stored[ComposerWords] | None:
    """The words if they lie there unchanged: newer ones are not the same."""
    now = store.get(ComposerWords, *stored.key) if stored else None
    return stored if stored and now and now.version == stored.version else None


def _write(stored: Stored[ComposerWords] | None, after: ComposerWords | None) -> Write | None:
    if after is None:
        return next(iter(forget_words(stored)), None)
    return Put(after, version=stored.version) if stored else Create(after)
