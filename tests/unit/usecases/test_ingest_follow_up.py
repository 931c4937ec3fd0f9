"""What a stored page sets going."""

from datetime import timedelta

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.drafts.drafting import basis_of
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction, ReplyMark
from shared.domain.replies.states import ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.sync.category import Category
from shared.domain.understanding import DraftMark
from shared.ports import Patch, Put
from shared.usecases.tell_labels import tell_labels
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.unit.usecases.pages import change_work, review, store_page

REVIEW = Channel.REVIEW

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
