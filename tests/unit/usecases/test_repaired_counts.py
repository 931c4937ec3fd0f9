"""The hourly report compares the counts with the lists and repairs what differs."""

from dataclasses import replace

from shared.domain.interaction import (
    Channel,
    View,
)
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Delete, Put
from shared.usecases.report_quality import report_quality
from tests.builders import SELLER
from tests.counts import count_of, summary_of
from tests.reply_bench import Bench


def test_counts_that_are_right_cost_no_write() -> None:
    bench = Bench()
    bench.add_item(Channel.REVIEW)
    bench.approve(bench.add_item(Channel.QUESTION))
    bench.counting.bill.clear()

    assert report_quality(stores=bench.stores, clock=bench.clock) == 0
    assert bench.counting.bill.writes.total() == 0


def test_counts_that_are_wrong_are_repaired() -> None:
    bench = Bench()
    bench.add_item(Channel.REVIEW)
    bench.approve(bench.add_item(Channel.QUESTION))
    true = summary_of(bench.plain)
    wrong = replace(true, views={"attention": {"review": 7}, "failed": {"chat": 2}})
    bench.plain.of_seller(SELLER).commit([Put(wrong)])

    assert report_quality(stores=bench.stores, clock=bench.clock) == 1

    repaired = summary_of(bench.plain)
    assert count_of(repaired, View.ATTENTION) == 1
    assert count_of(repaired, View.DONE, Channel.QUESTION) == 1
    assert count_of(repaired, View.FAILED) == 0
    assert repaired.version == wrong.version + 1


def test_counts_that_are_missing_are_made() -> None:
    bench = Bench()
    bench.add_item(Channel.REVIEW)

    bench.plain.of_seller(SELLER).commit([Delete(InboxSummary, (SUMMARY_KEY,))])

    assert report_quality(stores=bench.stores, clock=bench.clock) == 1
    assert count_of(summary_of(bench.plain), View.ATTENTION) == 1
