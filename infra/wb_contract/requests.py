"""What the connector really sends, seen by letting it talk to nobody."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import methodcaller
from typing import Any

import httpx

from infra.wb_contract.shapes import NULL_MARK, join_path
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.account import Scope
from shared.domain.attachments import OutgoingFile
from shared.domain.claims import ClaimList, ClaimsRequest
from shared.domain.errors import InboxError
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest, Outgoing
from shared.ports import Marketplace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FILE_ID = "file-1"
# WB describes the seller's own data in another section of its documentation.
_ELSEWHERE = "common-api"
_PART = re.compile(rb'name="([^"]+)"(; filename=)?')
_TEXT = "Спасибо за отзыв"

Talk = Callable[[Marketplace], object]


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation as we use it; `?` marks what only some of our requests hold."""

    host: str
    content_type: str
    fields: dict[str, str]


def observe_requests() -> dict[str, Sent]:
    """Every operation by name, e.g. `GET /api/v1/feedbacks`."""
    seen: dict[str, list[httpx.Request]] = {}

    def keep(request: httpx.Request) -> httpx.Response:
        if _ELSEWHERE not in request.url.host:
            seen.setdefault(_name_of(request), []).append(request)
        return httpx.Response(503)

    cabinet = WildberriesMarketplaces(transports=lambda: httpx.MockTransport(keep)).open("token")
    for talk in _talks():
        with suppress(InboxError):
            talk(cabinet)
    return {name: _merge(requests) for name, requests in sorted(seen.items())}


def _talks() -> Iterator[Talk]:
    """Each use of the connector with everything that it may send, and with the least."""
    for channel in (Channel.REVIEW, Channel.QUESTION):
        least = ListRequest(channel=channel, answered=True)
        window = ListRequest(channel=channel, answered=True, created_from=NOON, created_to=NOON)
        yield methodcaller("list_items", least)
        yield methodcaller("list_items", window)
        yield methodcaller("read_item", channel, "item-1")
        answer = Outgoing(channel=channel, target="item-1", text=_TEXT)
        yield methodcaller("send_reply", answer)
        yield methodcaller("edit_answer", answer)
    archive = ListRequest(channel=Channel.REVIEW, answered=True, archived=True)
    yield methodcaller("list_items", archive)
    picture = OutgoingFile(name="a.png", content_type="image/png", content=b"\x89PNG\r\n\x1a\n")
    for files in ((), (picture,)):
        message = Outgoing(
            channel=Channel.CHAT, target="1:chat", text=_TEXT, reply_sign="sign", files=files
        )
        yield methodcaller("send_reply", message)
    yield methodcaller("list_chats")
    for cursor in (None, 1_700_000_000_000):
        yield methodcaller("list_events", cursor)
    yield methodcaller("download_file", FILE_ID)
    for which in ClaimList:
        yield methodcaller("list_claims", ClaimsRequest(which=which))
    for scope in Scope:
        yield methodcaller("check_scope", scope)


def _name_of(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path.replace(FILE_ID, '{id}')}"


def _merge(requests: list[httpx.Request]) -> Sent:
    each = [_fields_of(request) for request in requests]
    merged: dict[str, str] = {}
    for fields in each:
        merged |= fields
    always = set.intersection(*(set(fields) for fields in each))
    content_type = requests[0].headers.get("content-type", "").partition(";")[0]
    return Sent(
        host=requests[0].url.host,
        content_type=content_type,
        fields={
            name: kind if name in always else kind + NULL_MARK
            for name, kind in sorted(merged.items())
        },
    )


def _fields_of(request: httpx.Request) -> dict[str, str]:
    fields = {f"query.{name}": _kind_of_text(text) for name, text in request.url.params.items()}
    if FILE_ID in request.url.path:
        fields["path.id"] = "string"
    kind, body = request.headers.get("content-type", ""), request.read()
    if kind.startswith("application/json"):
        fields |= _body_fields(json.loads(body), "body")
    if kind.startswith("multipart/form-data"):
        for name, is_file in _PART.findall(body):
            fields[f"form.{name.decode()}"] = "array" if is_file else "string"
    return fields


def _kind_of_text(text: str) -> str:
    if text in ("true", "false"):
        return "boolean"
    return "integer" if text.lstrip("-").isdigit() else "string"


def _body_fields(value: dict[str, Any], root: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, inner in value.items():
        path = join_path(root, name)
        fields[path] = kind_of(inner)
        if isinstance(inner, dict):
            fields |= _body_fields(inner, path)
    return fields


def kind_of(value: Any) -> str:
    """The type that JSON gives a value."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "null"
