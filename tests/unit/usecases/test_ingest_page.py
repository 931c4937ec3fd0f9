"""Raw items become interactions: once each, the newest reading wins, whatever the order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.wb_items import make_question, make_review
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.deadlines.table import DEFAULT_TABLE, Within
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import RetryLater, Unavailable
from shared.domain.ids import interaction_id
from shared.domain.interaction import Answer, Channel, Interaction, Message, ReplyMark, Status, View
from shared.domain.replies.reply import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS, SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.domain.sync.state import Category, Page, Quarantine
from shared.domain.understanding import DraftMark
from shared.ports import Create, Delete, Patch, Put, Query, Write
from shared.usecases.move_item import change_item, move_item
from shared.usecases.tell_labels import Told, tell_labels
from tests.builders import NOON, SELLER
from tests.counts import count_items
from tests.sync_bench import SyncBench

REVIEW, CHAT = Channel.REVIEW, Channel.CHAT
ANSWER = {"text": "Спасибо", "state": "wbRu", "editable": True}


def store_page(
    bench: SyncBench,
    name: str,
    raws: Sequence[dict[str, Any]],
    *,
    channel: Channel = REVIEW,
    minute: int = 0,
    moved: bool = False,
) -> str:
    (packed,) = pack_parcels([Parcel(raw=raw, moved=moved) for raw in raws])
    at = NOON + timedelta(minutes=minute)
    page = Page(
        id=name,
        category=Category.CHAT if channel is CHAT else Category.FEEDBACKS,
        channel=channel,
        observed_at=at,
        expires_at=at + timedelta(days=1),
        count=len(raws),
        body=packed.body,
    )
    bench.store.commit([Put(page)])
    return name


def review(name: str = "R1", text: str = "Порвалось", **fields: Any) -> dict[str, Any]:
    return make_review(name, NOON - timedelta(days=1), rating=2, text=text) | fields


def change_work(bench: SyncBench, name: str, **work: Any) -> None:
    stored = bench.store.get(Interaction, interaction_id("review", name))
    assert stored is not None
    now = bench.clock.now()
    after = change_item(
        stored.value, DEFAULT_SETTINGS, now, work=replace(stored.value.work, **work)
    )
    bench.store.commit(move_item(stored, after))


def counted(bench: SyncBench) -> dict[str, dict[str, int]]:
    stored = bench.store.get(InboxSummary, SUMMARY_KEY)
    views = stored.value.views if stored else {}
    kept = {view: {name: n for name, n in row.items() if n} for view, row in views.items()}
    return {view: row for view, row in kept.items() if row}


def test_a_new_review_is_one_write_and_one_count() -> None:
    bench = SyncBench()
    page = store_page(bench, "p", [review("R1"), review("R2"), review("R3", "", pros="")])

    report = bench.ingest(page)

    assert bench.counting.bill.writes == Counter({Interaction: 3, InboxSummary: 1})
    assert bench.counting.bill.commits == 1
    assert (report.created, report.changed) == (3, 0)
    assert counted(bench) == {"attention": {"review": 2}, "done": {"review": 1}}


def test_a_new_item_is_understood_and_has_a_deadline() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review(text="Пришёл брак, не работает")]))

    item = bench.item(REVIEW, "R1")

    assert item.ai.intent.label == "defect_not_working"
    assert item.queue.deadline is not None
    assert item.occurred_at == item.source.created_at
    assert (item.revision, item.changed_at) == (1, NOON)


def test_a_repeated_page_writes_nothing_and_queues_nothing_new() -> None:
    bench = SyncBench()
    page = store_page(bench, "p", [review("R1"), review("R2")])
    bench.ingest(page)
    bench.counting.bill.clear()
    queued = len(bench.queue.waiting)

    report = bench.ingest(page)

    assert not bench.counting.bill.writes
    assert (report.created, report.changed, len(bench.queue.waiting)) == (0, 0, queued)


def test_a_page_that_is_gone_needs_nothing() -> None:
    assert SyncBench().ingest("gone").items == 0


def test_an_unchanged_item_costs_no_write_whenever_it_is_read() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    bench.counting.bill.clear()

    bench.ingest(store_page(bench, "q", [review(wasViewed=True)], minute=9))

    assert not bench.counting.bill.writes


def test_an_older_reading_never_replaces_a_newer_one() -> None:
    bench = SyncBench()
    new = store_page(bench, "new", [review(answer=ANSWER, state="wbRu")], minute=5)
    old = store_page(bench, "old", [review()], minute=1)

    bench.ingest(new)
    bench.ingest(old)

    assert bench.item(REVIEW, "R1").queue.view is View.DONE


def test_an_answer_that_is_gone_reopens_only_by_a_newer_reading() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "a", [review(answer=ANSWER)], minute=1))
    bench.ingest(store_page(bench, "b", [review()], minute=2, moved=True))

    item = bench.item(REVIEW, "R1")

    assert item.queue.needs_response
    assert item.queue.status is Status.OPEN


@given(dice=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_pages_may_come_in_any_order_and_more_than_once(dice: Random) -> None:
    """The first and the last reading show the same content: the one between must not win."""
    bench = SyncBench()
    pages = [
        store_page(bench, "a", [review(text="Первое")], minute=1),
        store_page(bench, "b", [review(text="Второе", answer=ANSWER)], minute=2, moved=True),
        store_page(bench, "c", [review(text="Первое")], minute=3, moved=True),
    ]
    order = [*pages, *pages]
    dice.shuffle(order)

    for page in order:
        bench.ingest(page)

    item = bench.item(REVIEW, "R1")
    assert item.source.text == "Первое"
    assert item.source.answer is None
    assert counted(bench) == count_items([item]).views


def test_what_people_and_other_stages_wrote_stays() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    change_work(bench, "R1", note="Позвонить", tags=("брак",))

    bench.ingest(store_page(bench, "q", [review(text="Дополнено")], minute=3))

    item = bench.item(REVIEW, "R1")
    assert item.source.text == "Дополнено"
    assert (item.work.note, item.work.tags) == ("Позвонить", ("брак",))
    assert item.revision == 2


def test_the_sellers_deadlines_count() -> None:
    bench = SyncBench()
    within = Within(timedelta(minutes=1), timedelta(minutes=2))
    own = SellerSettings(deadlines=dict.fromkeys(DEFAULT_TABLE, within))
    bench.store.commit([Create(own)])

    bench.ingest(store_page(bench, "p", [review()]))

    deadline = bench.item(REVIEW, "R1").queue.deadline
    assert deadline is not None
    assert deadline.limit_at - deadline.target_at == timedelta(minutes=1)


def test_the_same_item_twice_in_a_page_is_one() -> None:
    bench = SyncBench()

    bench.ingest(store_page(bench, "p", [review(), review()]))

    assert bench.counting.bill.writes == Counter({Interaction: 1, InboxSummary: 1})


def test_an_item_that_nobody_can_read_any_more_is_put_aside() -> None:
    bench = SyncBench()

    report = bench.ingest(store_page(bench, "p", [review("R1", createdDate=None), review("R2")]))

    assert [(one.channel, one.reason) for one in report.refused] == [
        (REVIEW, "ReviewShape: createdDate")
    ]
    assert set(bench.items()) == {"R2"}
    assert len(bench.store.find(Query(kind=Quarantine))) == 1


# --- what comes next


def test_a_draft_is_asked_for_once_for_the_words_that_wait() -> None:
    bench = SyncBench()
    for name, minute in (("p", 0), ("q", 1)):
        bench.ingest(store_page(bench, name, [review(), review("R2", "")], minute=minute))

    item = bench.item(REVIEW, "R1")

    assert bench.queued("draft") == [{"seller": SELLER, "interaction": item.id}]


def test_new_words_ask_for_a_new_draft() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    bench.ingest(store_page(bench, "q", [review(text="И ещё порвалось")], minute=1))

    assert len(bench.queued("draft")) == 2


def test_a_draft_that_is_there_is_not_asked_for_again() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    item = bench.item(REVIEW, "R1")
    mark = DraftMark(id="d", basis=basis_of(item), method="template", made_at=NOON)
    bench.store.commit([Patch(Interaction, (item.id,), {"ai.draft": mark})])
    bench.tasks = empty = MemoryTaskQueue(bench.clock)

    bench.ingest(store_page(bench, "p", [review()]))

    assert [task.queue for task in empty.waiting] == ["link"]


def test_while_a_reply_is_on_its_way_no_draft_is_asked_for() -> None:
    bench = SyncBench()
    bench.ingest(store_page(bench, "p", [review()]))
    mark = ReplyMark(id="r", state=ReplyState.SENT, at=NOON - timedelta(days=2), text_hash="")
    change_work(bench, "R1", reply=mark)
    before = bench.queued("draft")

    bench.ingest(store_page(bench, "q", [review(text="И ещё")], minute=1))

    assert bench.item(REVIEW, "R1").queue.needs_response
    assert bench.queued("draft") == before


def test_items_that_name_others_and_open_ones_are_linked() -> None:
    bench = SyncBench()
    stars, answer = {"text": "", "userName": "Анна"}, {"text": "Спасибо!", "state": "wbRu"}
    raws = [
        review("R1", **stars),
        review("R2", parentFeedbackId="R1", **stars),
        review("R3", childFeedbackId="R9", answer=answer),
        review("R4", answer=answer),
        review("R5"),
    ]

    bench.ingest(store_page(bench, "p", raws))
    bench.ingest(store_page(bench, "q", raws, minute=1))

    linked = [task["interaction"] for task in bench.queued("link")]
    assert linked == [interaction_id("review", name) for name in ("R2", "R3", "R5")]


def test_a_correction_whose_task_was_lost_is_made_good_by_the_next_reading() -> None:
    bench = SyncBench()
    bench.store.commit([Put(SellerSettings(order_labels=True))])
    page = store_page(bench, "p", [review("R1", lastOrderShkId=7)])
    bench.ingest(page)
    bench.ingest(page)
    before = len(bench.queued("link"))
    lost = MemoryTaskQueue(bench.clock)
    for key in ("a", "b", "a"):
        tell_labels(SELLER, {7: key}, stores=bench.plain, queue=lost, clock=bench.clock)
        bench.ingest(page)

    assert (before, len(bench.queued("link"))) == (1, 4)


def test_a_chat_with_an_order_is_linked_once() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Где заказ?")
    bench.later(minutes=1)
    bench.settle(Category.CHAT)
    bench.later(minutes=10)
    bench.cabinet.say(chat, "Ау")
    bench.later(minutes=1)

    bench.sync(Category.CHAT)
    links = [key for queue, key in bench.queue._known if queue == "link"]

    assert len(links) == 1


def test_a_chat_that_has_come_to_say_something_is_looked_at_once_more() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text="Здравствуйте")
    for words in ("Когда приедет красная сумка с цепочкой?", "Жду ответа про красную сумку"):
        bench.later(minutes=1)
        bench.settle(Category.CHAT)
        bench.cabinet.say(chat, words)
    bench.later(minutes=1)
    bench.settle(Category.CHAT)

    links = [key for queue, key in bench.queue._known if queue == "link"]

    assert sorted(key.endswith(":said") for key in links) == [False, True]


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
