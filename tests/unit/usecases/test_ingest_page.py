"""What a page of items becomes when it is stored."""

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.deadlines.table import DEFAULT_TABLE, Within
from shared.domain.interaction import Channel, Interaction, Status, View
from shared.domain.settings import SellerSettings
from shared.domain.summary import InboxSummary
from shared.domain.sync.pages import Quarantine
from shared.ports import Create, Query
from tests.builders import NOON
from tests.counts import count_items
from tests.sync_bench import SyncBench
from tests.unit.usecases.pages import change_work, counted, review, store_page

REVIEW, CHAT = Channel.REVIEW, Channel.CHAT
ANSWER = {"text": "Спасибо", "state": "wbRu", "editable": True}


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
