"""What the API adds to a page: its time beside the bare query's, on Google's own emulator."""

import time
import uuid
from collections.abc import Callable
from statistics import median

from google.cloud.firestore import Client

from shared.adapters.store.firestore import FirestoreStores
from tests.benchmark.lists import PAGE, ROUTES, open_inbox
from tests.benchmark.numbers import Figures, divide
from tests.emulator import running_emulator
from tests.stores import DECLARED


def measure_overhead(count: int, rounds: int) -> Figures:
    """Medians of the same page taken in turns: through the API, and by Google's client alone."""
    with running_emulator():
        client = Client(project=f"bench-{uuid.uuid4().hex[:8]}")
        visit = open_inbox(count, FirestoreStores(client, DECLARED))
        items = client.collection("sellers", str(visit.browser.seller), "interactions")
        newest = items.order_by("occurred_at", direction="DESCENDING")
        bare = newest.order_by("__name__", direction="DESCENDING").limit(PAGE + 1)
        through: list[float] = []
        alone: list[float] = []
        for number in range(rounds + 1):
            for call, seconds in (
                (lambda: visit.get(ROUTES["list"]), through),
                (lambda: [one.to_dict() for one in bare.get()], alone),
            ):
                took = _time(call)
                if number:
                    seconds.append(took)
        items_read = visit.items_read(ROUTES["list"])
    return {
        "emulator_items": count,
        "emulator_items_read": items_read,
        "emulator_page_ms": round(median(through) * 1000, 1),
        "emulator_bare_ms": round(median(alone) * 1000, 1),
        "list_overhead": divide(median(through), median(alone)),
    }


def _time(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
