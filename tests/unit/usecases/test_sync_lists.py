"""Reviews and questions: every one once, none missed, nothing written without need."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.domain.errors import Malformed, Unavailable
from shared.domain.ids import interaction_id
from shared.domain.interaction import Interaction, Status, View
from shared.domain.summary import InboxSummary
from shared.domain.sync.bucket import Budget
from shared.domain.sync.pages import Page, Quarantine
from shared.domain.sync.parcels import MOST_WRITES
from shared.domain.sync.state import KnownItems, SyncRun, SyncState, SyncStatus
from shared.ports import Query
from tests.sync_bench import SyncBench
from tests.sync_items import QUESTION, REVIEW, fill


def runs(bench: SyncBench) -> list[SyncRun]:
    return [stored.value for stored in bench.store.find(Query(kind=SyncRun))]


def test_a_first_sync_brings_everything_once() -> None:
    bench = SyncBench()
    names = fill(bench, 30, answered=20)
    question = bench.cabinet.add_question(text="Какой размер?")

    bench.settle()

    assert set(bench.items()) == {*names, question}
    assert bench.item(REVIEW, names[0]).queue.status is Status.RESPONDED
    assert bench.item(QUESTION, question).queue.view is View.ATTENTION
    assert bench.progress().status is SyncStatus.OK
    assert bench.progress().fetched == 50


def test_a_quiet_run_writes_twice_and_calls_four_times() -> None:
    bench = SyncBench()
    fill(bench, 5, answered=5)
    bench.settle()
    bench.later(minutes=5)
    bench.counting.bill.clear()

    report = bench.sync()

    assert bench.counting.bill.writes == Counter({Budget: 1, SyncState: 1})
    assert bench.counting.bill.commits == 2
    assert (report.calls, report.changed) == (4, 0)
    assert not bench.queue.waiting


def test_a_new_review_costs_one_write_of_its_own() -> None:
    bench = SyncBench()
    fill(bench, 5)
    bench.settle()
    bench.later(minutes=5)
    bench.cabinet.add_review(text="Размер не подошёл", rating=2)
    bench.later(seconds=1)
    bench.counting.bill.clear()

    bench.settle()

    writes = bench.counting.bill.writes
    assert (writes[Interaction], writes[InboxSummary]) == (1, 1)
    assert (writes[Page], writes[SyncState], writes[KnownItems], writes[SyncRun]) == (1, 1, 1, 1)


def test_a_run_is_recorded_once_an_hour_or_when_something_happened() -> None:
    bench = SyncBench()
    fill(bench, 1)
    bench.settle()
    bench.later(minutes=30)
    bench.sync()
    assert len(runs(bench)) == 1

    bench.later(minutes=31)
    bench.sync()

    assert len(runs(bench)) == 2


def test_no_item_is_missed_while_others_leave_the_list_between_pages() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench, 95)
    answered = iter(names)

    def answer_some(method: str) -> None:
        bench.later(seconds=1)
        if method == "review:waiting":
            for _ in range(4):
                bench.cabinet.answer_in_portal(REVIEW, next(answered), "Спасибо")

    bench.wb.before_call = answer_some
    bench.settle()
    bench.wb.before_call = lambda method: bench.later(seconds=1)
    bench.later(minutes=2)
    bench.settle()

    items = bench.items()
    assert set(items) == set(names)
    done = {name for name, item in items.items() if item.queue.view is View.DONE}
    assert done == {name for name in names if bench.cabinet.items[REVIEW, name].raw["answer"]}


def test_a_long_history_is_read_in_runs_that_follow_each_other() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench, 3, answered=207)

    bench.sync()
    during = bench.progress()
    bench.drain()

    assert (during.status, during.phase) == (SyncStatus.RUNNING, "history")
    assert during.fetched > 0
    assert set(bench.items()) == set(names)
    assert bench.progress().backfilled
    assert bench.state().resume_at is None
    assert all(report.calls <= 20 for report in bench.synced)


def test_calls_of_a_long_sync_keep_wbs_limits() -> None:
    bench = SyncBench(page_size=10)
    fill(bench, 3, answered=400)

    bench.settle()

    times = [call.at for call in bench.cabinet.calls]
    level, last = 6.0, times[0]
    for moment in times:
        level = min(level + (moment - last) / timedelta(milliseconds=333), 6.0) - 1
        last = moment
        assert level >= -1e-3
    needed = timedelta(milliseconds=333) * (len(times) - 6) + timedelta(seconds=1)
    assert times[-1] - times[0] <= needed * 1.15


@pytest.mark.uncounted
def test_a_task_of_a_handler_writes_at_most_two_hundred_documents() -> None:
    bench = SyncBench()
    fill(bench, 2500)

    while True:
        due = bench.queue.next_due()
        bench.counting.bill.clear()
        if due is None:
            bench.sync()
        else:
            bench.clock.set(max(due, bench.clock.now()))
            bench.queue.run_due({name: lambda _: None for name in bench.handlers} | bench.handlers)
        if not bench.queue.waiting:
            break
        assert all(report.items <= MOST_WRITES for report in bench.ingested)

    assert len(bench.items()) == 2500


@pytest.mark.uncounted
def test_fresh_items_come_while_history_is_read() -> None:
    bench = SyncBench(page_size=10)
    fill(bench, 3, answered=1200, step=60)
    bench.sync()
    news: list[str] = []
    pages_after_news: list[str] = []

    def write_news(method: str) -> None:
        bench.later(seconds=1)
        if method != "review:answered":
            return
        if not news:
            bench.later(seconds=54)
            news.append(bench.cabinet.add_review(text="Когда привезут?", rating=1))
        elif bench.store.get(Interaction, interaction_id(REVIEW, news[0])):
            pages_after_news.append(method)

    bench.wb.before_call = write_news
    bench.drain()

    assert len(pages_after_news) > 20
    assert bench.progress().backfilled


@pytest.mark.uncounted
def test_a_month_without_us_and_thousands_of_new_items_leave_nothing_out() -> None:
    bench = SyncBench()
    known = fill(bench, 3, answered=3)
    bench.settle()
    bench.later(days=1)
    begins = bench.clock.now()
    bench.later(days=30)
    missed = []
    for number in range(5_100):
        at = begins + timedelta(minutes=8 * number)
        name = bench.cabinet.add_review(text="Пока вас не было", rating=3, at=at)
        if number % 5:
            bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо")
        missed.append(name)

    bench.settle()

    assert set(bench.items()) == {*known, *missed}
    assert not bench.state().resume_at
    waiting = {name for name, item in bench.items().items() if item.queue.needs_response}
    archived = bench.clock.now() - timedelta(days=30)
    assert waiting - set(known) == {
        name
        for number, name in enumerate(missed)
        if number % 5 == 0 and begins + timedelta(minutes=8 * number) > archived
    }


def test_a_rating_without_words_never_waits() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)
    rating = bench.cabinet.add_review(rating=1)
    tags = bench.cabinet.add_review(rating=2, bables=["качество"])
    bench.later(seconds=1)

    bench.settle()

    assert not bench.item(REVIEW, rating).queue.needs_response
    assert bench.item(REVIEW, tags).queue.needs_response


def test_an_item_that_nobody_can_read_does_not_hold_up_the_rest() -> None:
    bench = SyncBench()
    good = fill(bench, 3)
    bad = bench.cabinet.add_review(text="Сломалось", productDetails={"nmId": "семь"})
    bench.later(seconds=1)

    bench.settle()
    bench.later(minutes=5)
    bench.counting.bill.clear()
    bench.sync()

    assert set(bench.items()) == set(good)
    (aside,) = bench.store.find(Query(kind=Quarantine))
    assert aside.value.channel is REVIEW
    assert "Сломалось" not in aside.value.reason
    assert bad not in bench.items()
    assert bench.counting.bill.writes == Counter({Budget: 1, SyncState: 1})


def test_an_item_larger_than_a_document_is_put_aside() -> None:
    bench = SyncBench()
    (good,) = fill(bench, 1)
    noise = "".join(chr(0x4E00 + (n * 7919 + n * n * 31) % 20000) for n in range(900_000))
    bench.cabinet.add_review(text=noise, rating=1)
    bench.later(seconds=1)

    bench.settle()

    assert set(bench.items()) == {good}
    assert len(bench.store.find(Query(kind=Quarantine))) == 1


def test_a_flood_of_unreadable_items_is_put_aside_over_several_runs() -> None:
    bench = SyncBench()
    for _ in range(200):
        bench.cabinet.add_review(text="x", productDetails=None)

    found = []
    for _ in range(4):
        found.append(bench.sync().quarantined)
        bench.later(minutes=2)

    assert found == [150, 50, 0, 0]
    assert len(bench.store.find(Query(kind=Quarantine))) == 200


@pytest.mark.parametrize("trouble", [Unavailable("down"), Malformed("odd")])
def test_one_channels_trouble_does_not_stop_the_other(trouble: Exception) -> None:
    bench = SyncBench()
    fill(bench, 1)
    question = bench.cabinet.add_question(text="Какой состав?")

    def fail(method: str) -> None:
        if method.startswith("review"):
            raise trouble

    bench.wb.before_call = fail
    bench.settle()

    assert set(bench.items()) == {question}
    assert bench.progress(REVIEW).status is SyncStatus.FAILED
    assert bench.progress(REVIEW).error.startswith("Wildberries")
    assert bench.progress(QUESTION).status is SyncStatus.OK
    assert runs(bench)[0].error
    assert not bench.queue.waiting

    bench.wb.before_call = lambda method: None
    bench.later(minutes=5)
    bench.settle()
    assert len(bench.items()) == 2
    assert (bench.progress().status, bench.progress().error) == (SyncStatus.OK, "")
