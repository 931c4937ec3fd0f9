"""``python -m infra.wb_simulator``: the simulator as a process."""

import argparse
import os
import sys
from pathlib import Path

from infra.wb_simulator.app import create_app
from infra.wb_simulator.clock import Clock
from infra.wb_simulator.generator.plan import DEFAULT_ITEMS, Plan, fill_world
from infra.wb_simulator.generator.seed import read_seed, seed_world
from infra.wb_simulator.serving import serve, stop_on_signals
from infra.wb_simulator.settings import Settings
from infra.wb_simulator.store import MemoryStore, SqliteStore
from infra.wb_simulator.world import World


def main(arguments: list[str]) -> None:
    """Prints one line when it listens: ``ready`` and the address."""
    options = parse_options(arguments)
    world = build_world(options)
    stop_on_signals(world)
    serve(create_app(world), options.host, options.port, on_ready=announce)


def announce(address: str) -> None:
    """Whoever started the process waits for this line."""
    print(f"ready {address}", flush=True)


def parse_options(arguments: list[str]) -> argparse.Namespace:
    """The environment gives the defaults of the seed options."""
    parser = argparse.ArgumentParser(prog="infra.wb_simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--seed", default=os.environ.get("WB_SIM_SEED") or None, help="JSON list of real reviews"
    )
    parser.add_argument(
        "--withhold-newest",
        type=int,
        default=int(os.environ.get("WB_SIM_WITHHOLD") or 0),
        help="take the answers of that many of the newest answered reviews away",
    )
    parser.add_argument("--speed", type=float, default=1.0, help="of its clock")
    parser.add_argument("--state", help="SQLite file that survives restarts")
    parser.add_argument("--sellers", type=int, default=1)
    parser.add_argument("--items", type=int, default=DEFAULT_ITEMS, help="per seller")
    parser.add_argument("--generator-seed", type=int, default=1)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting, e.g. moderation_seconds=5; may be repeated",
    )
    return parser.parse_args(arguments)


def build_world(options: argparse.Namespace) -> World:
    """A saved state wins over seed and generator."""
    store = SqliteStore(Path(options.state)) if options.state else MemoryStore()
    world = World(Clock(speed=options.speed), store)
    with store.batch():
        if not world.restore():
            create_world(world, options)
        world.apply_settings(read_settings(options.set))
    return world


def create_world(world: World, options: argparse.Namespace) -> None:
    """A seed file wins over the generator."""
    if options.seed:
        seed_world(world, read_seed(Path(options.seed)), withhold=options.withhold_newest)
        return
    plan = Plan(sellers=options.sellers, items=options.items, seed=options.generator_seed)
    fill_world(world, plan)


def read_settings(pairs: list[str]) -> dict[str, object]:
    """Values are checked against the types of the settings."""
    named = dict(pair.split("=", 1) for pair in pairs)
    known = Settings.model_validate(named)
    return {name: getattr(known, name) for name in named}


if __name__ == "__main__":
    main(sys.argv[1:])
