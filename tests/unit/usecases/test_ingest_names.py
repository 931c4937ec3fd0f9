"""Names of buyers are stored for the sellers who want them."""

from shared.domain.settings import SellerSettings
from shared.domain.sync.category import Category
from shared.ports import Put
from tests.sync_bench import SyncBench
from tests.unit.usecases.ingested import CHAT, REVIEW, only, review, take_in


def keep_names(bench: SyncBench, *, keep: bool) -> None:
    bench.store.commit([Put(SellerSettings(store_buyer_names=keep))])


def test_a_seller_who_keeps_no_names_stores_none() -> None:
    bench = SyncBench()
    keep_names(bench, keep=False)
    take_in(bench, REVIEW, review(text="Носим", userName="Мария"))
    chat = bench.cabinet.open_chat(text="Где заказ?", client_name="Олег")
    bench.later(minutes=1)
    bench.settle(Category.CHAT)

    items = bench.items()

    assert (items["R1"].source.buyer_name, items[chat].source.buyer_name) == ("", "")


def test_the_next_whole_reading_forgets_names_or_takes_them_up_again() -> None:
    bench = SyncBench()
    named = review(text="Носим", userName="Мария")
    found = []
    for minute, keep in enumerate((True, False, True)):
        keep_names(bench, keep=keep)
        take_in(bench, REVIEW, named, minute=minute, moved=False)
        found.append(only(bench).source.buyer_name)
    bench.counting.bill.clear()

    take_in(bench, REVIEW, named, minute=9, moved=False)

    assert found == ["Мария", "", "Мария"]
    assert not bench.counting.bill.writes


def test_the_next_reading_of_a_chat_forgets_its_name() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?", client_name="Олег")
    bench.later(minutes=1)
    bench.settle(Category.CHAT)
    before = bench.item(CHAT, chat).source.buyer_name
    keep_names(bench, keep=False)
    raws = [one for one in bench.cabinet.events if one["chatID"] == chat]

    for minute in (10, 11):
        bench.counting.bill.clear()
        take_in(bench, CHAT, {"chat": None, "events": raws}, minute=minute, moved=False)

    assert (before, bench.item(CHAT, chat).source.buyer_name) == ("Олег", "")
    assert not bench.counting.bill.writes
