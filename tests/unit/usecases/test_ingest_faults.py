"""A page whose commits meet faster writers and faults."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.wb_items import make_question
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import RetryLater, Unavailable
from shared.domain.ids import interaction_id
from shared.domain.interaction import Answer, Channel, Interaction, Message
from shared.ports import Delete, Query, Write
from shared.usecases.tell_labels import Told, tell_labels
from tests.builders import NOON, SELLER
from tests.counts import count_items
from tests.sync_bench import SyncBench
from tests.unit.usecases.pages import change_work, counted, review, store_page

REVIEW, CHAT = Channel.REVIEW, Channel.CHAT

# --- faults


def interfere(bench: SyncBench, *actions: Any):
    """Somebody else writes right before each commit."""
    left = list(actions)

    def plan(writes: Sequence[Write]) -> Fault:
        if left:
            left.pop(0)()
        return Fault.NONE

    return FaultyStores(bench.plain, plan)


def test_a_faster_writer_is_read_again_and_kept() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    bench.stores = interfere(bench, lambda: change_work(bench, "R1", note="Успел раньше"))

    bench.ingest(store_page(bench, "q", [review(text="Дополнено"), review("R2")], minute=1))

    item = bench.item(REVIEW, "R1")
    assert (item.source.text, item.work.note) == ("Дополнено", "Успел раньше")
    assert counted(bench) == count_items(list(bench.items().values())).views


def test_two_pages_that_bring_one_item_at_once_make_one() -> None:
    bench = SyncBench()
    rival = SyncBench()
    rival.plain, rival.stores = bench.plain, bench.plain
    other = store_page(bench, "other", [review()])
    bench.stores = interfere(bench, lambda: rival.ingest(other))

    report = bench.ingest(store_page(bench, "p", [review(), review("R2")], minute=1))

    assert report.created == 1
    assert set(bench.items()) == {"R1", "R2"}
    assert counted(bench) == count_items(list(bench.items().values())).views


def test_an_item_that_is_erased_meanwhile_comes_back_as_new() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    name = interaction_id("review", "R1")
    erase = Delete(Interaction, (name,))
    bench.stores = interfere(bench, lambda: bench.store.commit([erase]))

    bench.ingest(store_page(bench, "q", [review(text="Дополнено")], minute=1))

    assert bench.item(REVIEW, "R1").source.text == "Дополнено"


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
def test_an_unknown_end_of_a_commit_is_looked_up(fault: Fault) -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    events = [event for event in bench.cabinet.events if event["chatID"] == chat]
    bundle = {"chat": bench.cabinet.chats[chat], "events": events}
    bench.stores = FaultyStores(bench.plain, in_turn(fault))

    bench.ingest(store_page(bench, "p", [bundle], channel=CHAT))

    item = bench.item(CHAT, chat)
    assert len(bench.store.find(Query(kind=Message, within=(item.id,)))) == 1
    assert counted(bench) == {"attention": {"chat": 1}}
    assert bench.queued("draft")


def test_a_store_that_stays_down_leaves_the_page_to_the_queue() -> None:
    bench = SyncBench()
    bench.stores = FaultyStores(bench.plain, in_turn(*[Fault.REFUSE] * 9))

    with pytest.raises(Unavailable):
        bench.ingest(store_page(bench, "p", [review()]))


def test_a_race_that_is_always_lost_is_left_to_the_queue() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    notes = [
        lambda number=number: change_work(bench, "R1", note=str(number)) for number in range(9)
    ]
    bench.stores = interfere(bench, *notes)

    with pytest.raises(RetryLater):
        bench.ingest(store_page(bench, "q", [review(text="Дополнено")], minute=1))


def test_a_message_that_was_stored_before_is_not_counted_again() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(seconds=1)
    bench.cabinet.say(chat, "Ау")
    first, second = bench.cabinet.events
    pages = [
        store_page(bench, "a", [{"chat": None, "events": [first]}], channel=CHAT),
        store_page(bench, "b", [{"chat": None, "events": [first, second]}], channel=CHAT, minute=1),
    ]

    for page in [*pages, *reversed(pages)]:
        bench.ingest(page)

    item = bench.item(CHAT, chat)
    assert item.source.chat is not None
    assert len(item.source.chat.pending) == 2
    assert len(bench.store.find(Query(kind=Message, within=(item.id,)))) == 2


def test_a_line_that_changed_and_changed_back_is_noted_as_newer() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    line = dict(bench.cabinet.chats[chat])
    store_page(bench, "a", [{"chat": line, "events": []}], channel=CHAT, minute=1)
    renamed = line | {"clientName": "Анна"}
    store_page(bench, "b", [{"chat": renamed, "events": []}], channel=CHAT, minute=2, moved=True)
    store_page(bench, "c", [{"chat": line, "events": []}], channel=CHAT, minute=3, moved=True)

    for page in ("a", "c", "b", "a"):
        bench.ingest(page)

    assert bench.item(CHAT, chat).source.buyer_name == "Мария"


def test_labels_told_while_a_page_is_on_its_way_find_its_reviews() -> None:
    bench = SyncBench()
    store_page(bench, "p", [review(lastOrderShkId=7)])
    told: list[Told] = []

    def tell_first(_: Sequence[Write]) -> Fault:
        if not told:
            labels, queue = {7: "order"}, bench.queue
            told.append(
                tell_labels(SELLER, labels, stores=bench.plain, queue=queue, clock=bench.clock)
            )
        return Fault.NONE

    bench.stores = FaultyStores(bench.plain, tell_first)

    bench.ingest("p")

    assert [one.queued for one in told] == [0]
    assert bench.queued("link") == [
        {"seller": SELLER, "interaction": interaction_id("review", "R1")}
    ]


@pytest.mark.parametrize(("date", "undated"), [("вчера", 1), ("0001-01-01T00:00:00Z", 0)])
def test_an_answer_with_a_broken_date_is_noticed_and_counted(date: str, undated: int) -> None:
    bench = SyncBench()
    raw = make_question("Q1", NOON - timedelta(days=1), text="Есть синий?")
    raw["answer"] = {"text": "Да", "createDate": date}
    store_page(bench, "p", [raw], channel=Channel.QUESTION)

    report = bench.ingest("p")

    answer = bench.item(Channel.QUESTION, "Q1").source.answer
    assert answer == Answer(text="Да", noticed_at=NOON)
    assert (report.items, report.undated) == (1, undated)
    assert report.facts()["undated"] == undated
