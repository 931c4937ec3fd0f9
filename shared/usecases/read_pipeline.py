"""How every part of the pipeline does, from what the parts have noted: nothing is asked."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from shared.domain.analytics.health import (
    QUEUES_KEY,
    Pipeline,
    QueueLevels,
    count_stuck,
    judge_pipeline,
)
from shared.domain.analytics.heartbeats import Heartbeat
from shared.domain.errors import Unavailable
from shared.ports import Clock, Put, QueueGauge, Stores

# Which function each queue feeds, and each job calls how often; tests compare them with the table.
QUEUES: Mapping[str, str] = {
    "sync": "sync_channel",
    "ingest": "ingest_items",
    "link": "link_thread",
    "draft": "draft_reply",
    "dispatch": "dispatch_reply",
    "jobs": "report_quality",
}
JOBS: Mapping[str, tuple[str, timedelta]] = {
    "plan-sync": ("plan_sync", timedelta(minutes=1)),
    "watch-deadlines": ("watch_deadlines", timedelta(minutes=1)),
    "report-quality": ("report_quality", timedelta(hours=1)),
}
FUNCTIONS = (
    "inbox_api",
    "plan_sync",
    "sync_channel",
    "ingest_items",
    "link_thread",
    "draft_reply",
    "dispatch_reply",
    "watch_deadlines",
    "report_quality",
)


def read_pipeline(*, stores: Stores, clock: Clock) -> Pipeline:
    """Read ten documents and judge them."""
    shared = stores.shared()
    beats = shared.get_many(Heartbeat, list(FUNCTIONS))
    levels = shared.get(QueueLevels, QUEUES_KEY)
    return judge_pipeline(
        {name: one.value for name, one in beats.items()},
        levels.value if levels else None,
        queues=QUEUES,
        jobs=JOBS,
        functions=FUNCTIONS,
        now=clock.now(),
    )


def gauge_queues(backlog: int, *, gauge: QueueGauge, stores: Stores, clock: Clock) -> int:
    """Note how full every queue is and count those that stand still.

    `backlog` is what the sweep had to hand over again.

    Of a queue that tells nothing nothing is noted, and a store that is down stops no sweep.
    """
    now, queues = clock.now(), {}
    for name in QUEUES:
        with suppress(Unavailable):
            queues[name] = gauge.read_level(name, now)
    levels = QueueLevels(at=now, queues=queues, sweep_backlog=backlog)
    with suppress(Unavailable):
        stores.shared().commit([Put(levels)])
    return count_stuck(levels)
