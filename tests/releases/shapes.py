"""What a release reads: kinds of documents with their shapes, and a body for each queue."""

import base64
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from pydantic import BaseModel, TypeAdapter

from functions.dispatch_reply.main import DispatchTask
from functions.draft_reply.main import DraftTask
from functions.ingest_items.main import IngestTask
from functions.link_thread.main import LinkTask
from functions.sync_channel.main import SyncTask
from shared.adapters.store.belongings import load_kinds
from shared.adapters.store.codec import PlainDoc, encode_document
from shared.domain.analytics.counts import DayFigures, MonthFigures, pack_counts
from shared.domain.analytics.ledger import DayLedger, pack_rows
from shared.domain.analytics.rows import ItemRow, ReplyRow
from shared.domain.interaction import Channel
from shared.domain.sync.known import Memory, Place
from shared.domain.sync.pages import Page, Quarantine
from shared.domain.sync.parcels import Parcel, pack_parcels, pack_raw
from shared.domain.sync.state import KnownItems
from shared.entrypoint.job_tasks import JobTask, LetterTask
from tests.releases.filling import count_variants, fill, fill_least

TASKS: dict[str, tuple[type[BaseModel], ...]] = {
    "sync": (SyncTask,),
    "ingest": (IngestTask,),
    "link": (LinkTask,),
    "draft": (DraftTask,),
    "dispatch": (DispatchTask,),
    "jobs": (JobTask, LetterTask),
}
KIND_NAMES: dict[str, type] = {kind.__name__: kind for kind in load_kinds()}
RAW = {"id": "R1", "text": "слово"}


def made_documents(kind: type) -> list[PlainDoc]:
    """One with nothing that may be absent, and enough full ones for every choice within."""
    full = [encode_document(fill(kind, variant)) for variant in range(count_variants(kind))]
    packed = _packed_bodies(kind)
    return [{**one, **packed} for one in (encode_document(fill_least(kind)), *full)]


def _packed_bodies(kind: type) -> PlainDoc:
    """What lies compressed in a field."""
    if kind is DayLedger:
        rows = [fill(row, number) for row in (ItemRow, ReplyRow) for number in range(6)]
        return {"body": pack_rows({f"{number}": row for number, row in enumerate(rows)})}
    if kind in (DayFigures, MonthFigures):
        return {"body": pack_counts({"in|review": 3})}
    if kind is Page:
        parcels = [Parcel(raw=RAW, moved=True, gone=True, old=True)]
        return {"body": next(iter(pack_parcels(parcels))).body}
    if kind is Quarantine:
        return {"body": pack_raw(RAW)}
    if kind is KnownItems:
        memory = Memory(channel=Channel.REVIEW)
        for place in Place:
            memory.note(f"R-{place.value}", "0123456789", place)
        return {"body": memory.pack().body}
    return {}


def made_bodies(queue: str) -> list[dict[str, Any]]:
    """Task bodies with every field and every choice."""
    return [
        fill(model, variant).model_dump(mode="json")
        for model in TASKS[queue]
        for variant in range(count_variants(model))
    ]


def shape_of(*kinds: type) -> dict[str, Any]:
    """What the reader of any of these takes, as a JSON schema without its prose."""
    bare: dict[str, Any] = _strip(TypeAdapter(reduce(or_, kinds)).json_schema())
    return bare


def _strip(schema: Any) -> Any:
    """Periods are stored as seconds, not as a text."""
    match schema:
        case {"type": "string", "format": "duration"}:
            return {"type": "number"}
        case dict():
            return {
                name: _strip(part)
                for name, part in schema.items()
                if not (name in ("title", "description") and isinstance(part, str))
            }
        case list():
            return [_strip(part) for part in schema]
    return schema


def as_json(value: Any) -> Any:
    """A plain document as JSON schemas see it."""
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case list():
            return [as_json(part) for part in value]
        case dict():
            return {name: as_json(part) for name, part in value.items()}
    return value
