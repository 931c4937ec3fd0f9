"""Cloud Tasks → one stored page of raw items becomes interactions, once each."""

from collections.abc import Callable
from functools import partial

import functions_framework

from shared.adapters.cloud_tasks.queue import open_queue
from shared.adapters.embeddings.opening import open_embedder
from shared.adapters.store.counting import CountingStores
from shared.adapters.store.opening import open_stores
from shared.adapters.system import SystemClock
from shared.adapters.wildberries.reading import WBReader
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.entrypoint.alarms import log_double, log_refused
from shared.entrypoint.beats import start_beats
from shared.entrypoint.config.ingest import IngestSettings
from shared.entrypoint.starting import connect_once
from shared.entrypoint.task import Facts, Payload, task
from shared.entrypoint.topology import queue_address, store_address
from shared.ports import Adviser, Stores
from shared.usecases.ingest_page import IngestReport
from shared.usecases.ingest_page import ingest_page as run


class IngestTask(Payload):
    """Whose page, and which."""

    seller: str
    page: str


def adviser(settings: IngestSettings) -> Adviser | None:
    """A model only where one is configured and the operator has let it help."""
    url, key, model = settings.llm_base_url, settings.llm_api_key, settings.llm_model
    if not settings.enable_llm_intent or url is None or key is None or model is None:
        return None
    from shared.adapters.openai_adviser import OpenAIAdviser

    return OpenAIAdviser(url, key.get_secret_value(), model)


@dataclass(frozen=True)
class Outside:
    """What this function does, connected but for the stores, which are counted page by page."""

    stores: Stores
    ingest: Callable[..., IngestReport]


@connect_once
def outside() -> Outside:
    """Connect once per instance, on first use; raw items are read without a WB token."""
    settings = IngestSettings.from_env()
    clock = SystemClock(settings.clock_offset, settings.clock_speed)
    return Outside(
        stores=start_beats("ingest_items", open_stores(**store_address(settings)), clock),
        ingest=partial(
            run,
            item_reader=WBReader(),
            queue=open_queue(**queue_address(settings)),
            clock=clock,
            embedder=open_embedder(*settings.embedder),
            adviser=adviser(settings),
        ),
    )


@functions_framework.http
@task("ingest_items", IngestTask)
def ingest_items(body: IngestTask) -> Facts:
    """An unchanged item costs no write."""
    stores = CountingStores(outside().stores)
    report = outside().ingest(SellerId(body.seller), body.page, stores=stores)
    log_refused(report.refused)
    for reply in report.doubled:
        log_double(reply)
    bill = stores.bill
    return {**report.facts(), **report.costs(bill.reads.total(), bill.writes.total())}
