"""The WSGI application: the whole marketplace behind one address."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from infra.wb_simulator.bodies import path_not_found
from infra.wb_simulator.cdn import attach_cdn
from infra.wb_simulator.conduct import conduct, to_response
from infra.wb_simulator.control import attach_control
from infra.wb_simulator.operations import Operation
from infra.wb_simulator.routes import OPERATIONS
from infra.wb_simulator.world import World

MAX_BODY = 64 << 20


def create_app(world: World) -> Flask:
    """All hosts of the real API on one port: their paths do not collide."""
    app = Flask("wb_simulator", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    for operation in OPERATIONS:
        rule = operation.path.replace("{", "<").replace("}", ">")
        app.add_url_rule(
            rule,
            endpoint=operation.name,
            view_func=make_view(world, operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    attach_cdn(app, world)
    attach_control(app, world)

    @app.errorhandler(404)
    @app.errorhandler(405)
    def refuse_path(_error: HTTPException) -> Response:
        return to_response(path_not_found(request.path, world.clock.now()))

    return app


def make_view(world: World, operation: Operation) -> Callable[..., Response]:
    """One view per operation; the request is Flask's own."""

    def view(**path: Any) -> Response:
        return conduct(world, operation, request, path)

    return view
