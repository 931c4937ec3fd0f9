"""HTTP → accounts, inbox, replies, settings: the one function that browsers reach."""

import time

import flask
import functions_framework

from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.embeddings.late import late_embedder, late_judge
from shared.adapters.files.opening import open_files
from shared.adapters.keys.opening import open_keys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.passwords import ArgonHasher, SystemSecrets
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock, SystemIds
from shared.adapters.wildberries.opening import open_marketplaces, open_photos
from shared.entrypoint.api.outside import ALL_TOKENS, HOSTED_TOKENS, Outside
from shared.entrypoint.api.serve import handle_request
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.api import APISettings
from shared.entrypoint.crash_points import armed_points
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.starting import connect_once
from shared.entrypoint.topology import (
    file_address,
    key_address,
    queue_address,
    store_address,
    wb_addresses,
)


@connect_once
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = APISettings.from_env()
    stores = start_beats(
        "inbox_api",
        open_stores(**store_address(settings)),
        SystemClock(settings.clock_offset, settings.clock_speed),
    )
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    return Outside(
        stores=stores,
        marketplaces=open_marketplaces(wb_addresses(settings), settings.client_secret),
        vault=SealedVault(stores, open_keys(**key_address(settings))),
        queue=open_queue(**queue_address(settings)),
        clock=clock,
        ids=SystemIds(),
        secrets=SystemSecrets(),
        hasher=ArgonHasher(),
        photos=open_photos(clock, settings.wb_cards_url, report_foreign_host),
        files=open_files(**file_address(settings)),
        sleep=time.sleep,
        cursor_keys=settings.cursor_keys,
        origins=frozenset({settings.app_origin}),
        secure_cookies=settings.app_origin.startswith("https://"),
        proxy_hops=settings.proxy_hops,
        accepted_tokens=ALL_TOKENS if settings.personal_tokens else HOSTED_TOKENS,
        project=settings.project,
        reach=armed_points(settings),
        switch=settings.read_switch,
        judge=late_judge(),
        embedder=late_embedder(),
    )


@functions_framework.http
def inbox_api(request: flask.Request) -> flask.Response:
    """Nothing here waits for WB or a model longer than its budget."""
    return handle_request(request, outside())
