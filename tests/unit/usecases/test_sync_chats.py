"""Chats are synced by events and by the list of chats."""

from collections import Counter
from datetime import timedelta

from shared.domain.interaction import Interaction, Message, Sender, Status, View
from shared.domain.summary import InboxSummary
from shared.domain.sync.bucket import Budget
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Quarantine
from shared.domain.sync.state import SyncState, SyncStatus
from shared.ports import Query
from tests.builders import NOON
from tests.sync_bench import SyncBench
from tests.unit.usecases.chat_talk import CHAT, messages, settle, talk


def test_a_first_sync_brings_the_whole_history() -> None:
    bench = SyncBench()
    bench.cabinet.events_page = 3
    chats = [talk(bench, "Где заказ?", "Вы тут?", "Ау") for _ in range(4)]

    settle(bench)

    assert [messages(bench, chat) for chat in chats] == [["Где заказ?", "Вы тут?", "Ау"]] * 4
    item = bench.item(CHAT, chats[0])
    assert item.source.buyer_name == "Мария"
    assert item.source.product.nm_id == 70_000_001
    assert item.source.chat is not None
    assert item.source.chat.order_key == f"rid-{chats[0]}"
    assert item.source.chat.reply_sign
    assert item.source.chat.waiting_since == NOON
    assert len(item.source.chat.pending) == 3
    assert item.queue.view is View.ATTENTION
    assert bench.progress(CHAT).status is SyncStatus.OK


def test_a_quiet_run_writes_twice_and_soon_calls_once() -> None:
    bench = SyncBench()
    talk(bench, "Где заказ?")
    settle(bench)

    for calls in (2, 1):
        bench.later(minutes=10)
        bench.counting.bill.clear()
        report = bench.sync(Category.CHAT)
        assert bench.counting.bill.writes == Counter({Budget: 1, SyncState: 1})
        assert (report.calls, report.changed) == (calls, 0)
    assert not bench.queue.waiting


def test_a_run_without_any_chats_is_quiet_too() -> None:
    bench = SyncBench()
    settle(bench)
    bench.later(minutes=10)
    bench.counting.bill.clear()

    bench.sync(Category.CHAT)

    assert bench.counting.bill.writes == Counter({Budget: 1, SyncState: 1})


def test_a_new_message_costs_two_writes_of_its_own() -> None:
    bench = SyncBench()
    chat = talk(bench, "Где заказ?")
    settle(bench)
    bench.later(minutes=10)
    bench.cabinet.say(chat, "Ответьте!")
    bench.later(seconds=5)
    bench.counting.bill.clear()

    settle(bench)

    writes = bench.counting.bill.writes
    assert (writes[Interaction], writes[Message]) == (1, 1)
    assert InboxSummary not in writes
    assert messages(bench, chat) == ["Где заказ?", "Ответьте!"]


def test_a_new_chat_costs_two_writes_of_its_own_too() -> None:
    bench = SyncBench()
    talk(bench, "Где заказ?")
    settle(bench)
    bench.later(minutes=10)
    chat = bench.cabinet.open_chat(text="Когда придёт?")
    bench.later(seconds=5)
    bench.counting.bill.clear()

    settle(bench)

    writes = bench.counting.bill.writes
    assert (writes[Interaction], writes[Message], writes[InboxSummary]) == (1, 1, 1)
    assert bench.item(CHAT, chat).source.buyer_name == "Мария"


def test_an_answer_settles_a_chat_and_new_words_bring_it_back() -> None:
    bench = SyncBench()
    chat = talk(bench, "Где заказ?")
    bench.cabinet.say(chat, "В пути", sender=Sender.SELLER, source="seller-portal")
    bench.later(minutes=1)
    settle(bench)
    answered = bench.item(CHAT, chat)

    bench.later(minutes=10)
    asked_at = bench.clock.now()
    bench.cabinet.say(chat, "А когда?")
    bench.later(minutes=1)
    settle(bench)

    assert (answered.queue.view, answered.queue.status) == (View.WAITING, Status.RESPONDED)
    assert bench.item(CHAT, chat).queue.view is View.ATTENTION
    assert bench.item(CHAT, chat).source.chat.waiting_since == asked_at  # type: ignore[union-attr]


def test_what_wb_writes_by_itself_is_no_answer() -> None:
    bench = SyncBench()
    chat = talk(bench, "Где заказ?")
    bench.cabinet.say(chat, "Оцените покупку", sender=Sender.WB, source="")
    bench.later(minutes=1)

    settle(bench)

    assert bench.item(CHAT, chat).queue.needs_response
    assert len(messages(bench, chat)) == 2


def test_an_event_that_becomes_visible_late_is_not_skipped() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    bench.cabinet.say(chat, "Второе")
    settle(bench)

    bench.cabinet.say(chat, "Опоздавшее", at=bench.clock.now() - timedelta(seconds=40))
    bench.later(seconds=20)
    settle(bench)

    assert messages(bench, chat) == ["Первое", "Опоздавшее", "Второе"]


def test_events_of_one_millisecond_survive_the_edge_of_a_page() -> None:
    bench = SyncBench()
    bench.cabinet.events_page = 3
    chat = talk(bench, "1", "2", minutes=0)
    bench.later(minutes=1)
    for text in ("3", "4"):
        bench.cabinet.say(chat, text)
    bench.later(minutes=1)

    settle(bench)

    assert sorted(messages(bench, chat)) == ["1", "2", "3", "4"]


def test_a_chat_that_no_list_has_named_is_looked_up_once() -> None:
    bench = SyncBench()
    settle(bench)
    bench.later(minutes=10)
    chat = talk(bench, "Здравствуйте")
    bench.cabinet.calls.clear()

    settle(bench)
    bench.later(minutes=10)
    bench.cabinet.say(chat, "Ещё")
    settle(bench)

    assert len(bench.cabinet.calls_of("list_chats")) == 1
    assert bench.item(CHAT, chat).source.buyer_name == "Мария"


def test_a_chat_that_the_list_never_names_does_not_ask_for_it_for_ever() -> None:
    bench = SyncBench()
    settle(bench)
    bench.later(minutes=10)
    chat = talk(bench, "Здравствуйте")
    del bench.cabinet.chats[chat]
    bench.cabinet.calls.clear()

    settle(bench)
    bench.later(minutes=10)
    bench.sync(Category.CHAT)

    assert len(bench.cabinet.calls_of("list_chats")) == 1
    assert messages(bench, chat) == ["Здравствуйте"]


def test_an_event_that_nobody_can_read_does_not_hold_up_the_rest() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    bench.cabinet.events.append(
        {"eventID": "bad", "addTimestamp": bench.cabinet.events[-1]["addTimestamp"]}
    )
    bench.cabinet.chats["broken"] = {"chatID": 7, "lastMessage": {"addTimestamp": 1}}
    bench.cabinet.say(chat, "Второе")
    bench.later(minutes=1)

    settle(bench)

    assert messages(bench, chat) == ["Первое", "Второе"]
    assert len(bench.store.find(Query(kind=Quarantine))) == 2


def test_an_event_without_words_is_kept_and_waits_for_nobody() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    bench.later(seconds=1)
    bench.cabinet.say(chat, "")
    bench.later(minutes=1)

    settle(bench)

    assert messages(bench, chat) == ["Первое", ""]
    tail = bench.item(CHAT, chat).source.chat
    assert tail is not None
    assert (tail.last_text, len(tail.pending)) == ("Первое", 1)
