"""What one browser saves while another empties the composer or sends."""

from collections.abc import Sequence

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.composing import ComposerWords, next_words
from shared.domain.ids import SellerId, hash_text
from shared.domain.replies.approval import Approval
from shared.ports import Create, Put, Store, Stores, Write
from shared.usecases.approve_reply import approve_reply
from shared.usecases.keep_words import OlderWords, keep_words
from tests.builders import NOON, SELLER, make_item
from tests.judges import sure_judge
from tests.stores import embedded_stores

TEXT = "Спасибо за отзыв, рады, что вам понравилось!"
NEWER = "Другие слова с телефона"


class RacedStores:
    """Lets another browser save just before the first commit."""

    def __init__(self, stores: Stores, saved: Write) -> None:
        self._stores, self.saved = stores, [saved]

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return RacedStore(self._stores.of_seller(seller), self.saved)


class RacedStore:
    def __init__(self, store: Store, saved: list[Write]) -> None:
        self._store, self._saved = store, saved
        self.get, self.get_many = store.get, store.get_many
        self.find, self.count = store.find, store.count

    def commit(self, writes: Sequence[Write]) -> None:
        if self._saved:
            self._store.commit([self._saved.pop()])
        self._store.commit(writes)


def begin() -> tuple[Stores, RacedStores, ComposerWords]:
    stores, item = embedded_stores(), make_item(external_id="R1")
    words = next_words(None, item.id, TEXT, "laptop", NOON)
    stores.of_seller(SELLER).commit([Create(item), Create(words)])
    newer = Put(next_words(words, item.id, NEWER, "phone", NOON))
    return stores, RacedStores(stores, newer), words


def kept(stores: Stores, words: ComposerWords) -> str:
    stored = stores.of_seller(SELLER).get(ComposerWords, words.id)
    return stored.value.text if stored else ""


def test_emptying_loses_no_words_that_another_browser_saved_at_that_moment() -> None:
    stores, raced, words = begin()

    with pytest.raises(OlderWords):
        keep_words(
            SELLER,
            words.id,
            "",
            words.revision,
            device="laptop",
            stores=raced,
            clock=FixedClock(NOON),
        )

    assert kept(stores, words) == NEWER


def test_sending_loses_no_words_that_another_browser_saved_at_that_moment() -> None:
    stores, raced, words = begin()
    clock = FixedClock(NOON)
    approval = Approval(
        interaction=words.id,
        text=TEXT,
        text_hash=hash_text(TEXT),
        revision=1,
        client_request_id="one",
    )

    approve_reply(
        SELLER,
        approval,
        stores=raced,
        queue=MemoryTaskQueue(clock),
        clock=clock,
        judge=sure_judge(),
    )

    assert kept(stores, words) == NEWER
