"""The simulator on a real socket, by waitress."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from infra.wb_simulator.world import World

THREADS = 24
CONNECTIONS = 500


def serve(
    app: Flask, host: str, port: int, *, on_ready: Callable[[str], None] = lambda _address: None
) -> None:
    """Runs until the process is told to stop; port 0 takes a free one."""
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        ident="wb-simulator",
        max_request_body_size=64 << 20,
    )
    on_ready(f"http://{host}:{server.effective_port}")
    try:
        server.run()
    finally:
        server.close()


def stop_on_signals(world: World) -> None:
    """Hung requests are woken first, or they would hold the process."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        world.wake.set()
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
