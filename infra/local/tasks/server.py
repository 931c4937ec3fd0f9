"""Puts the parts together and runs them until a signal comes."""

import asyncio
import logging
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grpc.aio

from infra.local.tasks.courier import HTTPCourier
from infra.local.tasks.dispatcher import Dispatcher
from infra.local.tasks.engine import Engine
from infra.local.tasks.identity import load_identity
from infra.local.tasks.names import Names
from infra.local.tasks.pump import Pump
from infra.local.tasks.schedules import EMAIL, Schedules, Ticker
from infra.local.tasks.service import TaskService, make_handlers
from infra.local.tasks.side import SidePort, make_server
from infra.local.tasks.store import TaskStore
from infra.local.tasks.table import Table

log = logging.getLogger(__name__)

_HOST: Final = "127.0.0.1"
_GRACE_S: Final = 1.0
_GRPC_OPTIONS: Final = (("grpc.so_reuseport", 0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says."""

    grpc_port: int
    http_port: int
    database: Path
    key: Path
    project: str
    schedule_target: str
    scheduler_on: bool
    tick_at_start: bool


class PortTakenError(Exception):
    """Another process listens on a port that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that runs."""

    store: TaskStore
    courier: HTTPCourier
    service: TaskService
    side: SidePort


def assemble(table: Table, options: Options) -> Parts:
    """Open the file and wire the parts."""
    options.database.parent.mkdir(parents=True, exist_ok=True)
    store = TaskStore(options.database)
    identity = load_identity(options.key)
    courier = HTTPCourier()
    engine = Engine(store, table.queues)
    dispatcher = Dispatcher(engine, courier, identity, time.time)
    pump, ticker_pump = Pump(time.time), Pump(time.time)
    names = Names(options.project, table.region, frozenset(table.queues))
    schedules = Schedules(store, table.schedules, time.time())
    if options.tick_at_start:
        schedules.advance_all(time.time())
    ticker = Ticker(
        schedules=schedules,
        courier=courier,
        identity=identity,
        clock=time.time,
        target=options.schedule_target,
        email=EMAIL.format(project=options.project),
        automatic=options.scheduler_on,
    )
    service = TaskService(
        engine=engine, store=store, names=names, dispatcher=dispatcher, pump=pump, clock=time.time
    )
    side = SidePort(
        engine=engine,
        store=store,
        identity=identity,
        dispatcher=dispatcher,
        pump=pump,
        ticker=ticker,
        ticker_pump=ticker_pump,
        clock=time.time,
    )
    return Parts(store=store, courier=courier, service=service, side=side)


async def serve(table: Table, options: Options) -> None:
    """Serve until SIGTERM or SIGINT; attempts under way are cut and made again next time."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    listener = _listen(options.http_port)
    parts = assemble(table, options)
    server = grpc.aio.server(options=_GRPC_OPTIONS)
    server.add_generic_rpc_handlers((make_handlers(parts.service),))
    try:
        grpc_port = _bind(server, options.grpc_port)
        await server.start()
        print(
            f"ready grpc={_HOST}:{grpc_port} http={_HOST}:{listener.getsockname()[1]}", flush=True
        )
        await _run(parts, listener, stop)
    finally:
        await server.stop(grace=_GRACE_S)
        await parts.courier.close()
        parts.store.close()
    log.info("stopped")


async def _run(parts: Parts, listener: socket.socket, stop: asyncio.Event) -> None:
    side, http = parts.side, make_server(parts.side)
    async with asyncio.TaskGroup() as group:
        pumps = [
            group.create_task(side.pump.run(side.dispatcher)),
            group.create_task(side.ticker_pump.run(side.ticker)),
        ]
        group.create_task(http.serve(sockets=[listener]))
        log.info("started", extra={"queues": len(side.engine.lanes)})
        await stop.wait()
        for pump in pumps:
            pump.cancel()
        http.should_exit = True


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port))
    except OSError as error:
        raise PortTakenError(f"{_HOST}:{port} is in use") from error


def _bind(server: grpc.aio.Server, port: int) -> int:
    try:
        return server.add_insecure_port(f"{_HOST}:{port}")
    except RuntimeError as error:
        raise PortTakenError(f"{_HOST}:{port} is in use") from error
