"""HTTP → accounts, inbox, replies, settings: the one function that browsers reach."""

import time
from functools import cache

import flask
import functions_framework

from shared.adapters.cloud_tasks import open_queue
from shared.adapters.passwords import ArgonHasher, SystemSecrets
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock, SystemIds
from shared.adapters.vault import SealedVault
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.entrypoint.api.outside import ALL_TOKENS, HOSTED_TOKENS, Outside
from shared.entrypoint.api.serve import handle_request
from shared.entrypoint.config import APISettings
from shared.entrypoint.task import TASKS_ACCOUNT
from shared.entrypoint.topology import queue_urls


@cache
def outside() -> Outside:
    """Connect once per instance, on first use."""
    settings = APISettings.from_env()
    stores = open_stores(settings.store_backend, settings.project, settings.embedded_path)
    clock = SystemClock(settings.clock_offset)
    cards = PublicCards(clock, settings.wb_cards_url)
    return Outside(
        stores=stores,
        marketplaces=WildberriesMarketplaces(
            WBHosts(
                feedbacks=settings.wb_feedbacks_url,
                chat=settings.wb_chat_url,
                returns=settings.wb_returns_url,
                common=settings.wb_common_url,
            )
        ),
        vault=SealedVault(stores, settings.token_key_bytes),
        queue=open_queue(
            settings.tasks_emulator,
            project=settings.project,
            region=settings.region,
            urls=queue_urls(settings),
            account=settings.account_of(TASKS_ACCOUNT),
        ),
        clock=clock,
        ids=SystemIds(),
        secrets=SystemSecrets(),
        hasher=ArgonHasher(),
        cards=cards,
        photos=cards,
        sleep=time.sleep,
        cursor_key=settings.cursor_key.get_secret_value(),
        origins=frozenset({settings.app_origin}),
        secure_cookies=settings.app_origin.startswith("https://"),
        proxy_hops=settings.proxy_hops,
        accepted_tokens=ALL_TOKENS if settings.personal_tokens else HOSTED_TOKENS,
    )


@functions_framework.http
def inbox_api(request: flask.Request) -> flask.Response:
    """Nothing here waits for WB or a model longer than its budget."""
    return handle_request(request, outside())
