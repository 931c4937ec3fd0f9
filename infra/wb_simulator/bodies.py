"""Answers and error bodies in the shapes the official OpenAPI documents."""

import json
import secrets
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from infra.wb_simulator.clock import to_iso

JSON = "application/json"
PROBLEM = "application/problem+json"
GATEWAY = "ag-marketplace"
OVERLOADED = (
    "<html>\r\n<head><title>{status} {phrase}</title></head>\r\n<body>\r\n"
    "<center><h1>{status} {phrase}</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer before the faults have touched it."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def dump(value: Any) -> bytes:
    """Compact UTF-8, as the real API sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def reply_json(value: Any, status: int = 200, content_type: str = JSON) -> Reply:
    """Any documented JSON body."""
    return Reply(status, dump(value), content_type)


def envelope(data: Any) -> Reply:
    """Reviews and questions wrap every success alike."""
    return reply_json({"data": data, "error": False, "errorText": "", "additionalErrors": None})


def wrap_list(name: str, items: list[bytes], counts: dict[str, int]) -> Reply:
    """The envelope around items that are already JSON: pages of thousands stay cheap."""
    head = b"".join(b'"%s":%d,' % (key.encode(), value) for key, value in counts.items())
    body = b'{"data":{%s"%s":[%s]},"error":false,"errorText":"","additionalErrors":null}'
    return Reply(200, body % (head, name.encode(), b",".join(items)))


def envelope_error(status: int, text: str) -> Reply:
    """Reviews and questions wrap every failure alike."""
    body = {
        "data": None,
        "error": True,
        "errorText": text,
        "additionalErrors": None,
        "requestId": str(uuid.uuid4()),
    }
    return reply_json(body, status)


def problem(status: int, detail: str, now: float, title: str | None = None) -> Reply:
    """What the gateway says before the service behind it is asked."""
    phrase = HTTPStatus(status).phrase
    body = {
        "title": title or phrase.lower(),
        "detail": detail,
        "code": f"07e4668e-{secrets.token_hex(6)}-[UK-{secrets.token_urlsafe(9)}]",
        "requestId": secrets.token_hex(16),
        "origin": GATEWAY,
        "status": status,
        "statusText": phrase,
        "timestamp": to_iso(now),
    }
    return reply_json(body, status, PROBLEM)


def payment_required() -> Reply:
    """Only services of the Catalogue without balance see it."""
    detail = (
        "wb solution for business has insufficient funds on its balance. please top up the "
        "balance in the company's personal account https://dev.wildberries.ru/company"
    )
    return reply_json({"title": "payment required", "detail": detail}, 402, PROBLEM)


def answer_error(detail: str) -> Reply:
    """The 400 of the review answer, a shape of its own."""
    body = {
        "title": "bad request",
        "requestId": secrets.token_hex(16),
        "origin": "fbapi",
        "detail": detail,
    }
    return reply_json(body, 400)


def chat_error(
    detail: str, *, status: int = 400, title: str = "Bad Request", content_type: str = JSON
) -> Reply:
    """The chat service names itself in ``origin``."""
    body = {
        "status": status,
        "title": title,
        "origin": "proxy-chats",
        "detail": detail,
        "requestId": secrets.token_hex(16),
        "error": detail,
    }
    return reply_json(body, status, content_type)


def moderation_failed() -> Reply:
    """A file that must not be shown."""
    body = {
        "status": 451,
        "title": "Unavailable for Legal Reasons",
        "origin": "proxy-chats",
        "detail": "moderation error",
        "requestId": secrets.token_hex(16),
    }
    return reply_json(body, 451, PROBLEM)


def pins_error(status: int, title: str, detail: str) -> Reply:
    """Pinned reviews are a service of their own."""
    body = {
        "status": status,
        "title": title,
        "detail": detail,
        "requestId": secrets.token_hex(16),
        "origin": "pin-open-api",
    }
    return reply_json(body, status)


def claims_error(title: str, detail: str, content_type: str) -> Reply:
    """Reading and answering claims differ in the content type only."""
    body = {"title": title, "detail": detail, "requestId": str(uuid.uuid4())}
    return reply_json(body, 400, content_type)


def path_not_found(path: str, now: float) -> Reply:
    """A wrong address, whatever the token."""
    detail = f"Please consult the https://dev.wildberries.ru/openapi/api-information for {path}"
    return problem(404, detail, now, title="path not found")


def overloaded(status: int) -> Reply:
    """5xx answers come from the proxy in front and are not JSON."""
    text = OVERLOADED.format(status=status, phrase=HTTPStatus(status).phrase)
    return Reply(status, text.encode(), "text/html")
