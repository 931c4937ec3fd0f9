"""Cloud Scheduler → late items raised, stuck work found again."""

from collections.abc import Callable
from functools import cache, partial

import functions_framework

from shared.adapters.cloud_tasks import open_queue
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.entrypoint.config import Settings
from shared.entrypoint.task import Facts, tick
from shared.entrypoint.topology import queue_address, store_address
from shared.usecases.watch_deadlines import SweepReport
from shared.usecases.watch_deadlines import watch_deadlines as run


@cache
def outside() -> Callable[[], SweepReport]:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    return partial(
        run,
        stores=open_stores(**store_address(settings)),
        queue=open_queue(**queue_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
    )


@functions_framework.http
@tick("watch_deadlines")
def watch_deadlines() -> Facts:
    """Not the queue but the sweep guarantees that every approved reply comes to an end."""
    return outside()().facts()
