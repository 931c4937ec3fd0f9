"""`make quarantine` names what nobody could read, and has it tried again."""

from pathlib import Path

import pytest

from infra.opening import open_somewhere
from infra.quarantine import main, retry_items, show_items
from shared.domain.accounts.account import Seller
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.domain.jobs import Job, JobKind, JobState
from shared.domain.sync.pages import Quarantine
from shared.ports import Create, Query
from shared.usecases.list_sellers import PAGE, list_sellers
from shared.usecases.retry_quarantine import quarantine_worker
from shared.usecases.run_job import JobReport, run_job, sweep_jobs
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores
from tests.sync_bench import SyncBench


def broken_bench() -> SyncBench:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Слова покупателя", productDetails=None)
    bench.settle()
    return bench


def test_items_are_named_without_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    bench = broken_bench()

    found = show_items(bench.plain, [*list_sellers(stores=bench.plain), SellerId("nobody")])

    said = capsys.readouterr()
    text = said.out + said.err
    (item,) = [stored.value for stored in bench.store.find(Query(kind=Quarantine))]
    assert found == [SELLER]
    assert f"{SELLER}  2026-11-22 12:00 UTC  review  ReviewShape: productDetails  {item.id}" in text
    assert "quarantined: 1 items of 1 sellers" in text
    assert "Слова" not in text


def do_jobs(bench: SyncBench) -> list[JobReport]:
    """What the hourly sweep finds, done to its end."""
    bench.later(minutes=10)
    sweep_jobs(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    jobs = [stored.value for stored in bench.store.find(Query(kind=Job))]
    waiting = {task["job"] for task in bench.queued("jobs")}
    reports = [
        run_job(
            SELLER,
            job.id,
            workers={JobKind.QUARANTINE: worker},
            stores=bench.plain,
            queue=bench.queue,
            clock=bench.clock,
        )
        for job in jobs
        if job.id in waiting and job.state is JobState.QUEUED
    ]
    bench.drain()
    return reports


def test_a_wish_is_found_by_the_sweep_and_done_once() -> None:
    bench = broken_bench()
    for _ in range(2):
        retry_items(bench.plain, [SELLER], bench.clock)
        bench.later(seconds=1)
    (job,) = [stored.value for stored in bench.store.find(Query(kind=Job))]
    assert (job.kind, job.state) == (JobKind.QUARANTINE, JobState.QUEUED)
    bench.cabinet.items.clear()

    (report,) = do_jobs(bench)

    assert (report.outcome, report.items) == ("done", 1)
    assert len(bench.store.find(Query(kind=Quarantine))) == 1


def test_a_wish_after_a_second_fix_is_another_try_within_the_hour() -> None:
    bench = broken_bench()

    retry_items(bench.plain, [SELLER], bench.clock)
    first = do_jobs(bench)
    retry_items(bench.plain, [SELLER], bench.clock)
    second = do_jobs(bench)

    assert [report.outcome for report in (*first, *second)] == ["done", "done"]


def test_every_account_is_listed_whether_connected_or_not() -> None:
    stores = embedded_stores()
    names = [SellerId(f"s-{number:03}") for number in range(PAGE + 1)]
    accounts = [Seller(id=name, name="", email="", created_at=NOON) for name in names]
    stores.shared().commit([Create(account) for account in accounts])

    assert list(list_sellers(stores=stores)) == names


def test_a_folder_without_data_is_said(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path / "nothing")]) == 1


def test_the_command_reads_and_writes_a_stack_that_stands_still(tmp_path: Path) -> None:
    (tmp_path / "backend.txt").write_text("embedded\n")
    stores = embedded_stores(tmp_path / "embedded.sqlite")
    stores.shared().commit([Create(Seller(id=SELLER, name="", email="", created_at=NOON))])
    item = Quarantine(
        id="q", channel=Channel.REVIEW, reason="r", seen_at=NOON, expires_at=NOON, body=b""
    )
    stores.of_seller(SELLER).commit([Create(item)])
    stores.close()

    codes = [main(["--data", str(tmp_path), *rest]) for rest in ([], ["--retry", "1"])]

    assert codes == [0, 0]
    with open_somewhere("", tmp_path) as opened:
        (job,) = opened.of_seller(SELLER).find(Query(kind=Job))
    assert job.value.kind is JobKind.QUARANTINE


def test_an_empty_store_has_nothing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    bench = SyncBench()

    assert show_items(bench.plain, list(list_sellers(stores=bench.plain))) == []
    assert "quarantined: 0 items" in "".join(capsys.readouterr())
