"""`make quarantine` names what nobody could read, and has it tried again."""

from pathlib import Path

import pytest

from infra.quarantine import all_sellers, main, retry_items, show_items
from infra.rebuild_profiles import open_somewhere
from shared.domain.ids import SellerId, shard_of
from shared.domain.interaction import Channel
from shared.domain.jobs import Job, JobKind, JobState
from shared.domain.sync import Quarantine, SellerDue, Shard
from shared.ports import Create, Query
from shared.usecases.retry_quarantine import quarantine_worker
from shared.usecases.run_job import run_job, sweep_jobs
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

    found = show_items(bench.plain, [*all_sellers(bench.plain), SellerId("nobody")])

    said = capsys.readouterr()
    text = said.out + said.err
    (item,) = [stored.value for stored in bench.store.find(Query(kind=Quarantine))]
    assert found == [SELLER]
    assert f"{SELLER}  2026-11-22 12:00 UTC  review  ReviewShape: productDetails  {item.id}" in text
    assert "quarantined: 1 items of 1 sellers" in text
    assert "Слова" not in text


def test_a_wish_is_found_by_the_sweep_and_done_once() -> None:
    bench = broken_bench()
    for _ in range(2):
        retry_items(bench.plain, [SELLER], bench.clock)
    (job,) = [stored.value for stored in bench.store.find(Query(kind=Job))]
    assert (job.kind, job.state) == (JobKind.QUARANTINE, JobState.QUEUED)
    bench.cabinet.items.clear()
    bench.later(minutes=10)

    queued = sweep_jobs(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    report = run_job(
        SELLER,
        job.id,
        workers={JobKind.QUARANTINE: worker},
        stores=bench.plain,
        queue=bench.queue,
        clock=bench.clock,
    )
    bench.drain()

    assert (queued, report.outcome, report.items) == (1, "done", 1)
    assert len(bench.store.find(Query(kind=Quarantine))) == 1


def test_a_folder_without_data_is_said(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path / "nothing")]) == 1


def test_the_command_reads_and_writes_a_stack_that_stands_still(tmp_path: Path) -> None:
    (tmp_path / "backend.txt").write_text("embedded\n")
    stores = embedded_stores(tmp_path / "embedded.sqlite")
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
    stores.shared().commit([Create(shard)])
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

    assert show_items(bench.plain, all_sellers(bench.plain)) == []
    assert "quarantined: 0 items" in "".join(capsys.readouterr())
