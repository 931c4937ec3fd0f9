"""Handlers beside the communications methods: ping, seller, and the seller's own cards."""

import json

from infra.wb_simulator.bodies import Reply, envelope_error, reply_json
from infra.wb_simulator.cards import content_card
from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.operations import Visit

MAX_CARDS = 100


def ping(visit: Visit) -> Reply:
    """Not for automation: its bucket is three calls in half a minute."""
    return reply_json({"TS": to_iso(visit.now), "Status": "OK"})


def show_seller(visit: Visit) -> Reply:
    """Who the token belongs to."""
    seller = visit.seller
    return reply_json(
        {"name": seller.name, "sid": seller.sid, "tin": seller.tin(), "tradeMark": seller.name}
    )


def list_cards(visit: Visit) -> Reply:
    """The cursor is the last article given."""
    try:
        cursor = json.loads(visit.request.get_data())["settings"]["cursor"]
        limit, after = int(cursor.get("limit", MAX_CARDS)), int(cursor.get("nmID", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        return envelope_error(400, "Invalid request body")
    own = [record for record in visit.world.cards.everything() if record["nm"] > after]
    own = [record for record in own if record["seller"] == visit.seller.sid]
    page = [content_card(record, visit.now) for record in own[: min(limit, MAX_CARDS)]]
    last = {"updatedAt": to_iso(visit.now), "nmID": page[-1]["nmID"] if page else after}
    return reply_json({"cards": page, "cursor": last | {"total": len(page)}})
