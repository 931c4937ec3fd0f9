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
from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import OutgoingFile
from shared.domain.claims import ClaimList, ClaimsRequest
from shared.domain.errors import InboxError
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing
from shared.ports import Marketplace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ITEM_ID, CHAT_ID, FILE_ID, SIGN = "item-1", "1:chat", "file-1", "sign"
# WB describes the seller's own data in another section of its documentation.
_ELSEWHERE = "common-api"
_PART = re.compile(rb'name="([^"]+)"(; filename=)?')
_TEXT = "Спасибо за отзыв"

_INVENTED = frozenset({ITEM_ID, CHAT_ID, FILE_ID, SIGN, _TEXT})

Talk = Callable[[Marketplace], object]


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation as we use it; `?` marks what only some of our requests hold.

    `words` are the fixed words that we send where WB may take some and refuse others.
    """

    host: str
    content_type: str
    fields: dict[str, str]
    words: dict[str, list[str]]


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
        oldest = ListRequest(channel=channel, answered=False, newest_first=False)
        yield methodcaller("list_items", least)
        yield methodcaller("list_items", oldest)
        yield methodcaller("list_items", window)
        yield methodcaller("read_item", channel, ITEM_ID)
        answer = Outgoing(channel=channel, target=ITEM_ID, text=_TEXT)
        yield methodcaller("send_reply", answer)
        yield methodcaller("edit_answer", answer)
    archive = ListRequest(channel=Channel.REVIEW, answered=True, archived=True)
    yield methodcaller("list_items", archive)
    picture = OutgoingFile(name="a.png", content_type="image/png", content=b"\x89PNG\r\n\x1a\n")
    for files in ((), (picture,)):
        message = Outgoing(
            channel=Channel.CHAT, target=CHAT_ID, text=_TEXT, reply_sign=SIGN, files=files
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
    sent = [_values_of(request) for request in requests]
    each = [{place: kind_of(value) for place, value in values.items()} for values in sent]
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
        words={
            name: words
            for name, kind in sorted(merged.items())
            if kind == "string" and (words := _words_of(sent, name))
        },
    )


def _words_of(sent: list[dict[str, Any]], name: str) -> list[str]:
    said = {values[name] for values in sent if name in values}
    return sorted(said - _INVENTED)


def _values_of(request: httpx.Request) -> dict[str, Any]:
    """Everything that one request holds, by place."""
    values = {f"query.{name}": _read_text(text) for name, text in request.url.params.items()}
    if FILE_ID in request.url.path:
        values["path.id"] = FILE_ID
    kind, body = request.headers.get("content-type", ""), request.read()
    if kind.startswith("application/json"):
        values |= _body_values(json.loads(body), "body")
    if kind.startswith("multipart/form-data"):
        for name, is_file in _PART.findall(body):
            values[f"form.{name.decode()}"] = [] if is_file else _TEXT
    return values


def _read_text(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.lstrip("-").isdigit() else text


def _body_values(value: dict[str, Any], root: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, inner in value.items():
        path = join_path(root, name)
        values[path] = inner
        if isinstance(inner, dict):
            values |= _body_values(inner, path)
    return values


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
