"""What a chat sync missed is found again: at night, on demand, or when the chat goes on."""

from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.ids import interaction_id
from shared.domain.interaction import Interaction, Message, Sender, Status, View
from shared.domain.raw_items import RawItem
from shared.domain.sync.category import Category
from shared.domain.sync.state import KnownItems, SyncState
from shared.ports import Delete, Query
from shared.usecases.edit_interaction import Edit, edit_interaction
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.unit.usecases.chat_talk import CHAT, messages, settle, talk


def test_a_first_connect_takes_no_history_for_new_work() -> None:
    bench = SyncBench()
    old = bench.cabinet.open_chat(text="Давно", at=NOON - timedelta(days=11))
    recent = bench.cabinet.open_chat(text="Недавно", at=NOON - timedelta(days=9))
    insistent = bench.cabinet.open_chat(text="Давно", at=NOON - timedelta(days=11))
    bench.cabinet.say(insistent, "И теперь", at=NOON - timedelta(days=1))
    answered = bench.cabinet.open_chat(text="Вопрос", at=NOON - timedelta(days=3))
    replied_at = NOON - timedelta(days=2)
    bench.cabinet.say(
        answered, "Ответ", sender=Sender.SELLER, source="seller-portal", at=replied_at
    )
    bench.later(seconds=1)

    settle(bench)

    waiting = {name for name, item in bench.items().items() if item.queue.needs_response}
    assert waiting == {recent, insistent}
    drafts = [key for queue, key in bench.queue._known if queue == "draft"]
    assert len(drafts) == len(waiting)
    assert all(any(interaction_id(CHAT, one) in key for key in drafts) for one in waiting)
    bench.later(minutes=10)
    bench.cabinet.say(old, "Я всё ещё жду")
    bench.later(minutes=1)
    settle(bench)
    assert bench.item(CHAT, old).queue.needs_response


def test_a_chat_that_began_while_nobody_could_read_is_work() -> None:
    bench = SyncBench()
    talk(bench, "Первое")
    settle(bench)
    bench.later(days=1)
    missed = bench.cabinet.open_chat(text="Есть кто?")
    bench.later(days=20)

    settle(bench)

    assert bench.item(CHAT, missed).queue.needs_response


def test_every_night_the_last_days_are_compared() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    settle(bench)
    name = bench.store.find(Query(kind=Message, within=(interaction_id("chat", chat),)))[0].value.id
    bench.store.commit([Delete(Message, (interaction_id("chat", chat), name))])
    bench.later(hours=35)

    settle(bench)

    assert messages(bench, chat) == ["Первое"]
    assert len(bench.cabinet.calls_of("list_chats")) == 2


def test_a_chat_that_was_lost_long_ago_is_restored_at_night_though_its_words_are_gone() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    settle(bench)
    bench.later(days=5)
    other = talk(bench, "Другой чат")
    settle(bench)
    bench.store.commit([Delete(Interaction, (interaction_id("chat", chat),))])
    bench.cabinet.events[:] = [one for one in bench.cabinet.events if one["chatID"] != chat]

    bench.later(hours=35)
    settle(bench)
    bench.later(minutes=5)
    settle(bench)

    assert set(bench.items()) == {chat, other}
    assert bench.progress(CHAT).drift == 0


def test_a_night_that_finds_nothing_new_leaves_nothing_to_wait_for() -> None:
    bench = SyncBench()
    talk(bench, "Первое")
    settle(bench)
    bench.later(hours=35)
    settle(bench)
    bench.counting.bill.clear()

    recovered = []
    for _ in range(6):
        bench.later(minutes=10)
        recovered.append(bench.sync(Category.CHAT).recovered)
        bench.drain(timedelta(minutes=1))

    assert recovered == [0] * 6


def test_a_seller_may_have_all_chats_read_again() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    settle(bench)
    bench.later(hours=3)
    bench.cabinet.calls.clear()

    bench.ask_for_all(Category.CHAT)
    bench.drain()

    assert bench.cabinet.calls_of("list_events")[0].target == ""
    assert messages(bench, chat) == ["Первое"]
    assert bench.store.get(SyncState, "feedbacks") is None


def test_a_closed_chat_reopens_when_the_buyer_writes() -> None:
    bench = SyncBench()
    chat = talk(bench, "Первое")
    settle(bench)
    stored = bench.store.get(Interaction, interaction_id("chat", chat))
    assert stored is not None
    close = Edit(closed=True)
    edit_interaction(SELLER, stored.value.id, close, stores=bench.plain, clock=bench.clock)

    bench.ask_for_all()
    bench.drain()
    repeated = bench.item(CHAT, chat)
    bench.later(minutes=10)
    bench.cabinet.say(chat, "Второе")
    bench.later(minutes=1)
    settle(bench)

    assert repeated.queue.status is Status.CLOSED
    assert bench.item(CHAT, chat).queue.view is View.ATTENTION


def test_many_words_of_one_chat_fit_their_pages() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="0")
    for number in range(1, 250):
        bench.later(seconds=1)
        bench.cabinet.say(chat, str(number))
    bench.later(minutes=10)

    settle(bench)

    assert messages(bench, chat) == [str(number) for number in range(250)]
    assert len(bench.item(CHAT, chat).source.chat.pending) == 100  # type: ignore[union-attr]


def test_words_whose_page_was_dropped_are_found_though_the_chat_went_on() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(seconds=1)
    bench.settle(Category.CHAT)
    bench.later(minutes=1)
    bench.cabinet.say(chat, "Ответьте")
    bench.sync(Category.CHAT)
    bench.queue.run_due(bench.handlers | {"ingest": lambda payload: None})
    bench.later(minutes=1)
    bench.cabinet.say(chat, "Я жду")
    bench.settle(Category.CHAT)

    bench.later(minutes=6)
    bench.settle(Category.CHAT)

    said = bench.store.find(Query(kind=Message, within=(bench.item(CHAT, chat).id,)))
    assert {one.value.text for one in said} == {"Где заказ?", "Ответьте", "Я жду"}


def test_a_line_whose_page_was_dropped_is_found_though_the_chat_went_on() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(seconds=1)
    bench.settle(Category.CHAT)
    bench.later(minutes=1)
    bench.cabinet.chats[chat]["clientName"] = "Мария"
    bench.ask_for_all(Category.CHAT)
    bench.queue.run_due(bench.handlers | {"ingest": lambda payload: None})
    bench.later(minutes=1)
    bench.cabinet.say(chat, "Я жду")
    bench.settle(Category.CHAT)

    bench.later(minutes=6)
    bench.settle(Category.CHAT)

    assert bench.item(CHAT, chat).source.buyer_name == "Мария"


@pytest.mark.parametrize("last", [None, {"text": "Здравствуйте", "addTimestamp": None}])
def test_a_line_without_a_date_is_dated_once_and_written_once(last: RawItem | None) -> None:
    bench = SyncBench()
    chat = talk(bench, "Где заказ?")
    bench.cabinet.events.clear()
    bench.cabinet.chats[chat]["lastMessage"] = last
    settle(bench)
    first = bench.item(CHAT, chat)
    bench.counting.bill.clear()
    bench.cabinet.calls.clear()

    for _ in range(6):
        bench.later(hours=12)
        settle(bench)

    assert bench.calls().count(("list_chats", "")) > 1
    assert bench.item(CHAT, chat) == first
    # The nightly comparison hands every line over again, and nothing comes of it.
    assert {KnownItems, Interaction} & set(bench.counting.bill.writes) == set()


def test_an_event_that_comes_late_while_nobody_could_read_on_is_not_skipped() -> None:
    bench = SyncBench()
    bench.cabinet.events_page = 2
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(seconds=1)
    bench.settle(Category.CHAT)
    bench.later(seconds=30)
    bench.cabinet.say(chat, "Ответьте")
    bench.later(minutes=3)
    for words in ("Я жду", "Долго", "Ещё"):
        bench.cabinet.say(chat, words)
        bench.later(seconds=1)
    calls = 0

    def fail_later(method: str) -> None:
        nonlocal calls
        calls += method == "chat:events"
        if calls > 2:
            raise Unavailable("WB is down")

    bench.wb.before_call = fail_later
    bench.settle(Category.CHAT)
    bench.cabinet.say(chat, "Слова с опозданием", at=bench.clock.now() - timedelta(seconds=20))
    bench.wb.before_call = lambda method: None
    bench.later(minutes=3)

    bench.settle(Category.CHAT)

    said = messages(bench, chat)
    assert "Слова с опозданием" in said
    assert len(said) == 6
