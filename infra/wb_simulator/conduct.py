"""One request from arrival to answer: faults around the gate, and the call log."""

import threading
import time
from typing import Any

from flask import Response
from waitress.channel import ClientDisconnected  # type: ignore[import-untyped]
from werkzeug.wrappers import Request

from infra.wb_simulator.bodies import Reply
from infra.wb_simulator.calls import Call, describe_body
from infra.wb_simulator.clock import to_precise_iso
from infra.wb_simulator.faults import Fault
from infra.wb_simulator.gate import Entry, pass_gate
from infra.wb_simulator.mischief import early_reply, late_reply
from infra.wb_simulator.operations import Operation
from infra.wb_simulator.tokens import BadTokenError, read_token
from infra.wb_simulator.world import World


class ConnectionDroppedError(ClientDisconnected):  # type: ignore[misc]
    """The server closes the connection without a single byte of an answer."""


def conduct(world: World, operation: Operation, request: Request, path: dict[str, Any]) -> Response:
    """Waiting happens outside the lock, so a hung call blocks nobody else."""
    started = time.perf_counter()
    body = describe_body(request)
    with world.lock:
        world.settle()
        now = world.clock.now()
        seller = peek_seller(request, now)
        faults = world.faults.fire(operation.name, seller, now)
        wake = world.wake
    call = note_call(operation, request, now, body)
    call.seller = seller
    call.faults = [fault.kind for fault in faults]
    wait_before(faults, wake)
    if has_kind(faults, "timeout_before"):
        finish_call(world, call, started)
        raise ConnectionDroppedError
    with world.lock:
        world.settle()
        now = world.clock.now()
        reply = early_reply(operation, faults, seller, now)
        if reply is None:
            reply = pass_gate(Entry(world, operation, request, path, now), call)
            for fault in faults:
                reply = late_reply(operation, fault, reply, now)
            shift_items(world, call, faults, now)
    return deliver(world, call, faults, reply, started, wake)


def deliver(
    world: World,
    call: Call,
    faults: list[Fault],
    reply: Reply,
    started: float,
    wake: threading.Event,
) -> Response:
    """The log knows the call before a lost answer is lost."""
    is_lost = has_kind(faults, "timeout_after") or has_kind(faults, "drop")
    call.status = None if is_lost else reply.status
    finish_call(world, call, started)
    for fault in faults:
        if fault.kind == "timeout_after":
            wake.wait(fault.wait_seconds)
    if is_lost:
        raise ConnectionDroppedError
    return to_response(reply)


def to_response(reply: Reply) -> Response:
    """An empty answer has no content type."""
    response = Response(reply.body, status=reply.status, headers=reply.headers)
    if reply.content_type:
        response.headers["Content-Type"] = reply.content_type
    else:
        del response.headers["Content-Type"]
    return response


def note_call(operation: Operation, request: Request, now: float, body: Any) -> Call:
    """What came in, without the token."""
    return Call(
        time=to_precise_iso(now),
        at=now,
        method=request.method,
        path=request.path,
        query=request.args.to_dict(),
        operation=operation.name,
        body=body,
    )


def finish_call(world: World, call: Call, started: float) -> None:
    """The calls stand in the order in which they were answered."""
    call.seconds = round(time.perf_counter() - started, 6)
    with world.lock:
        world.calls.add(call)


def peek_seller(request: Request, now: float) -> str | None:
    """Faults and the log name the seller even where the gate will refuse."""
    try:
        return read_token(request.headers.get("Authorization", ""), now).seller
    except BadTokenError:
        return None


def has_kind(faults: list[Fault], kind: str) -> bool:
    """Whether one of the faults is of that kind."""
    return any(fault.kind == kind for fault in faults)


def wait_before(faults: list[Fault], wake: threading.Event) -> None:
    """Slow answers and hung requests; clearing the faults wakes both."""
    for fault in faults:
        if fault.kind in ("slow", "timeout_before"):
            wake.wait(fault.wait_seconds)


def shift_items(world: World, call: Call, faults: list[Fault], now: float) -> None:
    """Staff answers the newest waiting items, so the next page of the list slides."""
    seller = world.sellers.get(call.seller or "")
    if seller is None:
        return
    for fault in faults:
        if fault.kind != "shift":
            continue
        for review in seller.reviews.select(answered=False, nm=None, start=None, end=None)[
            -fault.items :
        ]:
            seller.reviews.answer_in_cabinet(review, "Спасибо за отзыв!", "wbRu", now)
        for question in seller.questions.select(answered=False, nm=None, start=None, end=None)[
            -fault.items :
        ]:
            seller.questions.answer_in_cabinet(question, "Добрый день! Уточнили.", now)
