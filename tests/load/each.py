"""`make bench-load EACH=1`: what each function holds in a process of its own, beside its limit.

The stack runs on Google's emulator, which scans collections: only memory and failures count. One
of the sellers has a cabinet, whose items are read, understood, linked, drafted and answered; the
others come with their lists. Each process has as many heaps as its image gives it.
"""

import argparse
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from infra.figures import ROOT, Bar
from infra.local.driver import start_stack
from infra.local.environment import PROJECT
from infra.local.functions_server import function_names
from infra.local.ports import HOST, Ports
from infra.local.screen import say
from shared.adapters.store.firestore import connect_firestore
from tests.automatic import RULES_ALONE
from tests.benchmark.numbers import Figures, divide
from tests.e2e.client import Seller
from tests.load.ground import Place, await_quiet, seed_sellers
from tests.load.people import read_rows, run_locust
from tests.load.processes import held_mb, weigh
from tests.security.logins import image_settings
from tests.stores import DECLARED

ANSWER = "Здравствуйте! Спасибо, что написали нам, мы внимательно прочитали ваши слова."
SELLERS, CABINET_ITEMS = 12, 600
ANSWERS, AT_ONCE = 40, 8
EACH_BARS: dict[str, Bar] = {
    "failures": ("==", 0),
    "answers_taken": (">=", ANSWERS / 2),
    "memory_of_limit_max": ("<=", 0.75),
}


def measure_each(asked: argparse.Namespace, folder: Path) -> Figures:
    """The most that each function held, in megabytes and of what the table gives it."""
    with stand_each(folder / "stack", asked.port, asked.items) as (place, scales):
        with Seller(place.stack) as seller:
            taken = answer_many(seller)
        say(f"{asked.users} people for {asked.minutes:g} min, a process per function")
        rows = run_locust(place, asked.users, asked.minutes)
        await_quiet(place.stack.state["queues"])
    figures = read_rows(rows, asked.minutes)
    kept = {name: figures[name] for name in ("requests", "failures")}
    peaks = {name: max(weights) for name, weights in scales.items()}
    shares = {name: divide(peak, limit_mb(name)) for name, peak in peaks.items()}
    return {
        **kept,
        "answers_taken": float(taken),
        **{f"memory_{name}_mb": round(peak, 1) for name, peak in peaks.items()},
        **{f"memory_{name}_of_limit": share for name, share in shares.items()},
        "memory_of_limit_max": max(shares.values()),
    }


def limit_mb(function: str) -> float:
    """What an instance of the function may hold, by the table of functions."""
    table = json.loads((ROOT / "infra" / "functions.json").read_text())
    memory: str = table["functions"][function]["memory"]
    return float(memory[:-2]) * {"Mi": 1, "Gi": 1024}[memory[-2:]]


@contextmanager
def stand_each(
    folder: Path, port: int, items: int
) -> Iterator[tuple[Place, dict[str, list[float]]]]:
    """A stack that is weighed while it reads its cabinet and while people are there."""
    data = folder / "data"
    options = ("--each", "--store", "firestore", f"--simulator=--items {CABINET_ITEMS}")
    stack = start_stack(data, port, *options, env=image_settings())
    try:
        with ExitStack() as scales:
            weights = {
                name: scales.enter_context(weigh(stack.pids[name], held_mb))
                for name in function_names()
            }
            os.environ["FIRESTORE_EMULATOR_HOST"] = f"{HOST}:{Ports(port).firestore}"
            tokens = seed_sellers(connect_firestore(PROJECT, indexes=DECLARED), SELLERS, items)
            with Seller(stack) as seller:
                _start_jobs(seller)
                tokens.insert(0, seller.http.cookies["session"])
            await_quiet(stack.state["queues"])
            sessions = folder / "sessions.json"
            sessions.write_text(json.dumps(tokens))
            yield Place(stack, sessions), weights
    finally:
        os.environ.pop("FIRESTORE_EMULATOR_HOST", None)
        stack.stop()


def answer_many(seller: Seller) -> int:
    """Answer what waits, several at once; give how many answers were taken to be sent."""

    def answer(item: str) -> bool:
        return seller.reply(seller.get(f"/interactions/{item}"), ANSWER).is_success

    waiting = [row["id"] for row in islice(seller.rows("attention"), ANSWERS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(answer, waiting))


def _start_jobs(seller: Seller) -> None:
    """What is worked off in slices: an archive of everything, and rules tried on the past."""
    for path, body in (("/export", {}), ("/auto-response/backtest", {"policy": RULES_ALONE})):
        seller.http.post(f"/api{path}", json=body).raise_for_status()
