"""Cloud Scheduler → late items raised, stuck work found again."""

from collections.abc import Callable
from functools import partial

import functions_framework

from shared.adapters.cloud_tasks.gauge import open_gauge
from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.base import Settings
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, tick
from shared.entrypoint.topology import queue_address, store_address
from shared.usecases.read_pipeline import gauge_queues
from shared.usecases.watch_deadlines import SweepReport
from shared.usecases.watch_deadlines import watch_deadlines as run


@connect_once
def outside() -> tuple[Callable[[], SweepReport], Callable[[int], int]]:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    clock, address = (
        SystemClock(settings.clock_offset, settings.clock_speed),
        queue_address(settings),
    )
    stores = start_beats("watch_deadlines", open_stores(**store_address(settings)), clock)
    sweep = partial(run, stores=stores, queue=open_queue(**address), clock=clock)
    gauge = partial(gauge_queues, gauge=open_gauge(**address), stores=stores, clock=clock)
    return sweep, gauge


@functions_framework.http
@tick("watch_deadlines")
def watch_deadlines() -> Facts:
    """Not the queue but the sweep guarantees that every approved reply comes to an end."""
    sweep, gauge = outside()
    report = sweep()
    return {**report.facts(), "stuck": gauge(report.queued)}
