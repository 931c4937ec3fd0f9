"""Long work in slices: cut off, repeated, lost on its way, and still done once."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.errors import NotFound, Rejected, RetryLater
from shared.domain.ids import SellerId
from shared.domain.jobs import (
    GAVE_UP,
    LONGEST,
    PATIENCE,
    SLICE_SECONDS,
    HasTime,
    Job,
    JobKind,
    JobState,
    Slice,
    Worker,
    job_id,
)
from shared.usecases.run_job import (
    PER_PAGE,
    JobReport,
    find_unfinished,
    read_job,
    run_job,
    start_job,
    sweep_jobs,
)
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

KIND = JobKind.FULL_SYNC
NAME = job_id(KIND, "by hand")


class Bench:
    """One seller, one queue, and a worker that counts to five, two at a time."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.stores = embedded_stores()
        self.queue = MemoryTaskQueue(self.clock)
        self.worker: Worker = count_to_five

    def start(self, name: str = NAME) -> tuple[Job, bool]:
        return start_job(SELLER, KIND, name, stores=self.stores, queue=self.queue, clock=self.clock)

    def run(self, name: str = NAME) -> JobReport:
        return run_job(
            SELLER,
            name,
            workers={KIND: self.worker},
            stores=self.stores,
            queue=self.queue,
            clock=self.clock,
        )

    def sweep(self) -> int:
        return sweep_jobs(stores=self.stores, queue=self.queue, clock=self.clock)

    def drain(self) -> None:
        def handle(payload: Mapping[str, str]) -> None:
            self.run(payload["job"])

        while (due := self.queue.next_due()) is not None:
            self.clock.set(max(due, self.clock.now()))
            self.queue.run_due({"jobs": handle})

    @property
    def job(self) -> Job:
        return read_job(SELLER, NAME, stores=self.stores)


def count_to_five(_seller: SellerId, job: Job, _has_time: HasTime) -> Slice:
    done = min(int(job.checkpoint.get("at", "0")) + 2, 5)
    return Slice(
        checkpoint={"at": str(done)},
        done=done,
        total=5,
        result={"counted": done},
        is_over=done == 5,
        wait=timedelta(seconds=10),
    )


def test_a_job_goes_on_slice_by_slice_until_it_is_done() -> None:
    bench = Bench()
    bench.start()
    before = bench.job

    bench.run()
    between = bench.job
    bench.drain()

    assert (before.state, before.done) == (JobState.QUEUED, 0)
    assert (between.state, between.done, between.total) == (JobState.RUNNING, 2, 5)
    assert between.due_at == NOON + timedelta(seconds=10) + PATIENCE
    assert (bench.job.state, bench.job.result, bench.job.slices) == (
        JobState.DONE,
        {"counted": 5},
        3,
    )
    assert (bench.job.due_at, bench.job.checkpoint) == (None, {})
    assert bench.job.expires_at == NOON + timedelta(days=30)


def test_the_same_request_meets_the_same_job() -> None:
    bench = Bench()

    first, again = bench.start(), bench.start()

    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    assert len(bench.queue.waiting) == 1


def test_a_job_that_is_over_is_left_alone() -> None:
    bench = Bench()
    bench.start()
    bench.drain()

    assert bench.run().outcome == "over"
    assert bench.start()[1] is False
    assert not bench.queue.waiting
    assert bench.run("xunknown").outcome == "over"


def test_of_two_that_do_the_same_slice_one_counts() -> None:
    bench = Bench()
    bench.start()

    def overtaken(seller: SellerId, job: Job, has_time: HasTime) -> Slice:
        bench.worker = count_to_five
        bench.run()
        return count_to_five(seller, job, has_time)

    bench.worker = overtaken
    report = bench.run()

    assert report.outcome == "lost"
    assert bench.job.slices == 1


def test_a_hopeless_job_fails_with_words_for_the_seller() -> None:
    bench = Bench()
    bench.start()

    def refuse(_seller: SellerId, _job: Job, _has_time: HasTime) -> Slice:
        raise Rejected("it cannot be")

    bench.worker = refuse

    assert bench.run().facts() == {"kind": "full_sync", "outcome": "failed", "items": 0}
    assert "ещё раз" in bench.job.error
    assert bench.job.due_at is None


def test_a_kind_that_nobody_works_off_fails() -> None:
    bench = Bench()
    bench.start()

    run_job(
        SELLER,
        NAME,
        workers={},
        stores=bench.stores,
        queue=bench.queue,
        clock=bench.clock,
    )

    assert bench.job.state is JobState.FAILED


def test_a_slice_that_may_succeed_later_is_left_to_the_queue() -> None:
    bench = Bench()
    bench.start()

    def wait(_seller: SellerId, _job: Job, _has_time: HasTime) -> Slice:
        raise RetryLater("not now")

    bench.worker = wait

    with pytest.raises(RetryLater):
        bench.run()
    assert bench.job.state is JobState.QUEUED


def test_a_slice_that_was_lost_is_queued_again_once_an_hour() -> None:
    bench = Bench()
    bench.start()
    bench.queue = MemoryTaskQueue(bench.clock)

    assert bench.sweep() == 0
    bench.clock.advance(PATIENCE)
    assert [bench.sweep(), bench.sweep()] == [1, 0]
    bench.clock.advance(timedelta(hours=1))
    assert bench.sweep() == 1
    bench.drain()

    assert bench.job.state is JobState.DONE
    bench.clock.advance(timedelta(days=1))
    assert bench.sweep() == 0


def test_every_lost_job_is_found_whether_its_seller_is_connected_or_not() -> None:
    bench = Bench()
    lost = MemoryTaskQueue(bench.clock)
    for number in range(PER_PAGE + 1):
        seller = SellerId(f"seller-{number}")
        start_job(seller, KIND, NAME, stores=bench.stores, queue=lost, clock=bench.clock)
    bench.clock.advance(PATIENCE)

    assert [bench.sweep(), bench.sweep()] == [PER_PAGE + 1, 0]
    assert len({task.payload["seller"] for task in bench.queue.waiting}) == PER_PAGE + 1


def test_a_slice_knows_when_its_time_is_over() -> None:
    bench = Bench()
    bench.start()
    had: list[bool] = []

    def watch(_seller: SellerId, _job: Job, has_time: HasTime) -> Slice:
        had.append(has_time())
        bench.clock.advance(timedelta(seconds=SLICE_SECONDS))
        had.append(has_time())
        return Slice(is_over=True)

    bench.worker = watch
    bench.run()

    assert had == [True, False]


def test_the_unfinished_job_of_a_kind_is_found() -> None:
    bench = Bench()
    assert find_unfinished(SELLER, KIND, stores=bench.stores) is None
    bench.start(job_id(KIND, "first"))
    bench.drain()
    bench.start()

    found = find_unfinished(SELLER, KIND, stores=bench.stores)

    assert found is not None
    assert found.id == NAME


def test_nobody_reads_the_job_of_another() -> None:
    bench = Bench()
    bench.start()

    with pytest.raises(NotFound):
        read_job(SellerId("seller-2"), NAME, stores=bench.stores)


def test_a_job_that_never_ends_is_given_up() -> None:
    bench = Bench()
    bench.start()

    def break_down(_seller: SellerId, _job: Job, _has_time: HasTime) -> Slice:
        raise ValueError("a mistake in the code")

    bench.worker = break_down
    with pytest.raises(ValueError, match="a mistake"):
        bench.run()
    bench.clock.advance(LONGEST)
    bench.clock.advance(PATIENCE)
    bench.run()

    job = read_job(SELLER, NAME, stores=bench.stores)
    assert (job.state, job.error) == (JobState.FAILED, GAVE_UP)
    assert find_unfinished(SELLER, KIND, stores=bench.stores) is None
