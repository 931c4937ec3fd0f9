"""Handlers of the pin methods (WB API documentation, section "Закреплённые отзывы")."""

import json
import secrets
from typing import Any

from infra.wb_simulator.bodies import Reply, pins_error, reply_json
from infra.wb_simulator.clock import parse_iso
from infra.wb_simulator.operations import EffectlessError, Visit
from infra.wb_simulator.query import BadQueryError, read_bounded, read_choice, read_int

MAX_PINS = 500
METHODS, UNITS, STATES = ("subscription", "tariff"), ("nm", "imt"), ("pinned", "unpinned")
Body = dict[str, Any]


def list_pins(visit: Visit) -> Reply:
    """``next`` is the last pin of the page before."""
    try:
        found = filter_pins(visit)
        after = read_int(visit.request.args, "next")
        has_limit = "limit" in visit.request.args
        limit = read_bounded(visit.request.args, "limit", 1, MAX_PINS) if has_limit else MAX_PINS
    except BadQueryError as bad:
        return refuse_query(str(bad))
    rest = [pin for pin in found if after is None or pin["pinId"] > after]
    body: Body = {"data": rest[:limit]}
    if len(rest) > limit:
        body["next"] = rest[limit - 1]["pinId"]
    return reply_json(body)


def count_pins(visit: Visit) -> Reply:
    """The same filter, counted."""
    try:
        return reply_json({"data": len(filter_pins(visit))})
    except BadQueryError as bad:
        return refuse_query(str(bad))


def show_limits(visit: Visit) -> Reply:
    """Slots of both pin methods."""
    return reply_json({"data": visit.seller.pins.limits()})


def pin_reviews(visit: Visit) -> Reply:
    """Each item succeeds or fails on its own inside one 200."""
    if not visit.world.settings.pins_subscription:
        raise EffectlessError(
            pins_error(
                403,
                "no active subscription or tariff",
                "this feature requires active subscription or active tariff",
            )
        )
    items = read_items(visit)
    if not all(is_pin_request(item) for item in items):
        raise EffectlessError(pins_error(400, "Bad Request", "invalid request body"))
    return reply_json({"data": [pin_one(visit, item) for item in items]})


def unpin_reviews(visit: Visit) -> Reply:
    """Answers with the pins that are gone now."""
    ids = read_items(visit)
    if not all(isinstance(pin_id, int) and not isinstance(pin_id, bool) for pin_id in ids):
        raise EffectlessError(pins_error(400, "Bad Request", "invalid request body"))
    return reply_json({"data": [pin_id for pin_id in ids if visit.seller.pins.unpin(pin_id)]})


def pin_one(visit: Visit, item: Body) -> Body:
    """A refused item carries its errors."""
    review_id, method, unit = item["feedbackId"], item["pinMethod"], item["pinOn"]
    review = visit.seller.reviews.find(review_id)
    result: Body = {"feedbackId": review_id, "pinMethod": method, "pinOn": unit}
    reason = visit.seller.pins.refusal(review, method, unit)
    if reason is None and review is not None:
        pin = visit.seller.pins.pin(review, method, unit, visit.now)
        return result | {"pinId": pin["pinId"], "isErrors": False}
    status, detail = reason or ("itemNotFound", "")
    error = {
        "status": status,
        "title": detail,
        "detail": detail,
        "requestId": secrets.token_hex(16),
        "origin": "pin-open-api",
    }
    return result | {"isErrors": True, "errors": [error]}


def is_pin_request(item: Any) -> bool:
    """All three fields with documented words."""
    return (
        isinstance(item, dict)
        and item.get("pinMethod") in METHODS
        and item.get("pinOn") in UNITS
        and isinstance(item.get("feedbackId"), str)
    )


def read_items(visit: Visit) -> list[Any]:
    """An array of 1 to 500."""
    try:
        items = json.loads(visit.request.get_data())
    except ValueError as bad:
        raise EffectlessError(pins_error(400, "Bad Request", "invalid request body")) from bad
    if not isinstance(items, list) or not 1 <= len(items) <= MAX_PINS:
        raise EffectlessError(pins_error(400, "Bad Request", "invalid request body"))
    return items


def filter_pins(visit: Visit) -> list[Body]:
    """``feedbackId`` is documented as a number, so a number matches no review here."""
    args = visit.request.args
    state, unit = read_choice(args, "state", STATES), read_choice(args, "pinOn", UNITS)
    imt, nm = read_int(args, "imtId"), read_int(args, "nmId")
    review_id = args.get("feedbackId")
    start, end = read_moment(visit, "dateFrom"), read_moment(visit, "dateTo")
    return [
        pin
        for pin in visit.seller.pins.everything()
        if state in (None, pin["state"])
        and unit in (None, pin["pinOn"])
        and imt in (None, pin["imtId"])
        and nm in (None, pin["nmId"])
        and review_id in (None, pin["feedbackId"])
        and (start is None or parse_iso(pin["changeStateAt"]) >= start)
        and (end is None or parse_iso(pin["changeStateAt"]) <= end)
    ]


def read_moment(visit: Visit, name: str) -> float | None:
    """ISO 8601, unlike the lists of reviews."""
    text = visit.request.args.get(name)
    if not text:
        return None
    try:
        return parse_iso(text.replace(" ", "+"))
    except ValueError as bad:
        raise BadQueryError(name) from bad


def refuse_query(name: str) -> Reply:
    """The documented sentence for words, a shorter one for numbers."""
    words = {"state": STATES, "pinOn": UNITS}.get(name)
    detail = f"invalid value of {name}"
    if words:
        detail = f"{name} must be one of the values '{words[0]}', '{words[1]}'"
    return pins_error(400, "Bad Request", detail)
