"""Items that nobody can read: kept, told, counted, and tried again after a fix."""

import json
import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest

from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.jobs import JobKind, Slice, new_job
from shared.domain.marketplace import ParsedItem, RawItem
from shared.domain.parcels import unpack_raw
from shared.domain.sync import KEEP_QUARANTINE, Category, Page, Quarantine, SyncRun
from shared.entrypoint.alarms import log_refused
from shared.ports import Patch, Query
from shared.usecases.retry_quarantine import ITEMS_PER_SLICE, quarantine_worker
from tests.builders import NOON, SELLER
from tests.sync_bench import HookedMarketplaces, SyncBench

REVIEW = Channel.REVIEW
BAD = {"createdDate": "2026-11-22T12:00:00"}


class OlderRelease:
    """The same WB, read by a release that does not understand reviews of novelties."""

    def __init__(self, newer: HookedMarketplaces) -> None:
        self.newer = newer
        self.open = newer.open
        self.read_token = newer.read_token
        self.read_answer = newer.read_answer

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        if raw.get("subjectName") == "Новинки":
            raise Malformed("ReviewShape: subjectName")
        return self.newer.parse_item(channel, raw, observed_at)


def downgrade(bench: SyncBench) -> HookedMarketplaces:
    """Let the older release read; give back the newer one."""
    newer, older = bench.wb, OlderRelease(bench.wb)
    bench.wb = cast("HookedMarketplaces", older)
    return newer


def kept(bench: SyncBench) -> list[Quarantine]:
    return [stored.value for stored in bench.store.find(Query(kind=Quarantine))]


def retry(bench: SyncBench, name: str = "job", **place: Any) -> Slice:
    job = new_job(name, JobKind.QUARANTINE, {}, bench.clock.now())
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    return worker(SELLER, replace(job, **place), lambda: True)


def settled_with_a_broken_one(bench: SyncBench) -> str:
    good = bench.cabinet.add_review(text="Хорошо", rating=5)
    bench.cabinet.add_review(text="Плохо", rating=1, subjectName="Новинки")
    bench.later(seconds=1)
    bench.settle()
    return good


@pytest.mark.parametrize(
    "broken",
    [
        BAD,
        {"createdDate": None},
        {"createdDate": "вчера"},
        {"id": None},
        {"productDetails": None},
        {"productValuation": 7},
    ],
)
def test_a_poison_item_is_kept_and_counted_and_holds_up_nothing(broken: dict[str, Any]) -> None:
    bench = SyncBench()
    good = bench.cabinet.add_review(text="Хорошо", rating=5)
    bench.cabinet.add_review("bad", text="Плохо", rating=1)
    bench.cabinet.items[REVIEW, "bad"].raw.update(broken)
    bench.later(seconds=1)

    bench.settle()

    assert set(bench.items()) == {good}
    (item,) = kept(bench)
    assert unpack_raw(item.body) == bench.cabinet.items[REVIEW, "bad"].raw
    assert item.expires_at == item.seen_at + KEEP_QUARANTINE
    runs = [stored.value for stored in bench.store.find(Query(kind=SyncRun))]
    assert sum(run.quarantined for run in runs) == 1
    assert bench.progress().last_success_at is not None


def test_a_poison_item_is_told_once_and_not_in_the_buyers_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Слова покупателя", productDetails=None)
    report = bench.sync()

    log_refused(SELLER, report.refused)

    (line,) = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert (line["event"], line["severity"]) == ("item.quarantined", "WARNING")
    assert (line["seller"], line["channel"]) == (SELLER, "review")
    assert line["reason"] == "ReviewShape: productDetails"
    assert line["item"] == kept(bench)[0].id
    assert "Слова" not in str(line)
    bench.later(minutes=2)
    assert bench.sync().refused == ()


def test_after_a_fix_the_item_is_ingested_and_let_go() -> None:
    bench = SyncBench()
    newer = downgrade(bench)
    good = settled_with_a_broken_one(bench)
    assert set(bench.items()) == {good}
    bench.wb = newer

    part = retry(bench)
    bench.drain()

    assert part.is_over
    assert (part.done, part.result) == (1, {"cut": 0})
    assert len(bench.items()) == 2
    assert kept(bench) == []


def test_what_is_still_unreadable_stays() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    (before,) = kept(bench)

    for name in ("first", "second"):
        retry(bench, name)
        bench.drain()

    assert kept(bench) == [before]
    assert bench.items() == {}


def test_a_repeated_slice_changes_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()

    parts = [retry(bench), retry(bench)]

    assert parts[0] == parts[1]
    pages = [stored.value for stored in bench.store.find(Query(kind=Page))]
    assert len([page for page in pages if page.retries]) == 1


def test_an_old_quarantined_reading_does_not_replace_a_newer_item() -> None:
    bench = SyncBench()
    newer = downgrade(bench)
    name = bench.cabinet.add_review("R1", text="Старое", rating=1, subjectName="Новинки")
    bench.settle()
    bench.cabinet.change_item(REVIEW, name, text="Новое", subjectName="Футболки")
    bench.later(minutes=5)
    bench.settle()
    bench.wb = newer

    retry(bench)
    bench.drain()

    assert bench.item(REVIEW, name).source.text == "Новое"
    assert kept(bench) == []


def test_what_was_too_large_to_keep_whole_is_said() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    (item,) = kept(bench)
    cut = zlib.compress('{"id": "bad", "text": "Пло'.encode())
    bench.store.commit([Patch(Quarantine, (item.id,), {"body": cut})])

    part = retry(bench)

    assert (part.done, part.result, part.is_over) == (1, {"cut": 1}, True)


def test_many_are_tried_in_slices() -> None:
    bench = SyncBench()
    for number in range(ITEMS_PER_SLICE + 5):
        bench.cabinet.add_review(f"bad-{number}", text="Плохо", productDetails=None)
    for _ in range(7):
        bench.sync(Category.FEEDBACKS)
        bench.later(minutes=2)
    assert len(kept(bench)) == ITEMS_PER_SLICE + 5

    first = retry(bench)
    second = retry(bench, checkpoint=first.checkpoint, done=first.done, result=first.result)

    assert (first.done, first.is_over) == (ITEMS_PER_SLICE, False)
    assert (second.done, second.is_over) == (ITEMS_PER_SLICE + 5, True)


def test_a_slice_without_time_goes_on_later() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    job = new_job("job", JobKind.QUARANTINE, {}, NOON)
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)

    part = worker(SELLER, job, lambda: False)

    assert (part.done, part.is_over) == (0, False)
