"""What the switched-on faults do to an answer."""

import json
from collections.abc import Callable
from typing import Any

from infra.wb_simulator.bodies import (
    Reply,
    answer_error,
    chat_error,
    claims_error,
    dump,
    envelope_error,
    moderation_failed,
    overloaded,
    path_not_found,
    payment_required,
    pins_error,
    problem,
    reply_json,
)
from infra.wb_simulator.claim_routes import JSON_UTF8
from infra.wb_simulator.faults import Fault
from infra.wb_simulator.gate import forbidden, storm
from infra.wb_simulator.operations import Operation

LISTS = (
    ("data", "feedbacks"),
    ("data", "questions"),
    ("result", "events"),
    ("result",),
    ("claims",),
    ("data",),
)
UNPROCESSABLE = {
    "GET /api/v1/feedback": "Невозможно получить отзыв по id",
    "GET /api/v1/question": "Невозможно получить вопрос по id",
    "GET /api/v1/feedbacks/archive": "Не удалось получить архивные отзывы по фильтру",
    "PATCH /api/v1/questions": "Не удалось отредактировать вопрос",
    "POST /api/v1/feedbacks/order/return": "Не удалось выполнить запрос на возврат покупок",
}
SERVER_ERRORS = 500


def early_reply(
    operation: Operation, faults: list[Fault], seller: str | None, now: float
) -> Reply | None:
    """An answer given before the method is asked, so that nothing changes."""
    for fault in faults:
        if fault.kind == "storm_429":
            return storm(operation, seller or "-", (fault.until or now) - now, now)
        if fault.kind == "expire_token":
            detail = "token problem; token has invalid claims: token is expired"
            return problem(401, detail, now)
        if fault.kind == "status" and not fault.has_effect:
            return status_reply(operation, fault, now)
        if fault.kind == "error_body" and not fault.has_effect:
            return failed_success(operation)
    return None


def late_reply(operation: Operation, fault: Fault, reply: Reply, now: float) -> Reply:
    """Replace or spoil the answer of a method that has already worked."""
    match fault.kind:
        case "status" if fault.has_effect:
            return status_reply(operation, fault, now)
        case "error_body" if fault.has_effect:
            return failed_success(operation)
        case "malformed":
            cut = reply.body[: len(reply.body) // 2] or b'{"data":'
            return Reply(reply.status, cut, reply.content_type, reply.headers)
        case "partial":
            return spoil_items(reply, fault)
        case "duplicate":
            return repeat_items(reply, fault)
        case _:
            return reply


def status_reply(operation: Operation, fault: Fault, now: float) -> Reply:
    """A body of the test's own, or the documented one."""
    if fault.body is not None:
        return Reply(fault.status, fault.body.encode(), fault.content_type or "application/json")
    return documented_reply(operation, fault.status, now)


def documented_reply(operation: Operation, status: int, now: float) -> Reply:
    """The body that the documentation gives for a status of this operation."""
    replies: dict[int, Callable[[], Reply]] = {
        400: lambda: bad_request(operation),
        401: lambda: problem(401, "token problem; access token was withdrawn", now),
        402: payment_required,
        403: lambda: forbidden(operation, "access denied: scope is not allowed", now),
        404: lambda: not_found(operation, now),
        422: lambda: unprocessable(operation),
        429: lambda: storm(operation, "-", 1, now),
        451: moderation_failed,
    }
    if status in replies:
        return replies[status]()
    return overloaded(status) if status >= SERVER_ERRORS else Reply(status, b"", "")


def not_found(operation: Operation, now: float) -> Reply:
    """Questions say that a review was not found."""
    if operation.scope == "feedbacks":
        return envelope_error(404, "Не найден отзыв")
    return path_not_found(operation.path, now)


def unprocessable(operation: Operation) -> Reply:
    """Each operation has its own sentence."""
    return envelope_error(422, UNPROCESSABLE.get(operation.name, "Something went wrong"))


def bad_request(operation: Operation) -> Reply:
    """Five services, five shapes."""
    if operation.name == "POST /api/v1/feedbacks/answer":
        return answer_error("Неверный синтаксис JSON")
    if "/pins" in operation.path:
        return pins_error(400, "Bad Request", "invalid request body")
    if operation.scope == "message":
        return chat_error("Invalid signature", content_type="application/problem+json")
    if operation.category == "chats":
        return chat_error("Invalid number")
    if operation.scope == "claims":
        return claims_error("Invalid query params", "Failed", "application/problem+json")
    if operation.scope == "claim":
        return claims_error("Validation error", "Input model is not valid", JSON_UTF8)
    return envelope_error(400, "Something went wrong")


def failed_success(operation: Operation) -> Reply:
    """A 200 that says it failed."""
    if operation.category == "chats":
        return reply_json({"result": None, "errors": ["internal error"]})
    body = {"data": None, "error": True, "errorText": "Something went wrong"}
    return reply_json(body | {"additionalErrors": None})


def find_items(body: Any) -> list[Any] | None:
    """The list inside any of the list answers."""
    for path in LISTS:
        found = body
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list):
            return found
    return None


def spoil_items(reply: Reply, fault: Fault) -> Reply:
    """Take fields away from every n-th item; a dot steps into an object."""
    body = json.loads(reply.body)
    for item in (find_items(body) or [])[:: fault.every]:
        for field in fault.fields:
            *parents, last = field.split(".")
            place = item
            for parent in parents:
                place = place.get(parent) or {}
            place.pop(last, None)
    return Reply(reply.status, dump(body), reply.content_type, reply.headers)


def repeat_items(reply: Reply, fault: Fault) -> Reply:
    """Give the last items of a page twice."""
    body = json.loads(reply.body)
    items = find_items(body)
    if items:
        items.extend(items[-fault.items :])
    return Reply(reply.status, dump(body), reply.content_type, reply.headers)
