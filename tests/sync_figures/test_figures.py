"""The figures of sync, for a small seller and a few hours."""

from datetime import UTC, datetime, timedelta

from infra.wb_simulator.generator.plan import Plan
from shared.domain.interaction import Channel, Interaction
from shared.ports import Delete
from tests.recordings import recording
from tests.sync_figures import day, scenario
from tests.sync_figures.__main__ import BARS, find_misses, try_schedules
from tests.sync_figures.clocks import WorkClock
from tests.sync_figures.payloads import count_lossy, measure_payloads

SIZES = ("items", "wall_ratio")
HOURS = timedelta(hours=2)


def misses(figures: dict[str, float], *but: str) -> list[str]:
    """Which of the figures at hand are beyond their bars."""
    bars = {name: BARS[name] for name in figures.keys() & BARS.keys() if name not in but}
    return find_misses(figures, bars)


def test_a_small_seller_is_read_with_the_fewest_calls() -> None:
    figures = scenario.measure_scenario(400, 160, page_size=100)

    assert figures["items"] == 560
    assert misses(figures, *SIZES) == []


def test_a_quiet_seller_is_left_in_peace() -> None:
    figures = day.measure_quiet_day(days=HOURS)

    assert 100 < figures["quiet_day_calls"] <= 2000 / 6
    assert figures["quiet_day_item_writes"] == 0
    assert figures["quiet_day_429"] == 0


def test_processes_whose_clocks_differ_keep_wbs_limits() -> None:
    figures = day.measure_busy_day(HOURS)

    assert figures["day_replies"] > 60
    assert figures["day_calls"] > 500
    assert misses(figures) == []


def test_a_few_schedules_are_counted() -> None:
    figures = try_schedules(6, 1)

    assert figures["schedules"] == 6
    assert figures["violations"] == 0


def test_what_is_missing_doubled_or_stale_is_counted() -> None:
    """Figures that are good whatever is broken would say nothing."""
    shop = scenario.Shop(Plan(reviews=20, questions=10, chats=0, claims=0))
    shop.settle()
    whole = scenario.compare_items(shop)
    lost, late = shop.documents()[:2]
    shop.store.commit([Delete(Interaction, (lost.id,))])
    shop.cabinet.answer(late.channel, late.source.external_id, "Ответ")

    broken = scenario.compare_items(shop)

    assert whole == scenario.Differences(missing=0, duplicated=0, stale=0)
    assert broken == scenario.Differences(missing=1, duplicated=0, stale=1)


def test_a_work_clock_counts_work_and_jumps_over_waits() -> None:
    start = datetime(2026, 11, 18, tzinfo=UTC)
    clock = WorkClock(start)
    clock.wait_until(start + timedelta(seconds=10))
    with clock.still():
        sum(range(100_000))
    assert clock.now() == start + timedelta(seconds=10)

    with clock.working():
        sum(range(100_000))
    assert clock.now() > start + timedelta(seconds=10)


def test_a_figure_beyond_its_bar_or_not_taken_is_a_miss() -> None:
    bars = {"missing": ("==", 0.0), "calls": ("<=", 2.0), "found": (">=", 10.0)}

    assert find_misses({"missing": 0, "calls": 3}, bars) == ["calls", "found"]


def test_what_real_items_lose_is_counted() -> None:
    figures = measure_payloads()
    odd = recording("review") | {"unheard": "of"}

    assert figures["real_items_lossy"] == 0
    assert figures["official_examples_lossy"] == 0
    assert count_lossy(Channel.REVIEW, [recording("review")]) == 0
    assert count_lossy(Channel.REVIEW, [odd]) == 1
