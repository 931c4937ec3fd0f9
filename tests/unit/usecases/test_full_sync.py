"""A full sync restores what is missing, writes nothing else, and tells how far it is."""

from datetime import timedelta

import pytest

from shared.domain.accounts.account import Seller
from shared.domain.errors import AccessDenied, Denial, Unavailable
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.jobs import Job, JobState
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState, SyncStatus
from shared.ports import Delete, Patch
from shared.usecases.full_sync import NO_CABINET
from shared.usecases.run_job import read_job
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench

REVIEW, QUESTION = Channel.REVIEW, Channel.QUESTION


class Crash(BaseException):
    """The process dies."""


def quiet(_method: str) -> None:
    """Nothing is in the way."""


def fill(bench: SyncBench) -> set[str]:
    names = set()
    for number in range(60):
        at = NOON - timedelta(hours=11 * number + 1)
        name = bench.cabinet.add_review(text=f"Отзыв {number}", rating=3, at=at)
        if number % 3:
            bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо")
        names.add(name)
    names |= {
        bench.cabinet.add_question(text="Какой размер?", at=NOON - timedelta(days=n))
        for n in range(20)
    }
    return names | {bench.cabinet.open_chat(text=f"Чат {n}") for n in range(5)}


def stocked() -> tuple[SyncBench, set[str]]:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    bench.later(seconds=1)
    for category in Category:
        bench.settle(category)
    assert set(bench.items()) == names
    bench.later(minutes=10)
    return bench, names


def finish(bench: SyncBench) -> Job:
    asked = bench.ask_for_all()
    assert asked is not None
    bench.drain(timedelta(hours=6))
    return read_job(SELLER, asked.job, stores=bench.plain)


def test_what_was_lost_is_restored_whatever_the_cursors_say() -> None:
    bench, names = stocked()
    channels = {name: item.channel for name, item in bench.items().items()}
    lost = sorted(names)[::2]
    bench.store.commit(
        [Delete(Interaction, (interaction_id(channels[name], name),)) for name in lost]
    )
    bench.store.commit(
        [
            Patch(SyncState, ("feedbacks",), {"channels.review.cursor": 10**15}),
            Patch(SyncState, ("feedbacks",), {"channels.question.cursor": -7}),
        ]
    )
    bench.store.commit([Patch(SyncState, ("chat",), {"channels.chat.cursor": 10**16})])

    job = finish(bench)

    assert set(bench.items()) == names
    assert job.state is JobState.DONE
    assert bench.progress().cursor == pytest.approx(bench.clock.now().timestamp(), abs=600)


def test_what_is_unchanged_costs_no_write() -> None:
    bench, _ = stocked()
    bench.counting.bill.clear()

    job = finish(bench)

    assert job.state is JobState.DONE
    assert bench.counting.bill.writes[Interaction] == 0
    assert job.result["review"] >= 60
    assert job.done == sum(job.result.values())


def test_a_full_sync_that_is_killed_goes_on_where_it_was() -> None:
    bench, _ = stocked()
    bench.ask_for_all()
    killed = 0

    def kill(method: str) -> None:
        nonlocal killed
        bench.later(seconds=0.4)
        if method == "review:answered" and killed < 3:
            killed += 1
            raise Crash

    bench.wb.before_call = kill
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        try:
            bench.queue.run_due(bench.handlers)
        except Crash:
            bench.later(minutes=3)
            bench.plan()

    assert killed == 3
    compared_at = bench.progress().compared_at
    assert compared_at is not None
    assert compared_at > NOON + timedelta(minutes=5)


def test_a_refused_key_ends_the_job_with_words() -> None:
    bench, _ = stocked()

    def refuse(_method: str) -> None:
        raise AccessDenied(Denial.TOKEN)

    bench.wb.before_call = refuse
    job = finish(bench)

    assert job.state is JobState.FAILED
    assert "токен" in job.error


def test_an_older_refusal_does_not_end_a_new_wish() -> None:
    bench, names = stocked()

    def refuse(_method: str) -> None:
        raise AccessDenied(Denial.SCOPE)

    bench.wb.before_call = refuse
    for category in Category:
        bench.sync(category)
    assert bench.progress().status is SyncStatus.PARKED
    bench.wb.before_call = quiet
    bench.later(minutes=30)
    asked = bench.ask_for_all()
    assert asked is not None

    # The syncs are still queued when the job looks for the first time.
    bench.run_job(asked.job)
    bench.later(seconds=6)
    bench.run_job(asked.job)
    bench.drain(timedelta(hours=6))

    job = read_job(SELLER, asked.job, stores=bench.plain)
    assert (job.state, job.error) == (JobState.DONE, "")
    assert set(bench.items()) == names


def test_a_wish_is_heard_though_a_failed_run_left_something_over() -> None:
    bench, _ = stocked()

    def go_down(_method: str) -> None:
        raise Unavailable("down")

    bench.wb.before_call = go_down
    bench.sync()
    bench.wb.before_call = quiet
    bench.later(seconds=10)
    asked = bench.ask_for_all(Category.FEEDBACKS)
    assert asked is not None

    bench.drain(timedelta(minutes=4))

    assert read_job(SELLER, asked.job, stores=bench.plain).state is JobState.DONE


def test_a_job_without_a_cabinet_says_so() -> None:
    bench, _ = stocked()
    asked = bench.ask_for_all()
    assert asked is not None
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    bench.drain()

    job = read_job(SELLER, asked.job, stores=bench.plain)
    assert (job.state, job.error) == (JobState.FAILED, NO_CABINET)


def test_who_waits_for_a_day_gives_up() -> None:
    bench, _ = stocked()
    asked = bench.ask_for_all()
    assert asked is not None
    bench.run_job(asked.job)
    bench.later(days=1, seconds=1)

    report = bench.run_job(asked.job)

    assert report.outcome == "failed"
    assert "сутки" in read_job(SELLER, asked.job, stores=bench.plain).error
