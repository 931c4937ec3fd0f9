"""What control calls have in common: a JSON object, a seller, a clear refusal."""

from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException

from infra.wb_simulator.world import Seller, World


class BadControlError(HTTPException):
    """A control call that means nothing."""

    code = 400


def read_body() -> dict[str, Any]:
    """An absent body is an empty one."""
    body = request.get_json(silent=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise BadControlError("the body must be a JSON object")
    return body


def read_text(body: dict[str, Any], name: str = "text") -> str:
    """A required sentence."""
    text = body.get(name)
    if not isinstance(text, str):
        raise BadControlError(f"{name} must be a string")
    return text


def pick_seller(world: World) -> Seller:
    """The first one unless ``?seller=`` names another."""
    sid = request.args.get("seller")
    if sid is None:
        return world.first_seller()
    if sid not in world.sellers:
        raise BadControlError(f"unknown seller {sid}")
    return world.sellers[sid]


def all_sellers(world: World) -> list[Seller]:
    """Items are looked up by id in every account, since ids never repeat."""
    return list(world.sellers.values())
