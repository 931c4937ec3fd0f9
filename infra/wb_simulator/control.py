"""The control API: what the outside world does to the simulated marketplace."""

from datetime import UTC, datetime

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from infra.wb_simulator.control_input import pick_seller, read_body
from infra.wb_simulator.control_items import attach_items
from infra.wb_simulator.control_token import attach_tokens
from infra.wb_simulator.faults import Fault
from infra.wb_simulator.generator.plan import Plan, fill_world, grow_seller
from infra.wb_simulator.summary import summarize
from infra.wb_simulator.world import World, seller_id


def attach_control(app: Flask, world: World) -> None:
    """Everything below ``/_control/``, without authorisation: never expose it."""
    control = Blueprint("control", __name__, url_prefix="/_control")

    @control.before_request
    def hold_world() -> None:
        world.lock.acquire()
        world.settle()

    @control.teardown_request
    def free_world(_error: BaseException | None) -> None:
        world.lock.release()

    @control.errorhandler(HTTPException)
    def explain(error: HTTPException) -> tuple[Response, int]:
        return jsonify({"error": error.description}), error.code or 400

    @control.errorhandler(ValidationError)
    def explain_fields(error: ValidationError) -> tuple[Response, int]:
        return jsonify({"error": error.errors(include_url=False, include_context=False)}), 400

    attach_state(control, world)
    attach_contents(control, world)
    attach_faults(control, world)
    attach_calls(control, world)
    attach_tokens(control, world)
    attach_items(control, world)
    app.register_blueprint(control)


def attach_state(control: Blueprint, world: World) -> None:
    """Clock, settings and sellers."""

    @control.get("/clock")
    def show_clock() -> Response:
        clock = world.clock
        now = datetime.fromtimestamp(clock.now(), UTC).isoformat().replace("+00:00", "Z")
        return jsonify({"now": now, "offset_seconds": clock.offset})

    @control.post("/clock")
    def move_clock() -> Response:
        world.clock.advance(float(read_body().get("advance_seconds", 0)))
        world.save_clock()
        world.settle()
        return show_clock()

    @control.get("/settings")
    def show_settings() -> Response:
        return jsonify(world.settings.model_dump())

    @control.post("/settings")
    def change_settings() -> Response:
        world.apply_settings(read_body())
        return show_settings()

    @control.get("/sellers")
    def list_sellers() -> Response:
        return jsonify([{"sid": one.sid, "name": one.name} for one in world.sellers.values()])

    @control.post("/sellers")
    def add_seller() -> Response:
        body = read_body()
        sid = body.get("sid") or seller_id(len(world.sellers))
        seller = world.add_seller(sid, body.get("name") or f"Продавец {len(world.sellers) + 1}")
        return jsonify({"sid": seller.sid, "name": seller.name})


def attach_contents(control: Blueprint, world: World) -> None:
    """What there is, and how to get more of it or to start over."""

    @control.get("/")
    def show_index() -> Response:
        rules = current_app.url_map.iter_rules()
        names = (f"{'|'.join(sorted(rule.methods or ()))} {rule.rule}" for rule in rules)
        return jsonify(sorted(name for name in names if "/_control/" in name))

    @control.get("/summary")
    def show_summary() -> Response:
        return jsonify(summarize(world))

    @control.post("/generate")
    def generate() -> Response:
        plan = Plan.model_validate(read_body())
        with world.context.store.batch():
            grow_seller(world, pick_seller(world), plan)
        return jsonify(summarize(world))

    @control.post("/reset")
    def reset() -> Response:
        plan = Plan.model_validate(read_body())
        with world.context.store.batch():
            world.empty()
            world.save_clock()
            fill_world(world, plan)
        return jsonify(summarize(world))


def attach_faults(control: Blueprint, world: World) -> None:
    """Failure modes, and how often each has fired."""

    @control.get("/faults")
    def list_faults() -> Response:
        return jsonify(world.faults.listing())

    @control.post("/faults")
    def add_fault() -> Response:
        fault = world.faults.add(Fault.model_validate(read_body()), world.clock.now())
        return jsonify(fault.model_dump())

    @control.delete("/faults")
    def clear_faults() -> Response:
        world.faults.clear()
        world.wake_waiting()
        return jsonify([])

    @control.delete("/faults/<int:fault_id>")
    def remove_fault(fault_id: int) -> Response:
        return jsonify({"removed": world.faults.remove(fault_id)})


def attach_calls(control: Blueprint, world: World) -> None:
    """What the simulator received."""

    @control.get("/calls")
    def list_calls() -> Response:
        found = world.calls.since(
            request.args.get("since", 0, type=int),
            operation=request.args.get("operation", "*"),
            seller=request.args.get("seller"),
        )
        return jsonify({"calls": found, "last": world.calls.last_seq()})

    @control.delete("/calls")
    def clear_calls() -> Response:
        world.calls.clear()
        return jsonify({"last": world.calls.last_seq()})
