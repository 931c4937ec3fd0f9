"""Cloud Tasks → the next right thing for one approved reply: send once, or read back."""

from collections.abc import Callable
from functools import partial

import functions_framework

from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.files.opening import open_files
from shared.adapters.keys.opening import open_keys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock, SystemIds
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.ids import ReplyId, SellerId
from shared.entrypoint.alarms import log_double
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.cabinet import CabinetSettings
from shared.entrypoint.crash_points import armed_points
from shared.entrypoint.logs import set_trace
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import (
    file_address,
    key_address,
    queue_address,
    store_address,
    wb_addresses,
)
from shared.entrypoint.traces import Trace
from shared.usecases.dispatch_reply import DispatchReport
from shared.usecases.dispatch_reply import dispatch_reply as run


class DispatchTask(Payload):
    """Whose reply, and which."""

    seller: str
    reply: str


@connect_once
def outside() -> Callable[..., DispatchReport]:
    """Connect once per instance, on first use."""
    settings = CabinetSettings.from_env()
    stores = start_beats(
        "dispatch_reply",
        open_stores(**store_address(settings)),
        SystemClock(settings.clock_offset, settings.clock_speed),
    )
    return partial(
        run,
        stores=stores,
        marketplaces=WildberriesMarketplaces(
            WBHosts(**wb_addresses(settings)),
            client_secret=settings.client_secret,
        ),
        vault=SealedVault(stores, open_keys(**key_address(settings))),
        queue=open_queue(**queue_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
        ids=SystemIds(),
        files=open_files(**file_address(settings)),
        quiet=settings.quiet_period,
        reach=armed_points(settings),
        report_double=log_double,
    )


@functions_framework.http
@task("dispatch_reply", DispatchTask)
def dispatch_reply(body: DispatchTask) -> Facts:
    """Any number of deliveries send at most once."""
    settings = CabinetSettings.from_env()
    switch = settings.read_switch()
    report = outside()(SellerId(body.seller), ReplyId(body.reply), switch=switch)
    # The sweep brings a reply without its trace: its line belongs to the click all the same.
    if report.trace:
        set_trace(settings.project, Trace(report.trace))
    return report.facts()
