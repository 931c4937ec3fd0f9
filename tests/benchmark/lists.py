"""The API over inboxes of growing size: time, documents read, kilobytes, and many clients at once.

Requests go through the whole API in this process. Time is taken on the embedded store, which has
indexes; Google's emulator scans collections, so that only ratios are taken on it.
"""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from shared.adapters.store.counting import CountingStores
from shared.domain.interaction import Interaction
from shared.domain.search.index import VERSION
from shared.domain.summary import InboxSummary
from shared.ports import Create, Put, Store, Stores, Write
from shared.usecases.move_item import summary_writes
from tests.benchmark.numbers import Figures, divide, tell_times
from tests.functions.api import Browser, World, make_world
from tests.search_bench import PER_COMMIT, make_inbox

PAGE = 50
DEEP = 200
CLIENTS = 8
KB = 1000
ROUTES: Mapping[str, str] = {
    "list": "/inbox?view=all&limit=50",
    "reviews": "/inbox?view=all&channel=review&limit=50",
    "attention": "/inbox?view=attention&limit=50",
    "hot": "/inbox?view=hot&limit=50",
    "counts": "/inbox/counts",
    "quality": "/analytics/quality",
    "history": "/analytics/history",
    "alerts": "/analytics/alerts",
    "readiness": "/analytics/readiness",
    "pipeline": "/pipeline",
}
JUDGED = ("alerts", "readiness", "pipeline")
# What reads as many documents, however full the inbox is; alerts count up to a bound.
LISTS, DASHBOARDS = ("list", "deep"), ("quality", "history")
# Of what takes less than a millisecond a ratio tells nothing.
_SHORTEST_MS = 1.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in browser that checks nothing, so that only the product's own time is taken."""

    world: World
    browser: Browser

    def get(self, path: str) -> Any:
        """One answer; AssertionError unless it is 200."""
        headers = {"X-Forwarded-For": self.browser.address, "Accept-Encoding": "identity"}
        answer = self.browser.client.get(
            f"/api{path}", headers=headers, base_url="https://localhost"
        )
        assert answer.status_code == 200, answer.text
        return answer

    def reads(self, path: str) -> int:
        """Documents that one request reads."""
        self.world.bill().clear()
        self.get(path)
        return int(self.world.bill().reads.total())

    def paths(self, size: int) -> Mapping[str, str]:
        """Every route, with a page far below, an item and a question for news from this inbox."""
        newest = self.get(ROUTES["list"]).get_json()
        return {
            **ROUTES,
            "deep": deep_page(self, min(DEEP, size // PAGE)),
            "item": f"/interactions/{newest['items'][0]['id']}",
            "changes": f"/inbox/changes?since={newest['since']}",
        }

    def items_read(self, path: str) -> int:
        """Of these, interactions."""
        self.world.bill().clear()
        self.get(path)
        return int(self.world.bill().reads[Interaction])


def open_inbox(count: int, stores: Stores | None = None) -> Visit:
    """A seller with so many items and a page more, as ingestion would have stored them."""
    world = make_world()
    if stores is not None:
        counting = CountingStores(stores)
        world = replace(world, counting=counting, outside=replace(world.outside, stores=counting))
    browser = world.seller()
    fill_inbox(world.counting.of_seller(browser.seller), count + PAGE + 1)
    world.pass_time(hours=1)
    return Visit(world, browser)


def fill_inbox(store: Store, count: int) -> None:
    """Store so many items as ingestion would have, their index complete."""
    batch: list[Write] = [Put(InboxSummary(search_version=VERSION))]
    for item in make_inbox(count):
        batch += [Create(item), *summary_writes([(None, item)])]
        if len(batch) >= PER_COMMIT:
            store.commit(batch)
            batch = []
    if batch:
        store.commit(batch)


def deep_page(visit: Visit, number: int) -> str:
    """The path of a page far below, found as a reader finds it."""
    path = ROUTES["list"]
    for _ in range(number - 1):
        cursor = visit.get(path).get_json()["next_cursor"]
        assert cursor, "the list ended"
        path = f"{ROUTES['list']}&cursor={cursor}"
    return path


def measure_lists(sizes: Sequence[int], rounds: int) -> Figures:
    """Every route at every size, the largest beside the smallest.

    Sizes take turns, and processor's seconds are counted: who else uses the machine changes little.
    """
    visits = {size: open_inbox(size) for size in sizes}
    paths = {size: visit.paths(size) for size, visit in visits.items()}
    names = tuple(paths[sizes[0]])
    # In the cloud no request shares its process with the documents.
    gc.collect()
    gc.freeze()
    figures = _tell_documents(visits, paths)
    for name in names:
        seconds = _take_turns(visits, {size: paths[size][name] for size in sizes}, rounds)
        for size in sizes:
            figures |= tell_times(f"{name}_{size}", seconds[size])
            for clients in (1, CLIENTS):
                waits, rate = wait_at_once(visits[size], paths[size][name], clients, rounds)
                figures[f"{name}_{size}_rps_{clients}"] = rate
            figures |= tell_times(f"{name}_{size}_of_{CLIENTS}", waits)
    gc.unfreeze()
    return figures | _compare(figures, names, sizes[0], sizes[-1])


def _tell_documents(visits: Mapping[int, Visit], paths: Mapping[int, Mapping[str, str]]) -> Figures:
    """What one page costs in documents and bytes, wherever it lies and however many items."""
    read = {
        name: [visit.reads(paths[size][name]) for size, visit in visits.items()]
        for name in next(iter(paths.values()))
    }
    pages = [len(visit.get(ROUTES["list"]).data) for visit in visits.values()]
    figures = {f"reads_per_{name}": float(counts[-1]) for name, counts in read.items()}
    return {
        "list_reads_equal": _are_equal(read, LISTS),
        "counts_reads_equal": _are_equal(read, ("counts",)),
        "dashboard_reads_equal": _are_equal(read, DASHBOARDS),
        "reads_per_inbox": figures.pop("reads_per_list"),
        **figures,
        "page_kb": round(max(pages) / KB, 1),
    }


def _are_equal(read: Mapping[str, Sequence[int]], names: Sequence[str]) -> float:
    return float(len({count for name in names for count in read[name]}) == 1)


def _take_turns(
    visits: Mapping[int, Visit], paths: Mapping[int, str], rounds: int
) -> dict[int, list[float]]:
    seconds: dict[int, list[float]] = {size: [] for size in visits}
    for number in range(rounds + 1):
        for size, visit in visits.items():
            began = time.process_time()
            visit.get(paths[size])
            if number:
                seconds[size].append(time.process_time() - began)
    return seconds


def wait_at_once(visit: Visit, path: str, clients: int, answers: int) -> tuple[list[float], float]:
    """How long each waited, and answers a second: clients ask again at once, in one process."""
    each = max(1, answers // clients)

    def ask(_: int) -> list[float]:
        return [time_call(lambda: visit.get(path)) for _ in range(each)]

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        waits = [wait for client in pool.map(ask, range(clients)) for wait in client]
    return waits, round(len(waits) / (time.perf_counter() - began), 1)


def time_call(call: Callable[[], object]) -> float:
    """Seconds on the wall."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _compare(figures: Figures, names: Sequence[str], small: int, large: int) -> Figures:
    ratios = {
        f"{name}_flatness": divide(
            max(figures[f"{name}_{large}_p50_ms"], _SHORTEST_MS),
            max(figures[f"{name}_{small}_p50_ms"], _SHORTEST_MS),
        )
        for name in names
    }
    return ratios | {f"{name}_ms": figures[f"{name}_{large}_p50_ms"] for name in JUDGED}
