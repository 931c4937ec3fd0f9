"""Measure sync and ingestion and print it as a table; see CONTRIBUTING.md.

Without arguments: one seller with 7 000 items at the WB simulator, two days of polling, invented
orders, and 10 000 schedules of faults. `--seed` plays one schedule again and shows its trace.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping

from infra.figures import Bar, holds, report_figures
from infra.local.screen import say
from tests.profile_bench import measure_profiles
from tests.simulation.campaign import run_campaign
from tests.simulation.faults import Fault
from tests.simulation.schedules import trace_sync, try_sync
from tests.simulation.sync_story import EXPECTED
from tests.sync_figures.day import measure_busy_day, measure_quiet_day
from tests.sync_figures.payloads import measure_payloads
from tests.sync_figures.scenario import measure_scenario

SCHEDULES = 10_000
MOST_SHOWN = 20
BARS: Mapping[str, Bar] = {
    "items": ("==", 7000),
    "items_missing": ("==", 0),
    "items_duplicated": ("==", 0),
    "items_stale": ("==", 0),
    "wb_calls_ratio": ("<=", 1.05),
    "wall_ratio": ("<=", 1.2),
    "quiet_calls_per_pass": ("<=", 1),
    "quiet_item_writes": ("==", 0),
    "ten_new_stored": ("==", 10),
    "ten_new_extra_calls": ("<=", 1),
    "ten_new_item_writes": ("==", 10),
    "cabinet_answers_noticed": ("==", 10),
    "restored_items": ("==", 100),
    "restored_differences": ("==", 0),
    "full_sync_item_writes": ("==", 100),
    "full_sync_done": ("==", 1),
    "quiet_day_calls": ("<=", 2000),
    "quiet_day_item_writes": ("==", 0),
    "own_429": ("==", 0),
    "day_items_missing": ("==", 0),
    "real_items_lossy": ("==", 0),
    "official_examples_lossy": ("==", 0),
    "links_precision": ("==", 1.0),
    "links_recall": (">=", 0.99),
    "profiles_missing": ("==", 0),
    "profiles_without_key": ("==", 0),
    "profiles_untrue": ("==", 0),
    "violations": ("==", 0),
    "fault_kinds_at_zero": ("==", 0),
}
Figures = dict[str, float]


def main() -> int:
    """Run what the arguments ask for; 0 when everything held."""
    asked = _read_arguments()
    if asked.seed is not None:
        return _replay(asked.seed)
    bars = {**BARS, "schedules": (">=", asked.schedules)}
    figures = measure_all(asked.schedules, asked.workers)
    show_table(figures, bars)
    for name in find_misses(figures, bars):
        say(f"✗ missed: {name}")
    return 0 if report_figures("bench-sync", figures, bars) else 1


def measure_all(schedules: int, workers: int) -> Figures:
    """What one process can measure is measured beside the schedules."""
    with multiprocessing.get_context("fork").Pool(1) as beside:
        asked = [(name, beside.apply_async(part)) for name, part in PARTS.items()]
        played = try_schedules(schedules, workers)
        figures: Figures = {}
        for name, part in asked:
            figures |= part.get()
            say(f"  ✓ {name}")
    return figures | played


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-sync", description=__doc__)
    parser.add_argument("--schedules", type=int, default=SCHEDULES)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _replay(seed: int) -> int:
    tally, engine = trace_sync(seed)
    for line in engine.lines or ():
        say(line)
    say(f"seed {seed}, trace {engine.trace_hash()}")
    for wrong in tally.wrongs:
        say(f"✗ {wrong}")
    return int(bool(tally.wrongs))


def measure_links() -> Figures:
    """Links and profiles, by the names that they have in the table."""
    found = measure_profiles()
    names = (
        "orders",
        "pairs_linkable",
        "pairs_found",
        "pairs_right",
        "buyers_with_hard_key",
        "profiles",
        "profiles_missing",
        "profiles_without_key",
        "profiles_untrue",
    )
    ratios = {f"links_{name}": round(found[name], 4) for name in ("precision", "recall")}
    return ratios | {name: found[name] for name in names}


def try_schedules(count: int, workers: int) -> Figures:
    """Play them all; a fault that never happened has been proved harmless by nothing."""
    say(f"schedules: seeds 0 to {count - 1}; SEED= plays one again")
    tally = run_campaign(try_sync, range(count), workers, lambda done: say(f"  {done} …"))
    zero = [fault for fault in EXPECTED if not tally.faults[fault]]
    say("")
    for fault in Fault:
        if fault in EXPECTED:
            say(f"  {tally.faults[fault]:9}  {fault.value}")
    for wrong in tally.wrongs[:MOST_SHOWN]:
        say(f"✗ {wrong}")
    for fault in zero:
        say(f"✗ never happened: {fault.value}")
    return {
        "schedules": tally.schedules,
        "violations": len(tally.wrongs),
        "fault_kinds": len(EXPECTED),
        "fault_kinds_at_zero": len(zero),
    }


def find_misses(figures: Figures, bars: Mapping[str, Bar]) -> list[str]:
    """Figures beyond their bars, and those that nobody took."""
    return [
        name for name, bar in bars.items() if name not in figures or not holds(figures[name], bar)
    ]


def show_table(figures: Figures, bars: Mapping[str, Bar]) -> None:
    """One figure a line, with its bar and whether it holds."""
    for name, value in figures.items():
        sign, bound = bars.get(name, ("", 0.0))
        mark = " " if not sign else "✓" if holds(value, (sign, bound)) else "✗"
        say(f"{mark} {name:28}{value:>12g}" + (f"  {sign} {bound:g}" if sign else ""))


PARTS: Mapping[str, Callable[[], Figures]] = {
    "one seller with 7 000 items": measure_scenario,
    "a quiet day": measure_quiet_day,
    "a busy day of several processes": measure_busy_day,
    "real items and official examples": measure_payloads,
    "five hundred orders": measure_links,
}

if __name__ == "__main__":
    sys.exit(main())
