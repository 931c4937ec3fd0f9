"""Lets Locust's people loose on a stack, and reads what they waited for."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from infra.figures import ROOT
from tests.benchmark.numbers import Figures
from tests.load.ground import Place

LOCUST = ROOT / ".venv-load" / "bin" / "locust"
SECONDS_PER_MINUTE = 60


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
