"""How soon a stopped part is named, and forgotten: a real stack with a process per function.

A function's process is stopped, a queue is paused, the scheduler's jobs are paused, each in turn;
`GET /pipeline` is asked until it says so, and again after the part goes on.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.driver import RunningStack, start_stack
from tests.benchmark.numbers import Figures
from tests.e2e.client import Seller, wait_for

PATIENCE_S = 240.0
FUNCTION, QUEUE = "sync_channel", "draft"
JOBS = ("plan-sync", "watch-deadlines", "report-quality")
_LOOK_EVERY_S = 1.0
Deed = Callable[[], object]


def measure_health(port: int) -> Figures:
    """Seconds until each is named, and until nothing is wrong any more."""
    with tempfile.TemporaryDirectory(prefix="health-") as folder:
        stack = start_stack(Path(folder) / "data", port, "--each")
        try:
            with Seller(stack) as seller:
                return _try_each(stack, seller)
        finally:
            stack.stop()


def _try_each(stack: RunningStack, seller: Seller) -> Figures:
    group = os.getpgid(stack.pids[FUNCTION])
    figures: Figures = {}
    deeds: dict[str, tuple[set[str], Deed, Deed]] = {
        "function": (
            {FUNCTION},
            lambda: os.killpg(group, signal.SIGSTOP),
            lambda: os.killpg(group, signal.SIGCONT),
        ),
        "queue": (
            {QUEUE},
            lambda: _switch(seller, f"/queues/{QUEUE}/pause"),
            lambda: _switch(seller, f"/queues/{QUEUE}/resume"),
        ),
        "scheduler": (
            {"plan-sync", "watch-deadlines"},
            lambda: _switch(seller, *(f"/schedules/{job}/pause" for job in JOBS)),
            lambda: _switch(seller, *(f"/schedules/{job}/resume" for job in JOBS)),
        ),
    }
    wait_for(lambda: not find_bad(seller.get("/pipeline")), PATIENCE_S)
    for name, (wanted, stop, go_on) in deeds.items():
        stop()
        try:
            figures[f"{name}_named_s"] = _wait(seller, lambda bad: wanted <= bad)  # noqa: B023
        finally:
            go_on()
        figures[f"{name}_cleared_s"] = _wait(seller, lambda bad: not bad)
    return figures


def find_bad(pipeline: dict[str, Any]) -> set[str]:
    """Names of all parts that are told to be bad."""
    parts = [*pipeline["functions"], *pipeline["queues"], *pipeline["jobs"]]
    return {part["name"] for part in parts if part["state"] == "bad"}


def _wait(seller: Seller, is_so: Callable[[set[str]], bool]) -> float:
    began = time.monotonic()
    while not is_so(find_bad(seller.get("/pipeline"))):
        if time.monotonic() - began > PATIENCE_S:
            raise TimeoutError("nothing was said of it")
        time.sleep(_LOOK_EVERY_S)
    return round(time.monotonic() - began, 1)


def _switch(seller: Seller, *paths: str) -> None:
    for path in paths:
        seller.queues.post(path).raise_for_status()
