"""`make bench-load`: sellers of a working day at the local stack, by Locust; ends with its line.

Lists and approvals are judged by their 95th percentile, and the functions' process by its memory:
after the first quarter, in which it warms up, it must not grow. The lists with which people come
are told apart: each is the first of its kind that its seller's documents are sorted for. Failures
count every answer of 500 and more, and every refusal of what was read or approved. The processor's
milliseconds per request hold what the functions did beside: WB is read, drafts are written.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from infra.figures import ROOT, Bar, report_figures
from infra.local.screen import say
from tests.benchmark.numbers import Figures, divide, make_table
from tests.load.ground import Place, stand
from tests.load.processes import LOOK_EVERY_S, spent_ms, weigh

LOCUST = ROOT / ".venv-load" / "bin" / "locust"
SECONDS_PER_MINUTE = 60
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
    """0 when people waited no longer than the bars say."""
    parser = argparse.ArgumentParser(prog="make bench-load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--sellers", type=int, default=100)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--port", type=int, default=23000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    try:
        with stand(folder / "stack", asked.port, asked.sellers, asked.items) as place:
            say(f"{asked.sellers} sellers; {asked.users} of them for {asked.minutes:g} min")
            pids = place.stack.pids
            before = {name: spent_ms(pids[name]) for name in _PARTS}
            with weigh(pids["functions"]) as weights:
                rows = run_locust(place, asked.users, asked.minutes)
            spent = {name: spent_ms(pids[name]) - before[name] for name in _PARTS}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = {"users": float(asked.users), "minutes": asked.minutes}
    figures |= read_rows(rows, asked.minutes) | judge_memory(weights)
    figures |= {f"{name}_cpu_ms": divide(ms, figures["requests"]) for name, ms in spent.items()}
    bars = BARS | (LONG_BARS if asked.minutes >= _LONG_MINUTES else {})
    table = make_table(figures, bars)
    say(table)
    ok = report_figures("bench-load", figures, bars)
    (ROOT / "build" / "figures" / "bench-load.md").write_text(table)
    return 0 if ok else 1


def run_locust(place: Place, users: int, minutes: float) -> list[dict[str, Any]]:
    """Locust's own rows: names, failures, and how often each time was taken."""
    command = [
        *(str(LOCUST), "--headless", "--json", "--only-summary", "--loglevel", "WARNING"),
        *("-f", str(Path(__file__).with_name("locustfile.py"))),
        *("--host", place.stack.state["origin"], "--users", str(users), "--spawn-rate", "10"),
        *("--run-time", f"{round(minutes * SECONDS_PER_MINUTE)}s"),
    ]
    env = {**os.environ, "LOAD_SESSIONS": str(place.sessions)}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    rows: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    return rows


def read_rows(rows: list[dict[str, Any]], minutes: float) -> Figures:
    """Percentiles by name from the counted times, and the failures of all."""
    figures: Figures = {}
    for row in rows:
        times = Counter({float(taken): count for taken, count in row["response_times"].items()})
        name = row["name"]
        figures[f"{name}_p50_ms"] = take_counted(times, 0.5)
        figures[f"{name}_p95_ms"] = take_counted(times, 0.95)
        figures[f"{name}_requests"] = float(row["num_requests"])
    requests = sum(row["num_requests"] for row in rows)
    return figures | {
        "requests": float(requests),
        "requests_per_s": round(requests / minutes / SECONDS_PER_MINUTE, 1),
        "failures": float(sum(row["num_failures"] for row in rows)),
    }


def take_counted(times: Counter[float], share: float) -> float:
    """The value that `share` of all are not above, of values with their counts."""
    enough, seen = times.total() * share, 0
    for value in sorted(times):
        seen += times[value]
        if seen >= enough:
            return value
    return 0.0


def judge_memory(weights: list[float]) -> Figures:
    """Megabytes at the end beside those after the first quarter, and the slope from there on."""
    quarter = max(1, len(weights) // 4)
    warm, last = median(weights[quarter : 2 * quarter] or weights), median(weights[-quarter:])
    later = weights[quarter:]
    minutes = [number * LOOK_EVERY_S / SECONDS_PER_MINUTE for number in range(len(later))]
    slope = linear_regression(minutes, later).slope if len(later) > 1 else 0.0
    return {
        "memory_mb": round(last, 1),
        "memory_peak_mb": round(max(weights), 1),
        "memory_growth": divide(last, warm),
        "memory_mb_per_minute": round(slope, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
