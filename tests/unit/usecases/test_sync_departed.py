"""What left the lists of WB: answered there, archived, taken back, or not to be read any more."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.domain.interaction import ClosedBy, Status, View
from shared.domain.sync.bucket import Budget
from shared.domain.sync.known import MOST_MISSES
from shared.domain.sync.state import SyncState
from tests.builders import NOON
from tests.sync_bench import SyncBench
from tests.sync_items import QUESTION, REVIEW, fill


def test_an_answer_given_in_the_cabinet_settles_the_item() -> None:
    bench = SyncBench()
    (name,) = fill(bench, 1)
    bench.settle()
    bench.later(minutes=5)
    bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо за отзыв")

    bench.settle()

    item = bench.item(REVIEW, name)
    assert item.source.answer is not None
    assert item.queue.view is View.DONE
    assert not item.queue.needs_response


def test_an_old_item_that_left_the_list_is_read_by_its_id() -> None:
    bench = SyncBench()
    name = bench.cabinet.add_question(text="Подойдёт ли?", at=NOON - timedelta(days=90))
    bench.settle()
    bench.later(minutes=5)
    bench.cabinet.answer_in_portal(QUESTION, name, "Да")

    bench.settle()

    assert ("read_item", name) in bench.calls()
    assert bench.item(QUESTION, name).queue.view is View.DONE
    bench.later(minutes=5)
    bench.counting.bill.clear()
    bench.settle()
    assert bench.counting.bill.writes == Counter({Budget: 1, SyncState: 1})


def test_an_item_that_buyers_took_back_is_closed_and_said_to_be_gone() -> None:
    bench = SyncBench()
    (name,) = fill(bench, 1)
    bench.settle()
    bench.later(minutes=5)
    raw, created = bench.cabinet.items[REVIEW, name].raw, bench.cabinet.items[REVIEW, name]
    bench.cabinet.remove_item(REVIEW, name)

    for _ in range(3):
        bench.settle()
        bench.later(minutes=5)

    assert [call for call in bench.calls() if call[0] == "read_item"] == [("read_item", name)]
    queue = bench.item(REVIEW, name).queue
    assert (queue.needs_response, queue.status, queue.closed_by) == (
        False,
        Status.CLOSED,
        ClosedBy.GONE,
    )
    bench.cabinet.add_review(name, text=raw["text"], rating=3, at=created.created_at)
    bench.later(minutes=5)
    bench.settle()
    assert bench.item(REVIEW, name).queue.needs_response


def test_an_item_that_wb_lists_no_more_is_looked_for_a_few_times_only() -> None:
    bench = SyncBench()
    (name,) = fill(bench, 1)
    bench.settle()

    bench.later(days=20)
    shelved = bench.cabinet.items[REVIEW, name]
    shelved.created_at -= timedelta(days=30)
    for _ in range(6):
        bench.later(minutes=5)
        bench.settle()

    assert len([call for call in bench.calls() if call[0] == "read_item"]) == MOST_MISSES


def test_archived_reviews_are_read_with_the_history() -> None:
    bench = SyncBench(page_size=10)
    old = bench.clock.now() - timedelta(days=60)
    archived = [
        bench.cabinet.add_review(text=f"Жду {n}", rating=2, at=old + timedelta(hours=n))
        for n in range(35)
    ]
    names = fill(bench, 3, answered=14)

    bench.settle()

    assert set(bench.items()) == {*archived, *names}
    assert bench.item(REVIEW, archived[0]).queue.needs_response is False
    assert bench.item(REVIEW, names[-1]).queue.needs_response
    assert bench.progress().backfilled


def test_what_was_archived_during_a_long_absence_is_found() -> None:
    bench = SyncBench()
    fill(bench, 2)
    bench.settle()
    bench.later(days=1)
    unseen = bench.cabinet.add_review(text="Никто не ответил", rating=1)
    bench.later(days=40)

    bench.settle()

    assert unseen in bench.items()


def test_an_item_that_cannot_be_read_by_id_is_put_aside() -> None:
    bench = SyncBench()
    name = bench.cabinet.add_question(text="Подойдёт ли?", at=NOON - timedelta(days=90))
    bench.settle()
    bench.later(minutes=5)
    bench.cabinet.answer_in_portal(QUESTION, name, "Да")
    bench.cabinet.change_item(QUESTION, name, createdDate="вчера")

    bench.settle()

    assert sum(report.quarantined for report in bench.synced) == 1
    assert bench.progress(QUESTION).todo == ()


def test_more_answers_than_a_page_since_the_last_round_leave_no_gap() -> None:
    bench = SyncBench(page_size=10)
    fill(bench, 2, answered=3)
    bench.settle()
    bench.later(days=30)
    names = fill(bench, 0, answered=120, step=3600)

    bench.settle()

    assert set(names) <= set(bench.items())
    assert bench.progress().cursor == pytest.approx(bench.clock.now().timestamp(), abs=120)
