"""`make bench`: measure what the product costs, print a table, and end with the line of figures.

Without `--part` everything but `health` is measured. With it only the bars of what was measured
count.
"""

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from infra.browser import ensure_browser
from infra.figures import ROOT, Bar, report_figures
from infra.local.screen import say
from shared.usecases.plan_sync import SECONDS
from tests.analytics_bench import measure_analytics
from tests.benchmark.bare import measure_overhead
from tests.benchmark.budgets import count_operations
from tests.benchmark.flows import measure_flows
from tests.benchmark.growth import tell_costs, tell_growth
from tests.benchmark.health import measure_health
from tests.benchmark.lists import PAGE, measure_lists
from tests.benchmark.numbers import Figures, make_table, split_growth
from tests.benchmark.scale import TASK_S, plan_scale
from tests.benchmark.starts import FUNCTIONS, measure_starts
from tests.web_figures.__main__ import BARS as WEB_BARS
from tests.web_figures.__main__ import measure_web

WEB_ITEMS, WEB_RUNS = 10_000, 3
SIZES = (1_000, 10_000, 100_000)
Part = Callable[[argparse.Namespace], Figures]
BARS: Mapping[str, Mapping[str, Bar]] = {
    "lists": {
        "list_flatness": ("<=", 1.2),
        "deep_flatness": ("<=", 1.2),
        "counts_flatness": ("<=", 1.2),
        "quality_flatness": ("<=", 1.2),
        "history_flatness": ("<=", 1.2),
        "list_reads_equal": ("==", 1),
        "counts_reads_equal": ("==", 1),
        "dashboard_reads_equal": ("==", 1),
        "page_kb": ("<=", 40),
        "alerts_ms": ("<=", 50),
        "readiness_ms": ("<=", 50),
        "pipeline_ms": ("<=", 50),
        # A page, and what tells who asks and what was answered.
        "reads_per_inbox": ("<=", PAGE + 3),
    },
    "emulator": {"list_overhead": ("<=", 1.3), "deep_overhead": ("<=", 1.3)},
    "analytics": {"year_alerts_ms": ("<=", 50), "year_readiness_ms": ("<=", 50)},
    "budgets": {
        "writes_per_item": ("==", 1),
        "summary_writes_per_run": ("<=", 1),
        "quiet_sync_writes": ("<=", 2),
        "draft_writes": ("<=", 2),
        "link_item_writes": ("<=", 2),
        "reply_writes": ("<=", 10),
        "reply_commits": ("<=", 5),
        "poll_reads": ("<=", 2),
    },
    "cold": {"cold_start_ratio_max": ("<=", 1.3)},
    "scale": {
        "plan_pace_checked": ("==", 1),
        "plan_tick_s": ("<=", SECONDS),
        "plan_wb_calls_of_limit": ("<=", 1),
        **{f"plan_{queue}_of_{what}": ("<=", 1) for queue in TASK_S for what in ("rate", "room")},
    },
    "flows": {},
    "health": {f"{part}_named_s": ("<=", 120.0) for part in ("function", "queue", "scheduler")},
    "app": {f"web_{name}": bar for name, bar in WEB_BARS.items()},
    "costs": {"cost_per_1000_usd": ("<=", 1.0)},
}


def main() -> int:
    """0 when every bar of what was measured holds."""
    asked = _read_arguments()
    figures: Figures = {}
    bars: dict[str, Bar] = {}
    for name in asked.part:
        say(f"── {name}")
        # The product's own log lines would drown the table.
        with contextlib.redirect_stdout(io.StringIO()):
            figures |= PARTS[name](asked)
        bars |= BARS[name]
    single, growth = split_growth(figures)
    table = make_table(single, bars) + ("\n" + growth if growth else "")
    say(table)
    command = "bench" if asked.part == list(USUAL) else f"bench-{'-'.join(asked.part)}"
    ok = report_figures(command, figures, bars)
    (ROOT / "build" / "figures" / f"{command}.md").write_text(table)
    return 0 if ok else 1


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--part", nargs="+", choices=[*PARTS], default=list(USUAL))
    parser.add_argument("--port", type=int, default=25000, help="first of a stack's, for health")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--emulator-items", type=int, default=1_000)
    parser.add_argument("--starts", type=int, default=11, help="pairs of each")
    parser.add_argument("--functions", nargs="+", choices=FUNCTIONS, default=list(FUNCTIONS))
    parser.add_argument("--items", type=int, default=3_000, help="of a first sync")
    return parser.parse_args()


def _measure_starts(asked: argparse.Namespace) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        return measure_starts(asked.starts, Path(folder), tuple(asked.functions))


def _measure_web(_: argparse.Namespace) -> Figures:
    """The web app over one inbox; where no Chromium is, its figures are missed by their bars."""
    if not ensure_browser():
        return {}
    figures = measure_web(WEB_ITEMS, 0, WEB_RUNS)[0]
    return {f"web_{name}": figure for name, figure in figures.items()}


def _plan_scale(_: argparse.Namespace) -> Figures:
    counted = count_operations()
    return plan_scale(counted, tell_costs(counted)["cost_per_1000_usd"])


def _tell_costs(_: argparse.Namespace) -> Figures:
    return tell_costs(count_operations()) | tell_growth()


PARTS: Mapping[str, Part] = {
    "budgets": lambda _: count_operations(),
    "costs": _tell_costs,
    "scale": _plan_scale,
    "lists": lambda asked: measure_lists(asked.sizes, asked.rounds),
    "emulator": lambda asked: measure_overhead(asked.emulator_items, asked.rounds),
    "analytics": lambda asked: {
        f"year_{name}": figure for name, figure in measure_analytics(asked.items).items()
    },
    "flows": lambda asked: measure_flows(asked.items),
    "cold": _measure_starts,
    "app": _measure_web,
    "health": lambda asked: measure_health(asked.port),
}
# Waiting for what is late takes minutes, so that it has to be asked for.
USUAL = tuple(name for name in PARTS if name != "health")

if __name__ == "__main__":
    sys.exit(main())
