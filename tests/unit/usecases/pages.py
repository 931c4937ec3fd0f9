"""Pages as a connector reads them, and what became of their items."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.adapters.memory.wb_items import make_review
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Page
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.ports import Put
from shared.usecases.move_item import change_item, move_item
from tests.builders import NOON
from tests.sync_bench import SyncBench

REVIEW, CHAT = Channel.REVIEW, Channel.CHAT


def store_page(
    bench: SyncBench,
    name: str,
    raws: Sequence[dict[str, Any]],
    *,
    channel: Channel = REVIEW,
    minute: int = 0,
    moved: bool = False,
) -> str:
    (packed,) = pack_parcels([Parcel(raw=raw, moved=moved) for raw in raws])
    at = NOON + timedelta(minutes=minute)
    page = Page(
        id=name,
        category=Category.CHAT if channel is CHAT else Category.FEEDBACKS,
        channel=channel,
        observed_at=at,
        expires_at=at + timedelta(days=1),
        count=len(raws),
        body=packed.body,
    )
    bench.store.commit([Put(page)])
    return name


def review(name: str = "R1", text: str = "Порвалось", **fields: Any) -> dict[str, Any]:
    return make_review(name, NOON - timedelta(days=1), rating=2, text=text) | fields


def change_work(bench: SyncBench, name: str, **work: Any) -> None:
    stored = bench.store.get(Interaction, interaction_id("review", name))
    assert stored is not None
    now = bench.clock.now()
    after = change_item(
        stored.value, DEFAULT_SETTINGS, now, work=replace(stored.value.work, **work)
    )
    bench.store.commit(move_item(stored, after))


def counted(bench: SyncBench) -> dict[str, dict[str, int]]:
    stored = bench.store.get(InboxSummary, SUMMARY_KEY)
    views = stored.value.views if stored else {}
    kept = {view: {name: n for name, n in row.items() if n} for view, row in views.items()}
    return {view: row for view, row in kept.items() if row}
