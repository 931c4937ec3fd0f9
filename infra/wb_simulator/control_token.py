"""Tokens for tests and developers."""

from flask import Blueprint, Response, jsonify, request

from infra.wb_simulator.control_input import BadControlError, pick_seller, read_body, read_text
from infra.wb_simulator.gate import SECRET_HEADER
from infra.wb_simulator.tokens import (
    ACCOUNT_TYPES,
    DEFAULT_SCOPES,
    LIFETIME_SECONDS,
    SCOPE_BITS,
    mint_token,
    read_token,
)
from infra.wb_simulator.world import World


def attach_tokens(control: Blueprint, world: World) -> None:
    """Mint and withdraw."""

    @control.get("/token")
    def mint() -> Response:
        args = request.args
        kind = args.get("type", "service")
        scopes = [word for word in args.get("scopes", ",".join(DEFAULT_SCOPES)).split(",") if word]
        if kind not in ACCOUNT_TYPES or not set(scopes) <= set(SCOPE_BITS):
            raise BadControlError(f"types: {list(ACCOUNT_TYPES)}; scopes: {list(SCOPE_BITS)}")
        token = mint_token(
            pick_seller(world).sid,
            world.clock.now(),
            kind=kind,
            scopes=scopes,
            read_only=args.get("read_only", "0") in ("1", "true"),
            expires_in=args.get("expires_in", float(LIFETIME_SECONDS), type=float),
        )
        headers = {"Authorization": token}
        if kind == "base_secret":
            headers[SECRET_HEADER] = "simulated-service-secret"
        return jsonify({"token": token, "headers": headers})

    @control.post("/token/revoke")
    def revoke() -> Response:
        token = read_token(read_text(read_body(), "token"), 0.0)
        world.revoke(token.id)
        return jsonify({"revoked": token.id})
