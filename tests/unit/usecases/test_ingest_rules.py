"""What ingestion makes of each kind of item, a row per rule."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.adapters.memory.wb_items import make_question, make_review
from shared.domain.drafts.drafting import basis_of
from shared.domain.drafts.prompts import build_prompt
from shared.domain.ids import hash_text, interaction_id
from shared.domain.interaction import (
    Channel,
    ClosedBy,
    Interaction,
    Link,
    Message,
    Priority,
    ReplyMark,
    Sender,
    Status,
    View,
)
from shared.domain.replies.approval import why_refused
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.reply import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS, SellerSettings
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.domain.sync.state import CATEGORY_OF, KEEP_PAGES, Category, Page, Quarantine
from shared.domain.understanding import DraftMark
from shared.ports import Patch, Put, Query
from shared.usecases.edit_interaction import Edit, edit_interaction
from shared.usecases.move_item import change_item, move_item
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
OURS = "Спасибо, что написали!"
THEIRS = "Ответ из кабинета"


def review(**fields: Any) -> dict[str, Any]:
    return make_review("R1", NOON - timedelta(hours=1), rating=5, text="") | fields


def question(**fields: Any) -> dict[str, Any]:
    return make_question("Q1", NOON - timedelta(minutes=1), text="Есть размер 44?") | fields


def take_in(
    bench: SyncBench, channel: Channel, *raws: dict[str, Any], minute: int = 0, moved: bool = True
) -> None:
    """Ingest one reading of some items."""
    (packed,) = pack_parcels([Parcel(raw=raw, moved=moved) for raw in raws])
    at = NOON + timedelta(minutes=minute)
    page = Page(
        id=f"page-{channel}-{minute}",
        category=CATEGORY_OF[channel],
        channel=channel,
        observed_at=at,
        expires_at=at + KEEP_PAGES,
        count=len(raws),
        body=packed.body,
    )
    bench.store.commit([Put(page)])
    bench.clock.set(max(bench.clock.now(), at))
    bench.ingest(page.id)


def only(bench: SyncBench) -> Interaction:
    (item,) = bench.items().values()
    return item


@pytest.mark.parametrize(
    ("channel", "raw", "needs_response", "status", "priority"),
    [
        (REVIEW, review(), False, Status.RESPONDED, Priority.LOW),
        (REVIEW, review(pros="мягкая"), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(cons="колется"), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(bables=["качество"]), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(photoLinks=[{"fullSize": "f"}]), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(video={"link": "v"}), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(text="Ок", state="wbRu"), True, Status.OPEN, Priority.LOW),
        (
            REVIEW,
            review(text="Ок", answer={"text": "", "state": "wbRu", "editable": False}),
            False,
            Status.RESPONDED,
            Priority.LOW,
        ),
        (QUESTION, question(), True, Status.OPEN, Priority.HIGH),
        (QUESTION, question(answer={"text": ""}), True, Status.OPEN, Priority.HIGH),
        (QUESTION, question(answer={"text": "Есть"}), False, Status.RESPONDED, Priority.LOW),
        (QUESTION, question(state="wbRu"), True, Status.OPEN, Priority.HIGH),
    ],
)
def test_content_without_an_answer_wants_one_whatever_wb_calls_it(
    channel: Channel,
    raw: dict[str, Any],
    needs_response: bool,
    status: Status,
    priority: Priority,
) -> None:
    bench = SyncBench()

    take_in(bench, channel, raw)

    queue = only(bench).queue
    assert (queue.needs_response, queue.status, queue.priority) == (
        needs_response,
        status,
        priority,
    )


def test_the_words_of_a_review_are_three_lines_with_their_labels() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим", pros="Мягкая", cons="Колется"))

    data = build_prompt(only(bench), (), None).data

    assert "Носим\nДостоинства: Мягкая\nНедостатки: Колется" in data


def test_an_unchanged_item_keeps_drafts_links_and_work_and_costs_no_write() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    item = only(bench)
    link = Link(other=interaction_id("review", "R2"), kind="deterministic", rule="r", confidence=1)
    mark = DraftMark(id="d", basis=basis_of(item), method="template", made_at=NOON)
    patch = {"links": (link,), "ai.draft": mark, "work.note": "Позвонить"}
    bench.store.commit([Patch(Interaction, (item.id,), patch)])
    before = only(bench)
    bench.counting.bill.clear()

    take_in(bench, REVIEW, review(text="Носим", wasViewed=True), minute=1, moved=False)

    assert only(bench) == before
    assert not bench.counting.bill.writes


def test_a_changed_item_changes_the_maps_of_ingestion_alone() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    item = only(bench)
    link = Link(other=interaction_id("review", "R2"), kind="deterministic", rule="r", confidence=1)
    mark = DraftMark(id="d", basis=basis_of(item), method="template", made_at=NOON)
    patch = {"links": (link,), "buyer": "b", "ai.draft": mark, "work.note": "Позвонить"}
    bench.store.commit([Patch(Interaction, (item.id,), patch)])
    before = only(bench)

    take_in(bench, REVIEW, review(text="Порвалось, не работает"), minute=1)

    after = only(bench)
    assert (after.links, after.buyer, after.ai.draft, after.work) == (
        before.links,
        before.buyer,
        before.ai.draft,
        before.work,
    )
    assert after.source.text == "Порвалось, не работает"
    assert after.ai.intent != before.ai.intent


# --- answers


def answered(text: str, state: str = "wbRu") -> dict[str, Any]:
    return review(text="Носим", answer={"text": text, "state": state, "editable": True})


def note_reply(bench: SyncBench, state: ReplyState, **facts: Any) -> None:
    stored = bench.store.get(Interaction, interaction_id("review", "R1"))
    assert stored is not None
    known: dict[str, Any] = {
        "id": "r",
        "state": state,
        "at": bench.clock.now(),
        "text_hash": hash_text(OURS),
    }
    work = replace(stored.value.work, reply=ReplyMark(**known | facts))
    after = change_item(stored.value, DEFAULT_SETTINGS, bench.clock.now(), work=work)
    bench.store.commit(move_item(stored, after))


def noticed(bench: SyncBench) -> datetime | None:
    answer = only(bench).source.answer
    return answer.noticed_at if answer else None


def test_an_answer_is_noticed_once_for_each_of_its_texts() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    take_in(bench, REVIEW, answered(THEIRS, "reviewRequired"), minute=5)
    first = noticed(bench)
    take_in(bench, REVIEW, answered(THEIRS), minute=9)
    again = noticed(bench)
    take_in(bench, REVIEW, answered(THEIRS + "!"), minute=20)

    assert first == again == NOON + timedelta(minutes=5)
    assert noticed(bench) == NOON + timedelta(minutes=20)


def test_an_answer_that_was_there_before_us_is_noticed_with_its_item() -> None:
    bench = SyncBench()

    take_in(bench, REVIEW, answered(THEIRS), minute=3)

    assert noticed(bench) == NOON + timedelta(minutes=3)


def test_our_answer_stays_out_of_the_queue_while_wb_does_not_show_it() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    note_reply(bench, ReplyState.SENT)

    take_in(bench, REVIEW, review(text="Носим", color="синий"), minute=30)
    held = only(bench).queue
    take_in(bench, REVIEW, review(text="Носим", color="белый"), minute=181)

    assert (held.needs_response, held.status) == (False, Status.RESPONDED)
    assert only(bench).queue.needs_response


@pytest.mark.parametrize("state", [ReplyState.SENT, ReplyState.CONFIRMED])
def test_a_rejected_answer_of_ours_comes_back_as_urgent(state: ReplyState) -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    note_reply(bench, state, at=NOON - timedelta(hours=4), wb_state="reviewRequired")

    take_in(bench, REVIEW, answered(OURS, "rejected"), minute=1)

    item = only(bench)
    assert (item.queue.needs_response, item.queue.priority) == (True, Priority.URGENT)
    assert item.source.answer is not None
    assert item.source.answer.editable


def test_a_rejected_answer_of_the_cabinet_comes_back_as_urgent() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, answered(THEIRS, "reviewRequired"))
    assert not only(bench).queue.needs_response

    take_in(bench, REVIEW, answered(THEIRS, "rejected"), minute=1)

    assert only(bench).queue.priority is Priority.URGENT


def test_an_answer_that_wb_takes_back_opens_its_question_as_urgent() -> None:
    bench = SyncBench()
    take_in(bench, QUESTION, question(answer={"text": "Есть", "editable": True}))

    take_in(bench, QUESTION, question(), minute=1)
    taken = only(bench)
    take_in(bench, QUESTION, question(answer={"text": "Есть, да", "editable": True}), minute=2)

    assert (taken.queue.needs_response, taken.queue.priority) == (True, Priority.URGENT)
    assert taken.source.answer_gone_at == NOON + timedelta(minutes=1)
    assert only(bench).queue.status is Status.RESPONDED
    assert only(bench).source.answer_gone_at is None


# --- archived reviews


def test_archived_reviews_bring_no_work_and_no_second_write() -> None:
    bench = SyncBench()
    old = make_review("old", NOON - timedelta(days=31), rating=1, text="Порвалось")
    bare = make_review("bare", NOON - timedelta(days=1), rating=5, text="")
    tagged = make_review("tagged", NOON - timedelta(days=1), rating=5, text="")
    raws = [old, bare, tagged | {"bables": ["качество"], "state": "wbRu"}]
    take_in(bench, REVIEW, *raws)
    bench.counting.bill.clear()

    take_in(bench, REVIEW, *raws, minute=9, moved=False)

    items = bench.items()
    assert {name for name, one in items.items() if one.queue.needs_response} == {"tagged"}
    assert (items["old"].queue.view, items["old"].queue.closed_by) == (View.DONE, ClosedBy.WB)
    assert not bench.counting.bill.writes
    assert {task["interaction"] for task in bench.queued("draft")} == {items["tagged"].id}


# --- names of buyers


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


# --- chats


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
