"""Where the seller is writing, nothing answers by itself."""

from shared.domain.automatic.journal import Noted
from shared.domain.automatic.words import REASONS
from shared.domain.bulk import LeftOut
from shared.domain.composing import ComposerWords, next_words
from shared.ports import Create, Delete
from shared.usecases.crash_points import CrashPoint
from tests.builders import NOON
from tests.praise_bench import Shop
from tests.unit.usecases.bulk_bench import Bench, reviews, wish_for


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


def test_words_begun_while_a_step_sends_others_are_not_lost() -> None:
    first, second = reviews(2)
    bench = Bench(first, second)
    bulk = bench.start(wish_for([first, second]))

    def begin(point: CrashPoint, _: str) -> None:
        if point is CrashPoint.APPROVE_AFTER:
            bench.store.commit([Create(next_words(None, second.id, "Спасибо", "phone", NOON))])

    bench.work(reach=begin)

    assert [line.why for line in bench.read(bulk).lines] == ["", LeftOut.OWN_WORDS]
    assert [one.interaction for one in bench.replies()] == [first.id]
    assert bench.store.get(ComposerWords, second.id) is not None
