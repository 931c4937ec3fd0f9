"""Cloud Scheduler → one sync task per due seller and WB rate category."""

from collections.abc import Callable
from functools import partial

import functions_framework

from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.crew import Crew
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.base import Settings
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, tick
from shared.entrypoint.topology import queue_address, store_address
from shared.usecases.plan_sync import PlanReport
from shared.usecases.plan_sync import plan_sync as run

# Making a task is waiting for Cloud Tasks; the processor has its fill with so many.
AT_ONCE = 16


@connect_once
def outside() -> Callable[[], PlanReport]:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    return partial(
        run,
        stores=start_beats(
            "plan_sync",
            open_stores(**store_address(settings)),
            SystemClock(settings.clock_offset, settings.clock_speed),
        ),
        queue=open_queue(**queue_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
        run_all=Crew(AT_ONCE).run_all,
    )


@functions_framework.http
@tick("plan_sync")
def plan_sync() -> Facts:
    """A missed or repeated tick does no harm: the next one finds who is due."""
    return outside()().facts()
