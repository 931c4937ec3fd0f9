"""Syncs that die anywhere lose and double nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import (
    RetryLater,
    Unavailable,
)
from shared.domain.interaction import Channel, Interaction
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Page
from shared.domain.sync.state import KnownItems, SyncRun, SyncState, SyncStatus
from shared.ports import Put, Query, Write
from tests.builders import NOON
from tests.sync_bench import SyncBench

REVIEW = Channel.REVIEW


# --- crashes


class Crash(BaseException):
    """The process dies."""


class CrashingQueue:
    """Dies before or after its n-th task."""

    def __init__(self, bench: SyncBench, dies_at: int, *, after: bool) -> None:
        self._bench = bench
        self._left = dies_at
        self._after = after

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        new = self._bench.queue.enqueue(queue, payload, key=key, delay=delay)
        if self._left == 0:
            raise Crash
        return new


def work_off(bench: SyncBench) -> None:
    """Both categories until nothing is left; a crash loses the task that it hits."""
    for category in Category:
        try:
            bench.sync(category)
        except (Crash, RetryLater):
            continue
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        try:
            bench.queue.run_due(bench.handlers)
        except Crash:
            continue


def fill(bench: SyncBench) -> set[str]:
    names = {
        bench.cabinet.add_review(text=f"Отзыв {n}", rating=2, at=NOON - timedelta(hours=n))
        for n in range(25)
    }
    names |= {bench.cabinet.add_question(text=f"Вопрос {n}?") for n in range(3)}
    names |= {bench.cabinet.open_chat(text=f"Чат {n}") for n in range(3)}
    bench.later(seconds=1)
    return names


def plain_items(bench: SyncBench) -> dict[str, object]:
    """What must be equal however the run went; times of writing may differ."""
    return {
        name: (item.source.text, item.source.answer, item.queue.view, item.queue.status)
        for name, item in bench.items().items()
    }


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("spot", range(1, 13))
def test_a_commit_that_fails_anywhere_loses_and_doubles_nothing(fault: Fault, spot: int) -> None:
    calm, bench = SyncBench(page_size=10), SyncBench(page_size=10)
    names = fill(calm)
    fill(bench)
    work_off(calm)
    bench.stores = FaultyStores(bench.plain, in_turn(*[Fault.NONE] * spot, fault))

    work_off(bench)
    bench.later(minutes=5)
    work_off(bench)

    assert set(bench.items()) == names
    assert plain_items(bench) == plain_items(calm)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("spot", range(1, 12))
def test_a_crash_at_any_enqueueing_loses_nothing(spot: int, after: bool) -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    bench.tasks = CrashingQueue(bench, spot, after=after)

    work_off(bench)
    for _ in range(3):
        bench.later(minutes=6)
        work_off(bench)

    assert not {name for name in names if name not in bench.items()}


def test_pages_that_the_queue_dropped_are_found_by_the_next_runs() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    dropped: list[Mapping[str, str]] = []
    dropping = bench.handlers | {"ingest": dropped.append}
    for category in Category:
        bench.sync(category)
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        bench.queue.run_due(dropping)
    assert dropped
    assert not bench.items()

    bench.later(minutes=6)
    work_off(bench)

    assert set(bench.items()) == names
    assert sum(report.recovered for report in bench.synced) == len(dropped)
    bench.later(minutes=6)
    work_off(bench)
    assert bench.state().loose == bench.state(Category.CHAT).loose == ()


def test_what_shared_a_dropped_page_with_an_item_that_was_read_again_is_found() -> None:
    bench = SyncBench()
    bench.sync()
    bench.drain()
    bench.later(minutes=1)
    names = [bench.cabinet.add_review(text="Порвалось", rating=1) for _ in range(3)]
    bench.later(seconds=1)
    bench.sync()
    bench.queue.run_due(bench.handlers | {"ingest": lambda payload: None})
    for name in names[1:]:
        bench.later(minutes=1)
        bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Замените")
        bench.sync()
        bench.drain()
    assert set(bench.items()) == set(names[1:])

    bench.later(minutes=6)
    bench.sync()
    bench.drain()

    assert set(bench.items()) == set(names)
    bench.later(minutes=6)
    assert bench.sync().recovered == 0
    assert bench.state().loose == ()


def test_only_few_pages_are_opened_at_a_time_and_none_is_forgotten() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    for category in Category:
        bench.sync(category)
    bench.drain()
    watched = len(bench.state().loose)
    assert watched > 2
    for stored in bench.store.find(Query(kind=Interaction)):
        later = replace(stored.value.source, observed_at=bench.clock.now() + timedelta(hours=1))
        bench.store.commit([Put(replace(stored.value, source=later), version=stored.version)])
    bench.later(minutes=6)

    for _ in range(watched):
        bench.later(minutes=1)
        work_off(bench)

    assert set(bench.items()) == names
    assert bench.state().loose == ()
    assert sum(report.recovered for report in bench.synced) == 0


def test_a_page_that_is_dropped_again_and_again_is_asked_for_ever_less() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.sync()
    dropped: list[Mapping[str, str]] = []

    for _ in range(60):
        bench.queue.run_due(bench.handlers | {"ingest": dropped.append})
        bench.later(minutes=5)
        bench.sync()

    assert 5 <= len(dropped) <= 7
    bench.later(days=1)
    bench.sync()
    assert bench.state().loose == ()


def test_a_store_that_stays_down_is_told_to_the_queue() -> None:
    bench = SyncBench()
    down: list[Fault] = [Fault.REFUSE] * 50
    bench.stores = FaultyStores(bench.plain, in_turn(*down))

    with pytest.raises(Unavailable):
        bench.sync()


def test_an_end_that_cannot_be_stored_is_tried_again_by_the_queue() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def refuse_ends(writes: Sequence[Write]) -> Fault:
        ends = any(
            isinstance(write, Put) and isinstance(write.value, SyncState) for write in writes
        )
        return Fault.REFUSE if ends else Fault.NONE

    bench.stores = FaultyStores(bench.plain, refuse_ends)

    with pytest.raises(RetryLater):
        bench.sync()


def test_every_task_delivered_twice_changes_nothing() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)

    def twice(handler: Callable[[Mapping[str, str]], None]) -> Callable[[Mapping[str, str]], None]:
        def run(payload: Mapping[str, str]) -> None:
            handler(payload)
            handler(payload)

        return run

    for category in Category:
        bench.sync(category)
    doubled = {name: twice(handler) for name, handler in bench.handlers.items()}
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        bench.queue.run_due(doubled)

    assert set(bench.items()) == names
    assert all(item.revision == 1 for name, item in bench.items().items() if name[0] != "1")
    drafts = Counter(key for queue, key in bench.queue._known if queue == "draft")
    assert len(drafts) == len(names)


def test_the_first_run_shows_that_it_has_begun() -> None:
    bench = SyncBench()
    seen: list[SyncStatus] = []
    bench.wb.before_call = lambda method: seen.append(bench.progress().status)

    bench.sync()

    assert seen[0] is SyncStatus.RUNNING
    assert bench.store.get(KnownItems, "review") is not None


def test_a_page_lives_for_a_day_and_a_record_for_a_month() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.sync()

    (page,) = bench.store.find(Query(kind=Page))
    (run,) = bench.store.find(Query(kind=SyncRun))

    assert page.value.expires_at - page.value.observed_at == timedelta(days=1)
    assert run.value.expires_at - run.value.finished_at == timedelta(days=30)
    assert (run.value.items, run.value.changed, run.value.error) == (1, 1, "")
    facts = run.value.channels["review"]
    assert (facts.fetched, facts.created, facts.updated, facts.unchanged) == (1, 1, 0, 0)
    assert (run.value.calls, facts.calls, facts.quarantined) == (5, 3, 0)
    assert bench.progress().last_run == facts


def test_a_log_line_names_counts_and_no_words() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.settle()

    assert bench.synced[0].facts() == {
        "outcome": "done",
        "calls": 5,
        "items": 1,
        "changed": 1,
        "recovered": 0,
        "quarantined": 0,
    }
    assert bench.ingested[0].facts()["created"] == 1


def test_what_a_dead_run_read_is_remembered_by_its_successor() -> None:
    """Else an item that is again what it was would look unchanged, and stay as the dead saw it."""
    bench = SyncBench()
    name = bench.cabinet.add_review(text="Порвалось", at=NOON - timedelta(days=20))
    bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо")
    bench.settle()
    answered = dict(bench.cabinet.items[REVIEW, name].raw)
    bench.later(minutes=5)
    bench.cabinet.items[REVIEW, name].raw.update({"answer": None, "state": "none"})
    bench.tasks = CrashingQueue(bench, 1, after=False)
    with pytest.raises(Crash):
        bench.sync()

    bench.tasks = bench.queue
    bench.cabinet.change_item(REVIEW, name, **answered)
    bench.later(minutes=5)
    bench.settle()

    assert bench.item(REVIEW, name).source.answer is not None
    assert bench.item(REVIEW, name).revision == 3


def test_a_sleeper_who_was_taken_for_dead_stores_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", at=NOON - timedelta(days=1))
    bench.wb.before_call = lambda method: bench.later(seconds=61)

    report = bench.sync()

    assert report.outcome == "lost"
    assert not bench.store.find(Query(kind=Page))
