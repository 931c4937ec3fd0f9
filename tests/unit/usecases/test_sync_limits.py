"""One sync of a category at a time, and no more calls than WB allows."""

from datetime import timedelta

from shared.domain.errors import (
    RateLimited,
)
from shared.domain.sync.bucket import Budget
from shared.domain.sync.budget import Ask, Purpose
from shared.domain.sync.category import Category
from shared.domain.sync.state import LEASE, SyncState, SyncStatus
from shared.ports import Delete, Put
from shared.usecases.reserve_calls import reserve_calls
from shared.usecases.start_sync import read_everything
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench
from tests.sync_parking import FEEDBACKS


def hold(bench: SyncBench, owner: str = "somebody") -> None:
    """Somebody takes the lease and is never heard of again."""
    held = Budget(
        category=FEEDBACKS,
        tokens=6.0,
        at=bench.clock.now(),
        holder=owner,
        held_until=bench.clock.now() + LEASE,
    )
    bench.store.commit([Put(held)])


# --- lease


def test_a_second_run_waits_while_the_first_is_on_its_way() -> None:
    bench = SyncBench()
    hold(bench)

    reports = [bench.sync(), bench.sync()]

    assert [report.outcome for report in reports] == ["held", "held"]
    assert not bench.calls()
    assert [task.due - NOON for task in bench.queue.waiting] == [timedelta(seconds=5), LEASE]
    assert bench.counting.bill.commits == 0


def test_a_dead_lease_is_taken_over_within_two_minutes() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    hold(bench)

    bench.sync()
    bench.drain(timedelta(minutes=2))

    assert len(bench.items()) == 1


def test_a_run_that_ended_frees_its_lease_without_a_write_of_its_own() -> None:
    bench = SyncBench()
    bench.sync()
    holder = bench.budget().holder

    assert bench.state().finished_by == holder
    bench.later(seconds=5)
    assert bench.sync().outcome == "done"
    assert bench.budget().holder != holder


def test_a_run_whose_lease_was_taken_over_leaves_the_cursors_alone() -> None:
    bench = SyncBench(page_size=10)
    for number in range(80):
        bench.cabinet.add_review(text="Да", at=NOON - timedelta(hours=number))

    def lose_lease(method: str) -> None:
        bench.later(seconds=7)
        hold(bench, "successor")

    bench.wb.before_call = lose_lease
    report = bench.sync()

    assert report.outcome == "lost"
    assert bench.state().finished_by == ""
    assert bench.queued("ingest")


def test_of_two_runs_that_overlap_the_later_end_changes_nothing() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def overtake(method: str) -> None:
        bench.wb.before_call = lambda name: None
        bench.later(minutes=2)
        bench.sync()

    bench.wb.before_call = overtake
    bench.sync()

    assert bench.state().finished_by == "run000003"
    assert bench.state().last_run_at == bench.clock.now()


def test_a_wish_for_everything_survives_a_run_on_its_way() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def ask(method: str) -> None:
        bench.wb.before_call = lambda name: None
        read_everything(
            SELLER,
            tuple(Category),
            bench.clock.now(),
            stores=bench.plain,
            queue=bench.queue,
            clock=bench.clock,
        )

    bench.wb.before_call = ask
    bench.sync()

    assert bench.state().full_at == bench.clock.now()
    assert bench.state().last_run_at == bench.clock.now()


def test_a_state_that_is_erased_meanwhile_stays_erased() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def erase(method: str) -> None:
        bench.store.commit([Delete(SyncState, ("feedbacks",))])

    bench.wb.before_call = erase
    bench.sync()

    assert bench.store.get(SyncState, "feedbacks") is None


# --- calls


def test_the_sync_leaves_room_for_a_reply_that_waits() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(seconds=10)
    kind = bench.wb.read_token(bench.token).kind
    for owner in ("one", "two", "three"):
        ask = Ask(owner=owner, calls=3, least=3, purpose=Purpose.REPLY)
        grant = reserve_calls(FEEDBACKS, kind, ask, store=bench.store, clock=bench.clock)
    bench.cabinet.calls.clear()

    report = bench.sync()

    assert grant.calls == 0
    assert report.outcome == "no_calls"
    assert bench.queued("sync")
    assert not bench.calls()


def test_while_a_continuation_is_planned_other_tasks_do_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(RateLimited(30))
    bench.sync()
    bench.counting.bill.clear()

    report = bench.sync()

    assert report.outcome == "planned"
    assert bench.counting.bill.commits == 0
    assert len(bench.queued("sync")) == 1


def test_wbs_pause_is_kept_to_the_second() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.cabinet.fail_reads(RateLimited(30))

    bench.settle()

    first, second = (call.at for call in bench.cabinet.calls[:2])
    assert second - first >= timedelta(seconds=30)
    assert second - first < timedelta(seconds=33)
    assert len(bench.items()) == 1
    assert bench.progress().status is SyncStatus.OK
