"""Reviews and questions in WB's words, taken in by ingestion."""

from datetime import timedelta
from typing import Any

from shared.adapters.memory.wb_items import make_question, make_review
from shared.domain.interaction import (
    Channel,
    Interaction,
)
from shared.domain.sync.channels import CATEGORY_OF
from shared.domain.sync.pages import KEEP_PAGES, Page
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.ports import Put
from tests.builders import NOON
from tests.sync_bench import SyncBench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
OURS = "Спасибо, что написали!"


def review(**fields: Any) -> dict[str, Any]:
    return make_review("R1", NOON - timedelta(hours=1), rating=5, text="") | fields


def question(**fields: Any) -> dict[str, Any]:
    return make_question("Q1", NOON - timedelta(minutes=1), text="Есть размер 44?") | fields


def take_in(
    bench: SyncBench, channel: Channel, *raws: dict[str, Any], minute: int = 0, moved: bool = True
) -> None:
    """Ingest one reading of some items."""
    (packed,) = pack_parcels([Parcel(raw=raw, moved=moved) for raw in raws])
    at = NOON + timedelta(minutes=minute)
    page = Page(
        id=f"page-{channel}-{minute}",
        category=CATEGORY_OF[channel],
        channel=channel,
        observed_at=at,
        expires_at=at + KEEP_PAGES,
        count=len(raws),
        body=packed.body,
    )
    bench.store.commit([Put(page)])
    bench.clock.set(max(bench.clock.now(), at))
    bench.ingest(page.id)


def only(bench: SyncBench) -> Interaction:
    (item,) = bench.items().values()
    return item
