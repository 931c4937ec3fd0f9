"""`make bench-analytics`: how long alerts, readiness and the pipeline take over a full inbox."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from infra.figures import report_figures
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.accounts.account import Seller
from shared.domain.analytics.readiness import Thresholds
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS
from shared.ports import Create
from shared.usecases.move_item import summary_writes
from shared.usecases.note_beats import Beats
from shared.usecases.read_alerts import check_readiness, read_alerts
from shared.usecases.read_pipeline import FUNCTIONS, gauge_queues, read_pipeline
from shared.usecases.roll_days import roll_seller
from tests.analytics_year import NOW, make_documents, make_year
from tests.builders import SELLER
from tests.stores import embedded_stores

ITEMS, ROUNDS = 10_000, 30
BARS = {"alerts_ms": ("<=", 50.0), "readiness_ms": ("<=", 50.0), "pipeline_ms": ("<=", 50.0)}


def main() -> int:
    """Measure, and say whether the bars hold."""
    return 0 if report_figures("analytics", measure_analytics(ITEMS), BARS) else 1


def measure_analytics(count: int) -> dict[str, float]:
    """Fill a store, count the year, and take the median of warm calls."""
    stores, clock = embedded_stores(), FixedClock(NOW)
    shared, store = stores.shared(), stores.of_seller(SELLER)
    shared.commit([Create(Seller(id=SELLER, name="", email="", created_at=NOW))])
    facts = make_year(3, count)
    for fact in facts:
        item, events = make_documents(fact, [])
        queue = queue_state(item.channel, item.source, item.ai, item.work, DEFAULT_SETTINGS, NOW)
        item = replace(item, queue=queue)
        store.commit([Create(item), *summary_writes([(None, item)]), *map(Create, events)])
    roll_seller(SELLER, stores=stores, clock=clock)
    for name in FUNCTIONS:
        Beats(name, stores=stores, clock=clock).note(ok=True, ticked=True)
    gauge_queues(0, gauge=MemoryTaskQueue(clock), stores=stores, clock=clock)
    calls: dict[str, Callable[[], object]] = {
        "alerts_ms": lambda: read_alerts(SELLER, stores=stores, clock=clock),
        "readiness_ms": lambda: check_readiness(SELLER, Thresholds(), stores=stores, clock=clock),
        "pipeline_ms": lambda: read_pipeline(stores=stores, clock=clock),
    }
    figures = {"items": float(len(facts))}
    for name, call in calls.items():
        call()
        figures[name] = round(statistics.median(_time(call) for _ in range(ROUNDS)), 2)
    return figures


def _time(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
