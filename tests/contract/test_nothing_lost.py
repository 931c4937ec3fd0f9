"""Everything that WB says arrives: real and official items, compared field by field.

Items go through the HTTP connector, a stored page, ingestion and the store's codec, and are then
written back in WB's own words. A field is accounted for by being equal, or by standing on a short
list with the reason why it is left out; a field on neither list fails.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.adapters.wildberries.moments import read_moment
from shared.domain.ids import hash_key, interaction_id
from shared.domain.interaction import (
    Channel,
    Interaction,
    Message,
)
from shared.domain.marketplace import ListRequest
from shared.domain.raw_items import RawItem
from shared.domain.sync.channels import CATEGORY_OF
from shared.domain.sync.pages import KEEP_PAGES, Page, Quarantine
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.ports import Create, Query, Store
from shared.usecases.ingest_page import ingest_page
from tests.builders import NOON, SELLER
from tests.recordings import recording
from tests.stores import embedded_stores
from tests.wb_bodies import answer, envelope
from tests.wb_openapi import official_spec, require_folder
from tests.wb_recorder import answering
from tests.wb_words import as_event, as_question, as_review

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
TOKEN = "header.payload.signature"
SWITCHED_OFF = "belongs to a method that WB switched off in December 2025"
LEFT_OUT = {
    REVIEW: {
        "wasViewed": "says who opened the cabinet, and nothing of the buyer",
        "isAbleSupplierFeedbackValuation": SWITCHED_OFF,
        "isAbleSupplierProductValuation": SWITCHED_OFF,
        "supplierFeedbackValuation": SWITCHED_OFF,
        "supplierProductValuation": SWITCHED_OFF,
        "isAbleReturnProductOrders": "belongs to a method that the product does not offer",
    },
    QUESTION: {"wasViewed": "says who opened the cabinet, and nothing of the buyer"},
}
EXAMPLES = (
    ("/api/v1/feedbacks", REVIEW, "feedbacks"),
    ("/api/v1/feedbacks/archive", REVIEW, "feedbacks"),
    ("/api/v1/feedback", REVIEW, ""),
    ("/api/v1/questions", QUESTION, "questions"),
    ("/api/v1/question", QUESTION, ""),
)
MOMENTS = ("createdDate", "createDate", "lastOrderCreatedAt", "returnProductOrdersDate")
EVENT_LEFT_OUT = {
    "eventType": "is `message` for all events since June 2025",
    "isNewChat": "says that no event came before, which the messages show",
    "addTime": "is addTimestamp in whole seconds",
    "replySign": "is renewed by the list of chats",
}


class Pipeline:
    """The path of an item from WB's answer to the document in the store."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.stores = embedded_stores()

    @property
    def store(self) -> Store:
        return self.stores.of_seller(SELLER)

    def fetch(self, channel: Channel, raws: Sequence[RawItem], *, archived: bool) -> list[RawItem]:
        name = "feedbacks" if channel is REVIEW else "questions"
        data: RawItem = {"countUnanswered": 0, "countArchive": 0, name: list(raws)}
        body = envelope({name: list(raws)} if archived else data)
        wb = WildberriesMarketplaces(transports=answering(answer(200, body)))
        request = ListRequest(channel=channel, answered=True, archived=archived)
        return list(wb.open(TOKEN).list_items(request).items)

    def fetch_chats(
        self, lines: Sequence[RawItem], events: Sequence[RawItem]
    ) -> tuple[list[RawItem], list[RawItem]]:
        moments = {"newestEventTime": "", "oldestEventTime": "", "totalEvents": len(events)}
        wb = WildberriesMarketplaces(
            transports=answering(
                answer(200, {"result": list(lines), "errors": None}),
                answer(200, {"result": {"next": 1, "events": list(events)} | moments}),
            )
        )
        cabinet = wb.open(TOKEN)
        return list(cabinet.list_chats()), list(cabinet.list_events(None).items)

    def ingest(self, channel: Channel, raws: Sequence[RawItem]) -> None:
        for number, packed in enumerate(pack_parcels([Parcel(raw=raw) for raw in raws])):
            page = Page(
                id=f"page-{number}",
                category=CATEGORY_OF[channel],
                channel=channel,
                observed_at=NOON,
                expires_at=NOON + KEEP_PAGES,
                count=len(packed.parcels),
                body=packed.body,
            )
            self.store.commit([Create(page)])
            ingest_page(
                SELLER,
                page.id,
                stores=self.stores,
                item_reader=WildberriesMarketplaces(),
                queue=MemoryTaskQueue(self.clock),
                clock=self.clock,
            )

    def pass_through(
        self, channel: Channel, raws: Sequence[RawItem], *, archived: bool = False
    ) -> dict[str, Interaction]:
        self.ingest(channel, self.fetch(channel, raws, archived=archived))
        assert self.store.find(Query(kind=Quarantine)) == []
        found = self.store.find(Query(kind=Interaction))
        return {stored.value.source.external_id: stored.value for stored in found}


# --- what WB said, in the form that is compared


def said(value: Any, name: str = "") -> Any:
    """WB writes nothing in four ways, a product without sizes as 0, and moments with any zone."""
    if value in ("", [], None) or (name, value) == ("size", "0"):
        return None
    if isinstance(value, Mapping):
        return {key: said(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [said(inner) for inner in value]
    if name in MOMENTS and isinstance(value, str):
        return read_moment(value)
    if name == "addTimestamp" and isinstance(value, int):
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
    if name == "matchingSize":
        return {"ок": "ok"}.get(value, value)
    return value


def compare(raw: RawItem, kept: dict[str, Any], left_out: Mapping[str, str]) -> None:
    wanted = {name: said(value, name) for name, value in raw.items() if name not in left_out}
    unknown = wanted.keys() - kept.keys()
    assert not unknown, f"nobody accounts for {sorted(unknown)}"
    found = {name: said(value, name) for name, value in kept.items()}
    # A product without a size, or an item without a status, may leave the field out.
    assert {name: found[name] for name in wanted} == wanted
    assert not any(value for name, value in found.items() if name not in wanted)


WRITERS = {REVIEW: as_review, QUESTION: as_question}


def compare_all(channel: Channel, raws: Sequence[RawItem], items: dict[str, Interaction]) -> None:
    assert items.keys() == {raw["id"] for raw in raws}
    for raw in raws:
        filled = raw | {"productDetails": {"size": ""} | raw["productDetails"]}
        compare(filled, WRITERS[channel](items[raw["id"]]), LEFT_OUT[channel])


def real_reviews() -> list[RawItem]:
    """Reviews as WB gave them."""
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")
    raws: list[RawItem] = json.loads((folder / "feedbacks-official-300.json").read_text("utf-8"))
    return raws


def test_300_real_reviews_arrive_whole() -> None:
    raws = real_reviews()

    items = Pipeline().pass_through(REVIEW, raws)

    assert len(items) == 300
    compare_all(REVIEW, raws, items)


def official(path: str) -> Any:
    return official_spec()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
        "example"
    ]


def official_items(path: str, name: str) -> list[RawItem]:
    """The items of an official example: those of a list, or the one."""
    data = json.loads(json.dumps(official(path)["data"], default=str))
    return list(data[name]) if name else [data]


@pytest.mark.parametrize(("path", "channel", "name"), EXAMPLES)
def test_official_examples_arrive_whole(path: str, channel: Channel, name: str) -> None:
    raws = official_items(path, name)

    items = Pipeline().pass_through(channel, raws, archived="archive" in path)

    compare_all(channel, raws, items)


@pytest.mark.parametrize(("channel", "name"), [(REVIEW, "review"), (QUESTION, "question")])
def test_an_item_with_every_field_filled_arrives_whole(channel: Channel, name: str) -> None:
    raw = recording(name)

    compare_all(channel, [raw], Pipeline().pass_through(channel, [raw]))


def chat_line() -> RawItem:
    """WB gives no example of the list; its fields, and what an event says of the order, do."""
    schemas = official_spec()["components"]["schemas"]
    line = {name: one.get("example") for name, one in schemas["Chat"]["properties"].items()}
    first = official("/api/v1/seller/events")["result"]["events"][0]
    line["goodCard"] = first["message"]["attachments"]["goodCard"]
    line["lastMessage"] = schemas["LastMessage"]["example"]
    assert all(line.values())
    return line


def test_the_official_events_arrive_whole() -> None:
    raws = json.loads(json.dumps(official("/api/v1/seller/events")["result"]["events"]))
    pipeline = Pipeline()
    _, events = pipeline.fetch_chats([], raws)

    pipeline.ingest(CHAT, [{"chat": None, "events": events}])

    chat = find_chat(pipeline, raws[0]["chatID"])
    compare_events(pipeline, chat, raws)
    compare_good(chat, raws[0]["message"]["attachments"]["goodCard"])
    assert chat.source.buyer_name == raws[0]["clientName"]


def test_the_documented_line_of_a_chat_arrives_whole() -> None:
    line = chat_line()
    pipeline = Pipeline()
    lines, _ = pipeline.fetch_chats([line], [])

    pipeline.ingest(CHAT, [{"chat": lines[0], "events": []}])

    chat = find_chat(pipeline, line["chatID"])
    tail = chat.source.chat
    assert tail is not None
    assert (tail.reply_sign, chat.source.buyer_name) == (line["replySign"], line["clientName"])
    compare_good(chat, line["goodCard"])
    last = line["lastMessage"]
    assert tail.preview == last["text"]
    assert tail.preview_at == said(last["addTimestamp"], "addTimestamp") == chat.occurred_at


def test_a_chat_with_every_field_filled_arrives_whole() -> None:
    raws = recording("events")["result"]["events"]
    pipeline = Pipeline()
    lines, events = pipeline.fetch_chats(recording("chats")["result"], raws)

    pipeline.ingest(CHAT, [{"chat": lines[0], "events": events}])

    compare_events(pipeline, find_chat(pipeline, raws[0]["chatID"]), raws)


def find_chat(pipeline: Pipeline, name: str) -> Interaction:
    stored = pipeline.store.get(Interaction, interaction_id(CHAT, name))
    assert stored is not None
    assert pipeline.store.find(Query(kind=Quarantine)) == []
    return stored.value


def compare_events(pipeline: Pipeline, chat: Interaction, raws: Sequence[RawItem]) -> None:
    found = pipeline.store.find(Query(kind=Message, within=(chat.id,)))
    kept = {stored.value.id: stored.value for stored in found}
    assert len(kept) == len(raws)
    for raw in raws:
        name = hash_key("event", raw["eventID"])
        compare(flat_event(raw) | {"eventID": name}, as_event(kept[name], chat), EVENT_LEFT_OUT)


def flat_event(raw: RawItem) -> RawItem:
    """The words and what hangs on them beside the event's own fields; the chat has the name."""
    message = raw.get("message") or {}
    hung = message.get("attachments") or {}
    assert message.keys() <= {"text", "attachments"}
    assert hung.keys() <= {"goodCard", "files", "images"}
    undated = {name: without_date(hung.get(name) or []) for name in ("files", "images")}
    known = {name: value for name, value in raw.items() if name not in ("message", "clientName")}
    good = hung.get("goodCard") or {}
    return known | undated | {"text": message.get("text"), "nmID": good.get("nmID")}


def without_date(files: list[RawItem]) -> list[RawItem]:
    """A file is as old as its message."""
    return [{name: one[name] for name in one if name != "date"} for one in files]


def compare_good(chat: Interaction, good: RawItem) -> None:
    tail = chat.source.chat
    assert tail is not None
    compare(
        good,
        {
            "nmID": chat.source.product.nm_id,
            "price": tail.price,
            "priceCurrency": tail.currency,
            "rid": tail.order_key,
            "size": chat.source.product.size,
        },
        {},
    )


def test_the_comparison_notices_a_loss() -> None:
    raw = recording("review")
    items = Pipeline().pass_through(REVIEW, [raw])

    for name, value in {"color": "чёрный", "fieldOfTomorrow": 1, "bables": None}.items():
        with pytest.raises(AssertionError):
            compare_all(REVIEW, [raw | {name: value}], items)
