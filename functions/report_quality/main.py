"""Cloud Scheduler → counts compared with the lists they count, and repaired."""

from collections.abc import Callable
from functools import cache, partial

import functions_framework

from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.entrypoint.config import Settings
from shared.entrypoint.task import Facts, tick
from shared.entrypoint.topology import store_address
from shared.usecases.report_quality import report_quality as run


@cache
def outside() -> Callable[[], int]:
    """Connect once per instance, on first use."""
    settings = Settings.from_env()
    return partial(
        run,
        stores=open_stores(**store_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
    )


@functions_framework.http
@tick("report_quality")
def report_quality() -> Facts:
    """Changes nothing where counts and lists agree."""
    return {"repaired": outside()()}
