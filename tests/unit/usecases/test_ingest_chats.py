"""What ingestion makes of the messages of chats."""

from datetime import timedelta
from typing import Any

from shared.domain.ids import hash_text, interaction_id
from shared.domain.interaction import (
    Interaction,
    Message,
    Priority,
    ReplyMark,
    Sender,
    Status,
    View,
)
from shared.domain.replies.approval import why_refused
from shared.domain.replies.doubles import OUR_SOURCE
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.states import ReplyState
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Quarantine
from shared.ports import Patch, Query
from shared.usecases.edit_interaction import Edit, edit_interaction
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.unit.usecases.ingested import CHAT, OURS, QUESTION, only, question, take_in


def test_messages_keep_what_hangs_on_them_and_automatic_ones_answer_nobody() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Пришёл не тот цвет")
    for sender, source in ((Sender.SELLER, "rusite"), (Sender.SELLER, ""), (Sender.WB, "global")):
        bench.later(seconds=5)
        bench.cabinet.say(chat, "Мы получили ваш отзыв", sender=sender, source=source)
    bench.later(minutes=1)

    bench.settle(Category.CHAT)

    item = bench.item(CHAT, chat)
    found = bench.store.find(Query(kind=Message, within=(item.id,)))
    said = sorted((stored.value for stored in found), key=lambda one: one.sent_at)
    assert [one.sender for one in said] == [Sender.CLIENT, Sender.WB, Sender.WB, Sender.WB]
    assert [one.wb_sender for one in said] == ["client", "seller", "seller", "wb"]
    assert (item.queue.needs_response, item.queue.status) == (True, Status.OPEN)


def test_a_broken_date_puts_a_message_aside_and_no_other() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Первое")
    bench.later(seconds=5)
    event = bench.cabinet.say(chat, "Второе")
    event |= {"addTimestamp": None, "addTime": "2026-11-22T12:00:05"}
    raws = [one for one in bench.cabinet.events if one["chatID"] == chat]

    for minute, raw in enumerate(raws):
        take_in(bench, CHAT, {"chat": None, "events": [raw]}, minute=minute)

    item = bench.item(CHAT, chat)
    assert len(bench.store.find(Query(kind=Message, within=(item.id,)))) == 1
    (aside,) = bench.store.find(Query(kind=Quarantine))
    assert aside.value.reason == "EventShape: addTimestamp, addTime"


def test_a_buyers_words_open_a_closed_chat_and_leave_what_people_did() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(minutes=1)
    bench.settle(Category.CHAT)
    name = interaction_id("chat", chat)

    def edit(**wish: Any) -> Interaction:
        return edit_interaction(SELLER, name, Edit(**wish), stores=bench.plain, clock=bench.clock)

    def hear(text: str) -> Interaction:
        bench.later(minutes=10)
        bench.cabinet.say(chat, text)
        bench.later(minutes=1)
        bench.settle(Category.CHAT)
        return bench.item(CHAT, chat)

    closed = edit(closed=True, note="Ждём склад")
    opened = hear("Ау?")
    slept = edit(snoozed_until=bench.clock.now() + timedelta(days=1))
    woken = hear("Есть кто?")
    reopened = edit(closed=False)

    assert (closed.queue.status, opened.queue.status) == (Status.CLOSED, Status.OPEN)
    assert opened.work == closed.work
    assert (slept.queue.view, woken.queue.view) == (View.SNOOZED, View.ATTENTION)
    assert woken.work == slept.work
    assert (slept.work.closed, reopened.queue.view) == (False, View.ATTENTION)


def test_a_proved_reply_that_comes_once_more_is_told_once() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.settle(Category.CHAT)
    bench.later(minutes=1)
    bench.cabinet.say(chat, OURS, sender=Sender.SELLER, source=OUR_SOURCE)
    bench.settle(Category.CHAT)
    mark = ReplyMark(id="r", state=ReplyState.CONFIRMED, at=NOON, text_hash=hash_text(OURS))
    name = interaction_id("chat", chat)
    bench.store.commit([Patch(Interaction, (name,), {"work.reply": mark})])
    bench.later(minutes=1)
    bench.cabinet.say(chat, OURS, sender=Sender.SELLER, source=OUR_SOURCE)
    for _ in range(3):
        bench.later(minutes=5)
        bench.settle(Category.CHAT)

    assert [reply for page in bench.ingested for reply in page.doubled] == ["r"]


def test_a_question_whose_answer_wb_took_back_takes_another() -> None:
    bench = SyncBench()
    given = question(answer={"text": OURS, "editable": True})
    take_in(bench, QUESTION, given)
    name = interaction_id("question", "Q1")
    mark = ReplyMark(id="r", state=ReplyState.CONFIRMED, at=NOON, text_hash=hash_text(OURS))
    bench.store.commit([Patch(Interaction, (name,), {"work.reply": mark})])
    refused = why_refused(only(bench))

    take_in(bench, QUESTION, question(), minute=60 * 72)

    assert refused is RefusalCode.ANSWERED
    assert only(bench).queue.priority is Priority.URGENT
    assert why_refused(only(bench)) is None
