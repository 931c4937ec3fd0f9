"""What the API adds to a page: its time beside the bare query's, on Google's own emulator."""

import uuid
from collections.abc import Callable
from statistics import median

from google.cloud.firestore import Client

from shared.adapters.store.firestore import FirestoreStores
from tests.benchmark.lists import (
    CLIENTS,
    PAGE,
    ROUTES,
    deep_page,
    open_inbox,
    time_call,
    wait_at_once,
)
from tests.benchmark.numbers import Figures, divide
from tests.emulator import running_emulator
from tests.stores import DECLARED


def measure_overhead(count: int, rounds: int) -> Figures:
    """Medians of the same two pages taken in turns: through the API, and by Google's client alone.

    The second is the last whole page of so many items; nothing of what both read is kept between.
    """
    with running_emulator():
        client = Client(project=f"bench-{uuid.uuid4().hex[:8]}")
        visit = open_inbox(count, FirestoreStores(client, DECLARED))
        items = client.collection("sellers", str(visit.browser.seller), "interactions")
        newest = items.order_by("occurred_at", direction="DESCENDING")
        newest = newest.order_by("__name__", direction="DESCENDING")
        last = count // PAGE
        before = list(newest.limit((last - 1) * PAGE).get())[-1]
        first, deep = newest.limit(PAGE + 1), newest.start_after(before).limit(PAGE + 1)
        paths = {"page": ROUTES["list"], "deep": deep_page(visit, last)}
        figures: Figures = {"emulator_items": count}
        for name, bare in (("page", first), ("deep", deep)):
            through, alone = _take_turns(
                (lambda: visit.get(paths[name]), lambda: [one.to_dict() for one in bare.get()]),  # noqa: B023
                rounds,
            )
            figures |= {
                f"emulator_{name}_read": visit.reads(paths[name]),
                f"emulator_{name}_ms": round(through * 1000, 1),
                f"emulator_bare_{name}_ms": round(alone * 1000, 1),
                f"{name}_overhead": divide(through, alone),
            }
        for clients in (1, CLIENTS):
            _, figures[f"emulator_page_rps_{clients}"] = wait_at_once(
                visit, ROUTES["list"], clients, rounds
            )
    figures["list_overhead"] = figures.pop("page_overhead")
    return figures


def _take_turns(
    calls: tuple[Callable[[], object], Callable[[], object]], rounds: int
) -> tuple[float, float]:
    """The median of each; the first round warms up."""
    taken = [tuple(time_call(call) for call in calls) for _ in range(rounds + 1)][1:]
    through, alone = zip(*taken, strict=True)
    return median(through), median(alone)
