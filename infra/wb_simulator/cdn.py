"""The public files beside the API: cards, price histories, pictures, the host map."""

import re
from dataclasses import dataclass

from flask import Flask, Response, request

from infra.wb_simulator.bodies import Reply, reply_json
from infra.wb_simulator.calls import Call
from infra.wb_simulator.cards import host_map, price_history
from infra.wb_simulator.clock import to_precise_iso
from infra.wb_simulator.conduct import ConnectionDroppedError, to_response
from infra.wb_simulator.images import make_png, make_webp, pick_color
from infra.wb_simulator.world import World

CARD = re.compile(r"(\d+)/info/ru/card\.json")
HISTORY = re.compile(r"(\d+)/info/price-history\.json")
IMAGE = re.compile(r"(?P<key>.+?)/(?:images/(?P<size>[a-z0-9]+)/)?(?P<name>[\w/-]+)\.webp")
PNG = re.compile(r"(?P<key>.+)\.(?:png|jpg)")
SIZES = {"big": (900, 1200), "c516x688": (516, 688), "c246x328": (246, 328), "tm": (75, 100)}
DEFAULT_SIZE = (516, 688)
MISSING = Reply(404, b"Not Found", "text/plain")


@dataclass(frozen=True, slots=True)
class PublicFile:
    """What a path of the CDN means."""

    name: str
    reply: Reply


def attach_cdn(app: Flask, world: World) -> None:
    """No token, no bucket; faults apply by the names ``GET /cdn/...``."""

    @app.get("/vol<int:vol>/part<int:part>/<path:rest>")
    def serve_file(**place: str) -> Response:
        with world.lock:
            found = find_file(world, place["rest"])
        return pass_faults(world, found)

    @app.get("/<string:key>/preview.webp")
    def serve_still(key: str) -> Response:
        found = PublicFile("GET /cdn/image", draw_webp(key, DEFAULT_SIZE))
        return pass_faults(world, found)

    @app.get("/api/v3/upstreams")
    def serve_map() -> Response:
        return pass_faults(world, PublicFile("GET /api/v3/upstreams", reply_json(host_map())))


def pass_faults(world: World, found: PublicFile) -> Response:
    """Slow, failing and lost answers, without the shapes of the API."""
    now = world.clock.now()
    reply = found.reply
    with world.lock:
        faults = world.faults.fire(found.name, None, now)
        wake = world.wake
    for fault in faults:
        if fault.kind in ("slow", "timeout_before", "timeout_after"):
            wake.wait(fault.wait_seconds)
        if fault.kind in ("timeout_before", "timeout_after", "drop"):
            raise ConnectionDroppedError
        if fault.kind == "status":
            reply = Reply(fault.status, (fault.body or "").encode(), "text/plain")
        if fault.kind == "malformed":
            reply = Reply(reply.status, reply.body[: len(reply.body) // 2], reply.content_type)
    call = Call(
        time=to_precise_iso(now),
        at=now,
        method="GET",
        path=request.path,
        query=request.args.to_dict(),
        operation=found.name,
        status=reply.status,
        faults=[fault.kind for fault in faults],
    )
    with world.lock:
        world.calls.add(call)
    return to_response(reply)


def find_file(world: World, rest: str) -> PublicFile:
    """By the end of the path, as the CDN hosts differ in the name only."""
    if match := CARD.fullmatch(rest):
        return PublicFile("GET /cdn/card.json", read_card(world, int(match[1])))
    if match := HISTORY.fullmatch(rest):
        return PublicFile("GET /cdn/price-history.json", read_history(world, int(match[1])))
    if match := IMAGE.fullmatch(rest):
        size = SIZES.get(match["size"] or "", DEFAULT_SIZE)
        return PublicFile("GET /cdn/image", draw_webp(match["key"] + match["name"], size))
    if match := PNG.fullmatch(rest):
        picture = make_png(*SIZES["c246x328"], pick_color(sum(match["key"].encode())))
        return PublicFile("GET /cdn/image", Reply(200, picture, "image/png"))
    return PublicFile("GET /cdn/unknown", MISSING)


def read_card(world: World, nm: int) -> Reply:
    """A card may be missing although the product is sold."""
    record = world.cards.find(nm)
    if record is None or record["missing"]:
        return MISSING
    return reply_json(record["card"])


def read_history(world: World, nm: int) -> Reply:
    """Missing for many products."""
    record = world.cards.find(nm)
    history = price_history(record, world.clock.now()) if record else None
    return MISSING if history is None else reply_json(history)


def draw_webp(key: str, size: tuple[int, int]) -> Reply:
    """The same address always shows the same colour."""
    return Reply(200, make_webp(*size, pick_color(sum(key.encode()))), "image/webp")
