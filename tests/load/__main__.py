"""`make bench-load`: sellers of a working day at the local stack, by Locust; ends with its line.

Lists and approvals are judged by their 95th percentile, and the functions' process by its memory:
after the first quarter, in which it warms up, it must not grow. The lists with which people come
are told apart: each is the first of its kind that its seller's documents are sorted for. Failures
count every answer of 500 and more, and every refusal of what was read or approved. The processor's
milliseconds per request hold what the functions did beside: WB is read, drafts are written.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import linear_regression, median

from infra.figures import ROOT, Bar, report_figures
from infra.local.screen import say
from tests.benchmark.numbers import Figures, divide, make_table
from tests.load.each import EACH_BARS, measure_each
from tests.load.ground import stand
from tests.load.people import SECONDS_PER_MINUTE, read_rows, run_locust
from tests.load.processes import LOOK_EVERY_S, spent_ms, weigh

# A shorter run sees little but the warming up.
_LONG_MINUTES = 10
_PARTS = ("functions", "gateway")
BARS: dict[str, Bar] = {
    "list_p95_ms": ("<=", 150),
    "approve_p95_ms": ("<=", 250),
    "failures": ("==", 0),
    "memory_growth": ("<=", 1.1),
}
# Of some 600 MB that is a twentieth in half an hour.
LONG_BARS: dict[str, Bar] = {"memory_mb_per_minute": ("<=", 1.0)}


def main() -> int:
    """0 when people waited no longer, and functions held no more, than the bars say."""
    asked = _read_arguments()
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    try:
        figures = (measure_each if asked.each else measure_waits)(asked, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = {"users": float(asked.users), "minutes": asked.minutes} | figures
    kind = "each" if asked.each else "long" if asked.minutes >= _LONG_MINUTES else ""
    bars = {"each": EACH_BARS, "long": BARS | LONG_BARS}.get(kind, BARS)
    table = make_table(figures, bars)
    say(table)
    command = "-".join(filter(None, ("bench-load", kind)))
    ok = report_figures(command, figures, bars)
    (ROOT / "build" / "figures" / f"{command}.md").write_text(table)
    return 0 if ok else 1


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--sellers", type=int, default=100)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--port", type=int, default=23000)
    parser.add_argument("--each", action="store_true", help="a process per function")
    return parser.parse_args()


def measure_waits(asked: argparse.Namespace, folder: Path) -> Figures:
    """What people waited for, and what the one process of all functions held and spent."""
    with stand(folder / "stack", asked.port, asked.sellers, asked.items) as place:
        say(f"{asked.sellers} sellers; {asked.users} of them for {asked.minutes:g} min")
        pids = place.stack.pids
        before = {name: spent_ms(pids[name]) for name in _PARTS}
        with weigh(pids["functions"]) as weights:
            rows = run_locust(place, asked.users, asked.minutes)
        spent = {name: spent_ms(pids[name]) - before[name] for name in _PARTS}
    figures = read_rows(rows, asked.minutes) | judge_memory(weights)
    if asked.minutes < _LONG_MINUTES:
        figures.pop("memory_mb_per_minute")
    return figures | {
        f"{name}_cpu_ms": divide(ms, figures["requests"]) for name, ms in spent.items()
    }


def judge_memory(weights: list[float]) -> Figures:
    """Megabytes at the end beside those after the first quarter, and the slope from there on."""
    quarter = max(1, len(weights) // 4)
    warm, last = median(weights[quarter : 2 * quarter] or weights), median(weights[-quarter:])
    later = weights[quarter:]
    minutes = [number * LOOK_EVERY_S / SECONDS_PER_MINUTE for number in range(len(later))]
    slope = linear_regression(minutes, later).slope if len(later) > 1 else 0.0
    return {
        "memory_start_mb": round(weights[0], 1),
        "memory_mb": round(last, 1),
        "memory_peak_mb": round(max(weights), 1),
        "memory_growth": divide(last, warm),
        "memory_mb_per_minute": round(slope, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
