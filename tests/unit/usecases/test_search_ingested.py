"""What WB sends is found as soon as it is stored, and costs no write of its own."""

from shared.domain.interaction import Interaction, Message
from shared.domain.places import InboxFilter
from shared.domain.search.parser import parse_search
from shared.domain.sync.category import Category
from shared.usecases.rebuild_search import open_index
from shared.usecases.search_inbox import search_inbox
from tests.builders import SELLER
from tests.sync_bench import SyncBench


def found(bench: SyncBench, text: str) -> list[str]:
    page = search_inbox(
        SELLER,
        InboxFilter(),
        parse_search(text, bench.clock.now()),
        limit=50,
        after=None,
        stores=bench.stores,
        clock=bench.clock,
    )
    return [item.source.external_id for item in page.page.items]


def opened() -> SyncBench:
    bench = SyncBench()
    open_index(SELLER, stores=bench.stores)
    return bench


def test_every_message_of_a_chat_is_found_for_ever() -> None:
    bench = opened()
    chat = bench.cabinet.open_chat(text="Порвался рукав у куртки")
    bench.settle(Category.CHAT)
    bench.later(minutes=3)
    bench.counting.bill.clear()
    bench.cabinet.say(chat, "Молния тоже сломалась")
    bench.cabinet.say(chat, "Жду ответа")
    bench.settle(Category.CHAT)

    assert found(bench, "рукава куртки") == [chat]
    assert found(bench, "молнией") == [chat]
    assert found(bench, '"молния тоже"') == [chat]
    assert bench.counting.bill.writes[Interaction] <= 2
    assert bench.counting.bill.writes[Message] == 2
    bench.counting.bill.clear()
    bench.later(minutes=3)
    bench.settle(Category.CHAT)
    assert bench.counting.bill.writes[Interaction] == 0


def test_a_reviews_words_and_its_answer_are_found() -> None:
    bench = opened()
    name = bench.cabinet.add_review(text="Ребёнку в подарок", userName="Алёна")
    bench.settle()

    assert found(bench, "подарка") == found(bench, "покупатель:алена") == [name]
