"""Where the seller is writing, nothing answers by itself."""

from shared.domain.automatic.journal import Noted
from shared.domain.automatic.words import REASONS
from shared.domain.composing import ComposerWords, next_words
from shared.ports import Create, Delete
from tests.builders import NOON
from tests.unit.usecases.test_automate_reply import Shop


def test_a_review_whose_answer_is_being_written_is_held_until_the_words_are_gone() -> None:
    shop = Shop()
    item = shop.receive()
    shop.store.commit([Create(next_words(None, item.id, "Спасибо", "phone", NOON))])

    held = shop.automate(item)
    reasons, sent = shop.entry(item).reasons, shop.replies()
    shop.store.commit([Delete(ComposerWords, (item.id,))])
    later = shop.automate(item)

    assert (held, reasons, sent) == (Noted.HELD.value, ("own_words",), [])
    assert REASONS["own_words"]
    assert later == Noted.APPROVED.value
