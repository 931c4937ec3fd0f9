"""Cloud Tasks → one seller's channel, read from WB within its rate budget."""

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
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.entrypoint.alarms import log_refused
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.cabinet import CabinetSettings
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import (
    file_address,
    key_address,
    queue_address,
    store_address,
    wb_addresses,
)
from shared.usecases.sync_category import sync_category as run
from shared.usecases.sync_channel import SyncReport


class SyncTask(Payload):
    """Whose channel, and which; or one `file` of it that the seller wants to see."""

    seller: str
    category: Category
    file: str = ""


@connect_once
def outside() -> Callable[[SellerId, Category, str], SyncReport]:
    """Connect once per instance, on first use."""
    settings = CabinetSettings.from_env()
    stores = start_beats(
        "sync_channel",
        open_stores(**store_address(settings)),
        SystemClock(settings.clock_offset, settings.clock_speed),
    )
    return partial(
        run,
        stores=stores,
        marketplaces=WildberriesMarketplaces(
            WBHosts(**wb_addresses(settings)), client_secret=settings.client_secret
        ),
        vault=SealedVault(stores, open_keys(**key_address(settings))),
        files=open_files(**file_address(settings)),
        queue=open_queue(**queue_address(settings)),
        clock=SystemClock(settings.clock_offset, settings.clock_speed),
        ids=SystemIds(),
    )


@functions_framework.http
@task("sync_channel", SyncTask)
def sync_channel(body: SyncTask) -> Facts:
    """Safe to repeat: what is known already is not stored again."""
    report = outside()(SellerId(body.seller), body.category, body.file)
    log_refused(report.refused)
    return report.facts()
